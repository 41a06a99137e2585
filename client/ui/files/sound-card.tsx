// A voice message or another sound in a row: what plays it, how it goes, where one is in it.
import './sound-card.css';
import { createMemo, createUniqueId, Show } from 'solid-js';
import type { TimelineItem } from '../../../shared/conversation/timeline.ts';
import { useSignedIn } from '../frame/signed-in.tsx';
import { lengthText, sizeText } from '../words/amounts.ts';
import { useSeeingWords } from '../words/seeing/seeing-words.ts';
import { useWords } from '../words/words.tsx';
import { FileName } from './file-name.tsx';
import { useFilesHere, type FilesHere } from './files-here.ts';
import type { FilesProps } from './message-files.tsx';
import { nextSound, type Sound } from './next-sound.ts';
import { createPlayer, type Track } from './player.ts';
import { PauseSign, PlaySign } from './signs.tsx';
import { barRoom, barsHigh, placeByKey, waveformPath } from './waveform.ts';

interface SoundCardProps extends FilesProps {
  readonly sound: Sound;
}

export function SoundCard(props: SoundCardProps) {
  const words = useWords();
  const seeing = useSeeingWords();
  const here = useFilesHere();
  const player = useSignedIn().share.of(createPlayer);
  const noteId = createUniqueId();
  const track = () => trackOf(here, props.item, props.sound);
  const key = createMemo(() => keyOf(props.item, props.sound));
  const isCurrent = () => player.track()?.key === key();
  const isPlaying = () => isCurrent() && (player.status() === 'playing' || player.status() === 'loading');
  const isMissing = () => isCurrent() && player.status() === 'missing';
  const placeMs = createMemo(() => player.placeOf({ key: key() }));
  const durationMs = () => Math.max(1, props.sound.durationMs);
  const length = () => lengthText(props.sound.durationMs);
  const told = () => {
    if (isMissing()) return seeing.missingShort;
    if (isCurrent() || placeMs() > 0) return seeing.placeAt(lengthText(placeMs()), length());
    return props.sound.form === 'voice' ? length() : `${length()} · ${sizeText(props.sound.size, words.language)}`;
  };
  return (
    <div class="sound" aria-live="off">
      {/* how far it is need not be told each second */}
      <button
        type="button"
        class="sound-play"
        tabIndex={props.tabIndex}
        aria-label={
          isPlaying() ? seeing.pause : seeing.playOf(props.sound.form, here.nameOf(props.item.author), length())
        }
        aria-describedby={isMissing() ? noteId : undefined}
        onClick={() => (isPlaying() ? player.pause() : player.play(track()))}
      >
        <Show when={isPlaying()} fallback={<PlaySign size={24} />}>
          <PauseSign size={24} />
        </Show>
      </button>
      <div class="sound-middle">
        <Show when={props.sound.form === 'audio'}>
          <FileName name={props.sound.name} />
        </Show>
        <Slider
          sound={props.sound}
          placeMs={placeMs()}
          durationMs={durationMs()}
          tabIndex={props.tabIndex}
          onSeek={(place) => player.seek(track(), place)}
          onPressed={() => player.play(track())}
        />
        <span id={noteId} class="sound-told" dir="auto">
          {told()}
        </span>
      </div>
      <Show when={isCurrent()}>
        <button
          type="button"
          class="pace"
          tabIndex={props.tabIndex}
          aria-label={seeing.pace(player.pace())}
          title={seeing.pace(player.pace())}
          onClick={() => player.turnPace()}
        >
          {seeing.paceSign(player.pace())}
        </button>
      </Show>
    </div>
  );
}

interface SliderProps {
  readonly sound: Sound;
  readonly placeMs: number;
  readonly durationMs: number;
  readonly tabIndex: 0 | -1;
  onSeek(placeMs: number): void;
  /** A pointer has chosen a place: it plays from there. */
  onPressed(): void;
}

/** Time runs from left to right in every language, as players show it. */
function Slider(props: SliderProps) {
  const seeing = useSeeingWords();
  const digits = () => (props.sound.form === 'voice' ? props.sound.waveform : null);
  const share = () => Math.min(1, props.placeMs / props.durationMs);
  let isDragged = false;
  const seekTo = (event: PointerEvent & { currentTarget: HTMLElement }) => {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    props.onSeek(Math.min(1, Math.max(0, (event.clientX - left) / width)) * props.durationMs);
  };
  const press = (event: PointerEvent & { currentTarget: HTMLElement }) => {
    if (event.button !== 0) return;
    event.stopPropagation(); // a long press on the row is another thing
    event.currentTarget.setPointerCapture(event.pointerId);
    isDragged = true;
    seekTo(event);
  };
  const drag = (event: PointerEvent & { currentTarget: HTMLElement }) => {
    if (isDragged) seekTo(event);
  };
  const release = () => {
    if (isDragged) props.onPressed();
    isDragged = false;
  };
  const pressKey = (event: KeyboardEvent) => {
    const place = placeByKey(event.key, props.placeMs, props.durationMs);
    if (place === null || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    event.stopPropagation(); // the rows go by the same keys
    props.onSeek(place);
  };
  return (
    <div
      class="sound-slider"
      dir="ltr"
      role="slider"
      tabIndex={props.tabIndex}
      aria-label={seeing.place(props.sound.form)}
      aria-valuemin={0}
      aria-valuemax={Math.ceil(props.durationMs / 1000)}
      aria-valuenow={Math.floor(Math.min(props.placeMs, props.durationMs) / 1000)}
      aria-valuetext={seeing.placeAt(lengthText(props.placeMs), lengthText(props.durationMs))}
      onPointerDown={press}
      onPointerMove={drag}
      onPointerUp={release}
      onPointerCancel={() => (isDragged = false)}
      onKeyDown={pressKey}
    >
      <Show when={digits()} fallback={<Line share={share()} />}>
        {(found) => <Bars digits={found()} share={share()} />}
      </Show>
    </div>
  );
}

function Bars(props: { digits: string; share: number }) {
  const path = createMemo(() => waveformPath(props.digits));
  const box = () => `0 0 ${props.digits.length * barRoom} ${barsHigh}`;
  const bars = () => (
    <svg class="sound-bars" viewBox={box()} preserveAspectRatio="none" aria-hidden="true">
      <path d={path()} vector-effect="non-scaling-stroke" />
    </svg>
  );
  return (
    <>
      {bars()}
      <div class="sound-heard" style={{ 'clip-path': `inset(0 ${(1 - props.share) * 100}% 0 0)` }}>
        {bars()}
      </div>
    </>
  );
}

function Line(props: { share: number }) {
  return (
    <div class="sound-line">
      <div style={{ 'inline-size': `${props.share * 100}%` }} />
    </div>
  );
}

function keyOf({ key }: TimelineItem, { hash }: Sound): string {
  return `${key}/${hash}`;
}

function trackOf(here: FilesHere, item: TimelineItem, file: Sound): Track {
  return {
    key: keyOf(item, file),
    conversationId: here.conversationId,
    message: { id: item.id, at: item.at },
    file,
    author: here.nameOf(item.author),
    next() {
      const next = nextSound(here.items(), { item, sound: file });
      return next === null ? null : trackOf(here, next.item, next.sound);
    },
  };
}
