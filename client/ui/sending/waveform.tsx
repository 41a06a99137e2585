// Bars of a voice, each from nothing to whole height; those before `played` (0 to 1) in the accent. Time runs from
// left to right in every language, as players show it.
import './waveform.css';
import { For } from 'solid-js';

interface WaveformProps {
  readonly bars: readonly number[];
  readonly played: number;
}

const [barWidth, gap, height, least] = [3, 2, 32, 2];

export function Waveform(props: WaveformProps) {
  const width = () => props.bars.length * (barWidth + gap) - gap;
  const isPlayed = (at: number) => at < props.played * props.bars.length;
  return (
    <svg
      class="waveform"
      viewBox={`0 0 ${Math.max(1, width())} ${height}`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      <For each={props.bars}>
        {(bar, at) => {
          const tall = () => Math.max(least, bar * height);
          return (
            <rect
              classList={{ 'waveform-played': isPlayed(at()) }}
              x={at() * (barWidth + gap)}
              y={(height - tall()) / 2}
              width={barWidth}
              height={tall()}
              rx={1}
            />
          );
        }}
      </For>
    </svg>
  );
}
