// The index of one chapter: which messages it has, which words stand in which, and their texts in packed blocks.
// Made whole from the chapter's rows and never changed; what it is packed into is checked when it is read. Pure.
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import { deflateSync, inflateSync, strFromU8, strToU8 } from 'fflate';
import type { Author } from '../../../shared/conversation/log.ts';
import type { EventId } from '../../../shared/ids.ts';
import { allKinds, holdsKind } from '../../../shared/search/kinds.ts';
import { pairOf, phraseWordsOf, tokensOf } from '../../../shared/search/tokens.ts';
import { foldText } from '../../../shared/text/fold-text.ts';
import { lengthsOf, makeWords, readWords, type Words } from './words.ts';

/** All that may be a piece of a plain word. */
const mixed = /[!-~]/;

/** A message as it can be found. */
export interface Row {
  readonly id: EventId;
  readonly author: Author;
  readonly at: number;
  readonly text: string;
}

export interface Segment {
  readonly count: number;
  readonly ats: Float64Array;
  readonly authors: readonly string[];
  /** By message: whose it is, and what it holds besides words, a bit each. */
  readonly byAuthor: Uint16Array;
  readonly kinds: Uint8Array;
  /** Words of plain letters, which a browser keeps in one byte each, and all others. */
  readonly plain: Words;
  readonly other: Words;
  /** Whether plain letters, digits or signs stand in others: mostly they do not, and need not be looked for there. */
  readonly isMixed: boolean;
}

export interface Block {
  readonly ids: readonly EventId[];
  readonly texts: readonly string[];
}

/** Messages in a block: what is unpacked to look at one. */
export const blockSize = 64;
const format = 3;
export const plainWord = /^[\0-\x7f]*$/;

/** `rows`: from the oldest to the newest. */
export function makeSegment(rows: readonly Row[]): Segment {
  const authors = [...new Set(rows.map(({ author }) => author))];
  const numberOf = new Map<string, number>(authors.map((author, number) => [author, number]));
  const plain = new Map<string, number[]>();
  const other = new Map<string, number[]>();
  for (const [number, { text }] of rows.entries()) {
    for (const token of new Set(tokensOf(foldText(text)))) {
      const words = plainWord.test(token) ? plain : other;
      const known = words.get(token);
      if (known === undefined) words.set(token, [number]);
      else known.push(number);
    }
  }
  for (const [pair, messages] of commonPairs(rows, [plain, other]))
    (plainWord.test(pair) ? plain : other).set(pair, messages);
  const others = makeWords(other);
  return {
    ...{ count: rows.length, ats: Float64Array.from(rows, ({ at }) => at), authors },
    byAuthor: Uint16Array.from(rows, ({ author }) => numberOf.get(author) ?? 0),
    kinds: Uint8Array.from(rows, ({ text }) => kindsIn(text)),
    ...{ plain: makeWords(plain), other: others, isMixed: mixed.test(others.text) },
  };
}

/**
 * Words so common that nearly any two of them meet somewhere tell nothing of a phrase: then the two stand in the index as
 * one, too. The same rule says of a query whether they do.
 */
export function isCommon(messages: number, count: number): boolean {
  return messages >= Math.max(8, count / 64);
}

function commonPairs(
  rows: readonly Row[],
  words: readonly ReadonlyMap<string, readonly number[]>[],
): ReadonlyMap<string, number[]> {
  const isOften = ([, messages]: [string, readonly number[]]) => isCommon(messages.length, rows.length);
  const common = new Set(words.flatMap((known) => [...known].filter(isOften).map(([word]) => word)));
  const pairs = new Map<string, number[]>();
  for (const [number, { text }] of rows.entries()) {
    let before = '';
    for (const word of phraseWordsOf(foldText(text))) {
      const now = common.has(word) ? word : '';
      if (before !== '' && now !== '') {
        const known = pairs.get(pairOf(before, now));
        if (known === undefined) pairs.set(pairOf(before, now), [number]);
        else if (known.at(-1) !== number) known.push(number);
      }
      before = now;
    }
  }
  return pairs;
}

function kindsIn(text: string): number {
  return allKinds.reduce((bits, kind, index) => bits | (holdsKind(kind, text) ? 1 << index : 0), 0);
}

export function packSegment(segment: Segment): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, format);
  encoding.writeVarUint(encoder, segment.count);
  encoding.writeVarUint(encoder, segment.authors.length);
  for (const author of segment.authors) encoding.writeVarString(encoder, author);
  let before = 0;
  for (let message = 0; message < segment.count; message++) {
    const at = segment.ats[message] ?? 0;
    encoding.writeVarUint(encoder, segment.byAuthor[message] ?? 0);
    encoding.writeVarUint(encoder, segment.kinds[message] ?? 0);
    encoding.writeVarInt(encoder, at - before);
    before = at;
  }
  for (const words of [segment.plain, segment.other]) {
    encoding.writeVarUint8Array(encoder, deflated(strToU8(words.text)));
    encoding.writeVarUint8Array(encoder, deflated(lengthsOf(words)));
    encoding.writeVarUint8Array(encoder, words.postings);
  }
  return withSum(encoding.toUint8Array(encoder));
}

/** Null when it is not what was packed, to the last bit, by this version. */
export function unpackSegment(packed: Uint8Array): Segment | null {
  const bytes = withoutSum(packed);
  if (bytes === null) return null;
  try {
    const decoder = decoding.createDecoder(bytes);
    return decoding.readVarUint(decoder) === format ? readSegment(decoder) : null;
  } catch {
    return null; // what a sum does not show
  }
}

function readSegment(decoder: decoding.Decoder): Segment {
  const count = decoding.readVarUint(decoder);
  const authors = Array.from({ length: decoding.readVarUint(decoder) }, () => decoding.readVarString(decoder));
  const [ats, byAuthor, kinds] = [new Float64Array(count), new Uint16Array(count), new Uint8Array(count)];
  let before = 0;
  for (let message = 0; message < count; message++) {
    byAuthor[message] = decoding.readVarUint(decoder);
    kinds[message] = decoding.readVarUint(decoder);
    ats[message] = before += decoding.readVarInt(decoder);
  }
  const [plain, other] = [readPacked(decoder), readPacked(decoder)];
  return { count, ats, authors, byAuthor, kinds, plain, other, isMixed: mixed.test(other.text) };
}

function readPacked(decoder: decoding.Decoder): Words {
  const text = strFromU8(inflated(decoding.readVarUint8Array(decoder)));
  const lengths = inflated(decoding.readVarUint8Array(decoder));
  return readWords(text, lengths, decoding.readVarUint8Array(decoder).slice());
}

/** The texts of a segment's messages, so many to a block. `stamp`: which segment's they are. */
export function packBlocks(rows: readonly Row[], stamp: string): readonly Uint8Array[] {
  return Array.from({ length: Math.ceil(rows.length / blockSize) }, (_, index) => {
    const encoder = encoding.createEncoder();
    const own = rows.slice(index * blockSize, (index + 1) * blockSize);
    encoding.writeVarString(encoder, stamp);
    encoding.writeVarUint(encoder, own.length);
    for (const { id, text } of own) {
      encoding.writeVarString(encoder, id);
      encoding.writeVarString(encoder, text.toWellFormed());
    }
    return withSum(deflated(encoding.toUint8Array(encoder)));
  });
}

/** Null when it is not what was packed with this stamp. */
export function unpackBlock(packed: Uint8Array, stamp: string): Block | null {
  const bytes = withoutSum(packed);
  if (bytes === null) return null;
  try {
    const decoder = decoding.createDecoder(inflated(bytes));
    if (decoding.readVarString(decoder) !== stamp) return null;
    const ids: EventId[] = [];
    const texts: string[] = [];
    for (let left = decoding.readVarUint(decoder); left > 0; left--) {
      ids.push(decoding.readVarString(decoder) as EventId); // as it was packed
      texts.push(decoding.readVarString(decoder));
    }
    return { ids, texts };
  } catch {
    return null; // what a sum does not show
  }
}

/** How long it was stands before it: so much room is made once, and none is looked for on the way. */
function deflated(bytes: Uint8Array): Uint8Array {
  const packed = deflateSync(bytes);
  const sized = new Uint8Array(packed.length + 4);
  new DataView(sized.buffer).setUint32(0, bytes.length);
  sized.set(packed, 4);
  return sized;
}

/** Only of what has passed its sum: else its length is anything. */
function inflated(sized: Uint8Array): Uint8Array {
  const length = new DataView(sized.buffer, sized.byteOffset, sized.byteLength).getUint32(0);
  const bytes = inflateSync(sized.subarray(4), { out: new Uint8Array(length) });
  if (bytes.length !== length) throw new Error('it is shorter than it was');
  return bytes;
}

function withSum(bytes: Uint8Array): Uint8Array {
  const summed = new Uint8Array(bytes.length + 4);
  summed.set(bytes);
  new DataView(summed.buffer).setUint32(bytes.length, sumOf(bytes));
  return summed;
}

function withoutSum(summed: Uint8Array): Uint8Array | null {
  if (summed.length < 4) return null;
  const bytes = summed.subarray(0, summed.length - 4);
  const view = new DataView(summed.buffer, summed.byteOffset, summed.byteLength);
  return view.getUint32(bytes.length) === sumOf(bytes) ? bytes : null;
}

/** FNV-1a, which every changed byte changes. */
function sumOf(bytes: Uint8Array): number {
  let sum = 0x811c9dc5;
  for (const byte of bytes) sum = Math.imul(sum ^ byte, 0x01000193);
  return sum >>> 0;
}
