// Which channels' names the server still holds after this device let go of them.
// A channel opened before the server has answered the close is dead while it looks alive, so it waits here.

export interface ReleasedNames {
  /** The close was sent; the name is taken until `free`. */
  hold(name: string): void;
  free(name: string): void;
  /** The socket is gone, and everything that the server held for it. */
  freeAll(): void;
  /** Settles at once for a name that nobody holds. */
  whenFree(name: string): Promise<void>;
}

export function makeReleasedNames(): ReleasedNames {
  const held = new Map<string, PromiseWithResolvers<void>>();
  const free = (name: string) => {
    held.get(name)?.resolve();
    held.delete(name);
  };
  return {
    hold: (name) => void held.set(name, held.get(name) ?? Promise.withResolvers<void>()),
    free,
    freeAll: () => [...held.keys()].forEach(free),
    whenFree: (name) => held.get(name)?.promise ?? Promise.resolve(),
  };
}
