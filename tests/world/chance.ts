// Everything that is random in a world, drawn from one seed. The generator is sfc32 (Chris Doty-Humphrey, PractRand),
// seeded by a hash of a text. Each machine draws from a stream of its own, so that what one of them does not do any more
// changes nothing for the others.
export interface Chance {
  /** From 0 up to `bound`, which is not reached. */
  below(bound: number): number;
  /** From 0 up to 1, which is not reached. */
  fraction(): number;
  /** True once in `times`. */
  once(times: number): boolean;
  drawInto(bytes: Uint8Array): void;
  pick<T>(from: readonly [T, ...T[]]): T;
  pick<T>(from: readonly T[]): T | undefined;
}

export function makeChance(seed: string): Chance {
  let [a, b, c, counter] = hash(seed);
  const next = (): number => {
    const drawn = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + drawn) | 0;
    return drawn >>> 0;
  };
  for (let round = 0; round < 15; round++) next();
  const fraction = () => next() / 2 ** 32;
  const below = (bound: number) => Math.floor(fraction() * bound);
  return {
    below,
    fraction,
    once: (times) => below(times) === 0,
    drawInto(bytes) {
      for (let index = 0; index < bytes.length; index++) bytes[index] = next() >>> 24;
    },
    pick: <T>(from: readonly T[]) => from[below(from.length)] as T, // undefined only where there is nothing
  };
}

/** Four words of FNV-1a, each begun elsewhere. */
function hash(text: string): [number, number, number, number] {
  const word = (begin: number) => {
    let state = begin;
    for (let index = 0; index < text.length; index++) state = Math.imul(state ^ text.charCodeAt(index), 16_777_619);
    return state;
  };
  return [word(0x811c9dc5), word(0x9e3779b9), word(0x7f4a7c15), word(0x2545f491)];
}
