// Reads one value of lib0's `any` encoding, strictly: only what JSON can say, bounded in depth and size.
// Codes: https://github.com/dmonad/lib0, encoding.js `writeAny`. Bytes, BigInt and undefined are outside the grammar.
import * as decoding from 'lib0/decoding';
import { demand, GrammarError } from './grammar-error.ts';

const maxDepth = 6;
const maxKeys = 32;
const maxItems = 1_024;

/** The next value. Throws a `GrammarError` or lib0's own error where the bytes are not one. */
export function readValue(decoder: decoding.Decoder, depth = 1): unknown {
  demand(depth <= maxDepth);
  switch (decoding.readUint8(decoder)) {
    case 126:
      return null;
    case 125:
      return readSafe(decoding.readVarInt(decoder), Number.isSafeInteger);
    case 124:
      return readSafe(decoding.readFloat32(decoder), Number.isFinite);
    case 123:
      return readSafe(decoding.readFloat64(decoder), Number.isFinite);
    case 121:
      return false;
    case 120:
      return true;
    case 119:
      return readText(decoder);
    case 118:
      return readObject(decoder, depth);
    case 117:
      return readArray(decoder, depth);
    default:
      throw new GrammarError('not a JSON value');
  }
}

function readSafe(value: number, isSafe: (value: number) => boolean): number {
  demand(isSafe(value));
  return value;
}

/** lib0's decoder is fatal, so text is always well-formed Unicode; NUL has no place in it. */
function readText(decoder: decoding.Decoder): string {
  const text = decoding.readVarString(decoder);
  demand(decoder.pos <= decoder.arr.length && !text.includes('\0'));
  return text;
}

function readObject(decoder: decoding.Decoder, depth: number): Record<string, unknown> {
  const size = decoding.readVarUint(decoder);
  demand(size <= maxKeys);
  const fields: Record<string, unknown> = {};
  for (let index = 0; index < size; index++) {
    const key = readText(decoder);
    demand(key !== '__proto__' && !Object.hasOwn(fields, key));
    fields[key] = readValue(decoder, depth + 1);
  }
  return fields;
}

function readArray(decoder: decoding.Decoder, depth: number): unknown[] {
  const size = decoding.readVarUint(decoder);
  demand(size <= maxItems);
  const items: unknown[] = [];
  for (let index = 0; index < size; index++) items.push(readValue(decoder, depth + 1));
  return items;
}
