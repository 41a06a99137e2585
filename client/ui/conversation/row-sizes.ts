// What the rows of a conversation have measured, and what one that was not measured is expected to: their mean.

export interface RowSizes {
  note(key: string, pixels: number): void;
  expected(): number;
  /** The width has changed, and with it every height. */
  forget(): void;
}

/** One line of text in a bubble, with what stands around some of them. */
const firstGuessPixels = 48;

export function makeRowSizes(): RowSizes {
  const known = new Map<string, number>();
  let total = 0;
  return {
    note(key, pixels) {
      total += pixels - (known.get(key) ?? 0);
      known.set(key, pixels);
    },
    expected: () => (total > 0 ? total / known.size : firstGuessPixels),
    forget() {
      known.clear();
      total = 0;
    },
  };
}
