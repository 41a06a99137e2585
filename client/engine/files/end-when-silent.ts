// Ends what has said nothing for too long: a line that is lost without a word is waited for as long as the system pleases,
// and that is a quarter of an hour for what is sent, and for ever for what is awaited.
import type { Platform } from '../platform.ts';

export interface Listening {
  /** Aborted when the given one is, or after the silence. */
  readonly signal: AbortSignal;
  /** Something came: the silence begins anew. */
  hear(): void;
  stop(): void;
}

export function endWhenSilent(
  { schedule }: Pick<Platform, 'schedule'>,
  signal: AbortSignal,
  silenceMs: number,
): Listening {
  const silent = new AbortController();
  let cancel: () => void = () => undefined;
  const stop = () => cancel();
  const hear = () => {
    cancel();
    cancel = schedule(silenceMs, () => silent.abort());
  };
  hear();
  return { signal: AbortSignal.any([signal, silent.signal]), hear, stop };
}
