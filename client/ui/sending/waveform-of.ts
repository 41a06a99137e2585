// The shape of what somebody has said, as a message carries it: each bar a digit of base 36. Pure.
import { maxWaveform } from '../../../shared/conversation/attachments.ts';

/** What a level of speech close to a microphone reaches: louder is as loud. */
const loudest = 0.35;
const top = 35;

/** Of levels from 0 to 1 (root of the mean square), taken at even times: at most 64 bars, each the loudest of its stretch. */
export function waveformOf(levels: readonly number[]): string {
  const count = Math.max(1, Math.min(maxWaveform, levels.length));
  const bars = Array.from({ length: count }, (_, at) => {
    const [from, to] = [Math.floor((at * levels.length) / count), Math.floor(((at + 1) * levels.length) / count)];
    return Math.max(0, ...levels.slice(from, to));
  });
  return bars.map((level) => heightOf(level).toString(36)).join('');
}

/** From 0 to 35. Quiet sounds are heard, so they are seen: by the root. */
export function heightOf(level: number): number {
  return Math.round(top * Math.sqrt(Math.min(1, Math.max(0, level) / loudest)));
}

/** Each bar from 0 to 1; digits that are none count as silence. */
export function barsOf(waveform: string): readonly number[] {
  return Array.from(waveform, (digit) => {
    const height = Number.parseInt(digit, 36);
    return Number.isNaN(height) ? 0 : height / top;
  });
}

/** The root of the mean square of samples from -1 to 1. */
export function levelOf(samples: Float32Array): number {
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  return samples.length === 0 ? 0 : Math.sqrt(sum / samples.length);
}
