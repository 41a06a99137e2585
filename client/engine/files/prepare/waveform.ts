// The shape of a voice message, as it stands in the message: a few bars from silent to loudest. Pure.
import { maxWaveform } from '../../../../shared/conversation/attachments.ts';

/**
 * `levels`: how loud it was in equal stretches of time, each from 0 to 1 (the root of the mean square of the samples).
 * Answers `[0-9a-z]{1,64}`, a bar each: the loudest level of its stretch, beside the loudest of all.
 */
export function waveformOf(levels: readonly number[]): string {
  const heard = levels.map((level) => (Number.isFinite(level) ? Math.min(1, Math.max(0, level)) : 0));
  const count = Math.min(maxWaveform, heard.length);
  if (count === 0) return '0';
  const bars = Array.from({ length: count }, (_, bar) => {
    const from = Math.floor((bar * heard.length) / count);
    const to = Math.floor(((bar + 1) * heard.length) / count);
    return Math.max(...heard.slice(from, to));
  });
  // Whoever speaks softly is seen to speak; what a room does by itself is not.
  const loudest = Math.max(quietest, ...bars);
  return bars.map((level) => Math.round((level / loudest) * 35).toString(36)).join('');
}

const quietest = 0.02;

/** Bars as shares of the loudest, 0 to 1; what is no bar is silent. */
export function barsOf(waveform: string): readonly number[] {
  return Array.from(waveform, (bar) => {
    const level = Number.parseInt(bar, 36) / 35;
    return Number.isNaN(level) ? 0 : level;
  });
}
