// A hybrid logical clock (Kulkarni et al., 2014) in whole milliseconds: it gives each event its order key `at`.
// It follows the server's time as last told, and never falls behind an admitted event it has seen.
// It does not read a clock itself: the caller brings `now`.

export interface Clock {
  /** The order key for an event written now: above every one given before and every one learned. */
  next(): number;
  /** Takes note of an admitted event's order key. */
  learn(at: number): void;
  /**
   * Takes note of a key that this person's own devices have given and nobody has admitted yet: it is a claim of their
   * clocks, and as good as one's own unless it is too far ahead to be admitted.
   */
  follow(at: number): void;
  /**
   * Sets the offset to the server's time, as told when the link opens. Keys given before that are too far ahead to be
   * admitted hold back nothing that is written from now on.
   */
  calibrate(serverNowMs: number): void;
  /** The present in the server's time, in ms. */
  now(): number;
}

/** How far ahead of the server's time an order key may be: room for a clock set by hand, not for tomorrow's place. */
export const maxAheadMs = 2 * 60_000;

/** `nowMs` is the device's clock; it may be wrong by any amount until `calibrate` is called. */
export function makeClock(nowMs: () => number): Clock {
  let offsetMs = 0;
  let given = 0;
  let learned = 0;
  const now = () => Math.trunc(nowMs() + offsetMs);
  return {
    next: () => (given = Math.max(now(), given + 1, learned + 1)),
    learn: (at) => void (learned = Math.max(learned, at)),
    follow(at) {
      if (at <= now() + maxAheadMs) given = Math.max(given, at);
    },
    calibrate(serverNowMs) {
      offsetMs = serverNowMs - nowMs();
      if (given > now() + maxAheadMs) given = 0;
    },
    now,
  };
}
