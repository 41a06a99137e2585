// Bugs throw here; expected failures are returned as values elsewhere.
// Only the composition roots catch what is thrown in this file.

/** Throws when `claim` is false: a broken promise inside the program, never a user's mistake. */
export function assert(claim: boolean, message: string): asserts claim {
  if (!claim) throw new Error(`assertion failed: ${message}`);
}

/** The value, or a throw when it is missing. */
export function must<T>(value: T | null | undefined, message: string): T {
  assert(value !== null && value !== undefined, message);
  return value;
}

/** Ends a switch over a union: a new member does not compile until it is handled. */
export function unreachable(value: never): never {
  throw new Error(`unreachable: ${JSON.stringify(value)}`);
}
