// Damages bytes as a bad line, a bad disk or a fuzzer would. The same random numbers give the same damage.
import * as prng from 'lib0/prng';

type Damage = 'flip' | 'set' | 'cut' | 'drop' | 'repeat' | 'insert' | 'varint';
const kinds: Damage[] = ['flip', 'flip', 'set', 'cut', 'drop', 'repeat', 'insert', 'varint'];

/** A copy with one to three damages. */
export function mutate(bytes: Uint8Array, random: prng.PRNG): Uint8Array {
  let mutated = bytes;
  for (let left = prng.int32(random, 1, 3); left > 0; left--) mutated = damage(mutated, random);
  return mutated;
}

export function garbage(random: prng.PRNG): Uint8Array {
  return prng.uint8Array(random, prng.int32(random, 0, 200));
}

function damage(bytes: Uint8Array, random: prng.PRNG): Uint8Array {
  if (bytes.length === 0) return garbage(random);
  const at = prng.int32(random, 0, bytes.length - 1);
  const to = Math.min(bytes.length, at + prng.int32(random, 1, 12));
  const [head, middle, tail] = [bytes.subarray(0, at), bytes.subarray(at, to), bytes.subarray(to)];
  switch (prng.oneOf(random, kinds)) {
    case 'flip':
      return replace(bytes, at, (byte) => byte ^ (1 << prng.int32(random, 0, 7)));
    case 'set':
      return replace(bytes, at, () => prng.oneOf(random, [0, 1, 0x7f, 0x80, 0xff]));
    case 'cut':
      return bytes.slice(0, at);
    case 'drop':
      return join(head, tail);
    case 'repeat':
      return join(head, middle, middle, tail);
    case 'insert':
      return join(head, prng.uint8Array(random, prng.int32(random, 1, 8)), bytes.subarray(at));
    case 'varint':
      return join(head, Uint8Array.from([0xff, 0xff, 0xff, 0xff, 0x0f]), bytes.subarray(at + 1));
  }
}

function replace(bytes: Uint8Array, at: number, change: (byte: number) => number): Uint8Array {
  return bytes.map((byte, index) => (index === at ? change(byte) : byte));
}

function join(...parts: Uint8Array[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}
