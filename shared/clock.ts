// A hybrid logical clock (Kulkarni et al., 2014) in whole milliseconds: it gives each event its order key `at`.
// It follows the server's time as last told, and never falls behind an admitted event it has seen.
// It does not read a clock itself: the caller brings `now`.

export interface Clock {
  /** The order key for an event written now: above every one given before and every one learned. */
  next(): number;
  /** Takes note of an admitted event's order key. */
  learn(at: number): void;
  /** Sets the offset to the server's time, as told when the link opens. */
  calibrate(serverNowMs: number): void;
  /** The present in the server's time, in ms. */
  now(): number;
}

/** `nowMs` is the device's clock; it may be wrong by any amount until `calibrate` is called. */
export function makeClock(nowMs: () => number): Clock {
  let offsetMs = 0;
  let last = 0;
  const now = () => Math.trunc(nowMs() + offsetMs);
  return {
    next: () => (last = Math.max(now(), last + 1)),
    learn: (at) => (last = Math.max(last, at)),
    calibrate: (serverNowMs) => (offsetMs = serverNowMs - nowMs()),
    now,
  };
}
