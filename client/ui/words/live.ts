// A tree of words that follows its source: whoever reads a word inside an effect reads it anew when the source changes.
// The tree itself stays the same for ever, so that it can be handed to every screen once.

/** `current` answers trees of one shape. */
export function makeLive<T extends object>(current: () => T): T {
  const live = {};
  for (const key of Object.keys(current()) as (keyof T)[]) {
    const branch = current()[key];
    const follow = isBranch(branch) ? makeLive(() => current()[key] as object) : null; // one shape: it stays a branch
    Object.defineProperty(live, key, { enumerable: true, get: () => follow ?? current()[key] });
  }
  return live as T; // has every key of it
}

function isBranch(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
