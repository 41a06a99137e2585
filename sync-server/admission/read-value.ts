// Reads one value of lib0's `any` encoding, strictly: only what JSON can say, bounded in depth and size.
// Codes: https://github.com/dmonad/lib0, encoding.js `writeAny`. Bytes, BigInt and undefined are outside the grammar.
import * as decoding from 'lib0/decoding';
import { demand, GrammarError } from './grammar-error.ts';

/** lib0's codes, which count down from 127. */
const codes = {
  null: 126,
  integer: 125,
  float32: 124,
  float64: 123,
  false: 121,
  true: 120,
  text: 119,
  object: 118,
  array: 117,
} as const;

// An event is one flat object of six fields; the rest is room for the kinds to come, and bounds the work of refusing.
const maxDepth = 6;
const maxKeys = 32;
const maxItems = 1_024;

/** The next value. Throws a `GrammarError` or lib0's own error where the bytes are not one. */
export function readValue(decoder: decoding.Decoder, depth = 1): unknown {
  demand(depth <= maxDepth);
  switch (decoding.readUint8(decoder)) {
    case codes.null:
      return null;
    case codes.integer:
      return readSafe(decoding.readVarInt(decoder), Number.isSafeInteger);
    case codes.float32:
      return readSafe(decoding.readFloat32(decoder), Number.isFinite);
    case codes.float64:
      return readSafe(decoding.readFloat64(decoder), Number.isFinite);
    case codes.false:
      return false;
    case codes.true:
      return true;
    case codes.text:
      return readText(decoder);
    case codes.object:
      return readObject(decoder, depth);
    case codes.array:
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
