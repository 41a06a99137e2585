// The index of one chapter: which messages it has, which words stand in which, and their texts in packed blocks.
// Made whole from the chapter's rows and never changed; what it is packed into is checked when it is read. Pure.
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import { deflateSync, inflateSync, strFromU8, strToU8 } from 'fflate';
import type { Attachment } from '../../../shared/conversation/attachments.ts';
import type { Author } from '../../../shared/conversation/log.ts';
import { fromBase32 } from '../../../shared/base/bytes.ts';
import { idBytes, mintEventId, type EventId } from '../../../shared/ids.ts';
import { allKinds, holdsKind, type Said } from '../../../shared/search/kinds.ts';
import { wordsIn } from '../../../shared/search/match.ts';
import { pairOf, phraseWordsOf, tokensOf } from '../../../shared/search/tokens.ts';
import { foldText } from '../../../shared/text/fold-text.ts';
import { lengthsOf, makeWords, oftenIn, readWords, type Words } from './words.ts';

/** All that may be a piece of a plain word. */
const mixed = /[!-~]/;

/** A message as it can be found. */
export interface Row extends Said {
  readonly id: EventId;
  readonly author: Author;
  readonly at: number;
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
  /** Its frequent words, by which its texts are packed: made of the words, so it is stored nowhere. */
  readonly dictionary: Uint8Array;
}

export interface Block {
  readonly ids: readonly EventId[];
  readonly texts: readonly string[];
  /** Of those that carry files, by their place in the block. */
  readonly attachments: ReadonlyMap<number, readonly Attachment[]>;
}

/** Messages in a block: what is unpacked to look at one. */
export const blockSize = 64;
/** Another whenever records, blocks or what goes into the dictionary are: packed by one dictionary, read by no other. */
const format = 5;
/** A word of the dictionary stands in so many messages or more. */
const leastOften = 3;
/** As far as deflate looks back. */
const maxDictionary = 16 * 1024;
/** What an id of a message is behind its prefix. */
const rawId = /^msg_[0-9a-hjkmnp-tv-z]{24}$/;
export const plainWord = /^[\0-\x7f]*$/;

/** `rows`: from the oldest to the newest. */
export function makeSegment(rows: readonly Row[]): Segment {
  const authors = [...new Set(rows.map(({ author }) => author))];
  const numberOf = new Map<string, number>(authors.map((author, number) => [author, number]));
  const plain = new Map<string, number[]>();
  const other = new Map<string, number[]>();
  for (const [number, row] of rows.entries()) {
    for (const token of new Set(tokensOf(foldText(wordsIn(row))))) {
      const words = plainWord.test(token) ? plain : other;
      const known = words.get(token);
      if (known === undefined) words.set(token, [number]);
      else known.push(number);
    }
  }
  for (const [pair, messages] of commonPairs(rows, [plain, other]))
    (plainWord.test(pair) ? plain : other).set(pair, messages);
  return completed({
    ...{ count: rows.length, ats: Float64Array.from(rows, ({ at }) => at), authors },
    byAuthor: Uint16Array.from(rows, ({ author }) => numberOf.get(author) ?? 0),
    kinds: Uint8Array.from(rows, kindsIn),
    ...{ plain: makeWords(plain), other: makeWords(other) },
  });
}

/** With what follows from its words. */
function completed(segment: Omit<Segment, 'isMixed' | 'dictionary'>): Segment {
  const { plain, other } = segment;
  const often = strToU8(`${oftenIn(other, leastOften)} ${oftenIn(plain, leastOften)}`);
  return { ...segment, isMixed: mixed.test(other.text), dictionary: often.slice(-maxDictionary) };
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
  for (const [number, row] of rows.entries()) {
    let before = '';
    for (const word of phraseWordsOf(foldText(wordsIn(row)))) {
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

function kindsIn(said: Said): number {
  return allKinds.reduce((bits, kind, index) => bits | (holdsKind(kind, said) ? 1 << index : 0), 0);
}

export function packSegment(segment: Segment): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, format);
  encoding.writeVarUint(encoder, segment.count);
  encoding.writeVarUint(encoder, segment.authors.length);
  for (const author of segment.authors) encoding.writeVarString(encoder, author);
  encoding.writeVarUint8Array(encoder, deflated(columnsOf(segment)));
  for (const words of [segment.plain, segment.other]) {
    encoding.writeVarUint8Array(encoder, deflated(strToU8(words.text)));
    encoding.writeVarUint8Array(encoder, deflated(lengthsOf(words)));
    encoding.writeVarUint8Array(encoder, deflated(words.postings));
  }
  return withSum(encoding.toUint8Array(encoder));
}

/** Whose the messages are, then what they hold, then when they were written: like beside like packs best. */
function columnsOf({ count, ats, byAuthor, kinds }: Segment): Uint8Array {
  const encoder = encoding.createEncoder();
  for (const author of byAuthor) encoding.writeVarUint(encoder, author);
  for (const kind of kinds) encoding.writeVarUint(encoder, kind);
  for (let message = 0; message < count; message++) {
    encoding.writeVarInt(encoder, (ats[message] ?? 0) - (ats[message - 1] ?? 0));
  }
  return encoding.toUint8Array(encoder);
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
  const columns = decoding.createDecoder(inflated(decoding.readVarUint8Array(decoder)));
  for (let message = 0; message < count; message++) byAuthor[message] = decoding.readVarUint(columns);
  for (let message = 0; message < count; message++) kinds[message] = decoding.readVarUint(columns);
  for (let message = 0; message < count; message++) {
    ats[message] = (ats[message - 1] ?? 0) + decoding.readVarInt(columns);
  }
  return completed({ count, ats, authors, byAuthor, kinds, plain: readPacked(decoder), other: readPacked(decoder) });
}

function readPacked(decoder: decoding.Decoder): Words {
  const text = strFromU8(inflated(decoding.readVarUint8Array(decoder)));
  const lengths = inflated(decoding.readVarUint8Array(decoder));
  return readWords(text, lengths, inflated(decoding.readVarUint8Array(decoder)));
}

/** The ids and texts of a segment's messages, so many to a block. `stamp`: which segment's they are. */
export function packBlocks(rows: readonly Row[], { dictionary }: Segment, stamp: string): readonly Uint8Array[] {
  return Array.from({ length: Math.ceil(rows.length / blockSize) }, (_, index) => {
    const encoder = encoding.createEncoder();
    const own = rows.slice(index * blockSize, (index + 1) * blockSize);
    const texts = encoding.createEncoder();
    encoding.writeVarString(texts, stamp);
    for (const { text } of own) encoding.writeVarString(texts, text.toWellFormed());
    writeAttachments(texts, own);
    encoding.writeVarUint(encoder, own.length);
    writeIds(
      encoder,
      own.map(({ id }) => id),
    );
    encoding.writeUint8Array(encoder, deflated(encoding.toUint8Array(texts), dictionary));
    return withSum(encoding.toUint8Array(encoder));
  });
}

/** Null when it is not what was packed with this stamp. */
export function unpackBlock(packed: Uint8Array, { dictionary }: Segment, stamp: string): Block | null {
  const bytes = withoutSum(packed);
  if (bytes === null) return null;
  try {
    const decoder = decoding.createDecoder(bytes);
    const ids = readIds(decoder, decoding.readVarUint(decoder));
    const texts = decoding.createDecoder(inflated(decoding.readTailAsUint8Array(decoder), dictionary));
    if (decoding.readVarString(texts) !== stamp) return null;
    return { ids, texts: ids.map(() => decoding.readVarString(texts)), attachments: readAttachments(texts) };
  } catch {
    return null; // what a sum does not show
  }
}

/** Most messages carry none: of these nothing is written. */
function writeAttachments(encoder: encoding.Encoder, rows: readonly Row[]): void {
  const carrying = [...rows.entries()].filter(([, { attachments }]) => attachments.length > 0);
  encoding.writeVarUint(encoder, carrying.length);
  for (const [place, { attachments }] of carrying) {
    encoding.writeVarUint(encoder, place);
    encoding.writeVarString(encoder, JSON.stringify(attachments));
  }
}

function readAttachments(decoder: decoding.Decoder): ReadonlyMap<number, readonly Attachment[]> {
  const carrying = new Map<number, readonly Attachment[]>();
  for (let left = decoding.readVarUint(decoder); left > 0; left--) {
    const place = decoding.readVarUint(decoder);
    carrying.set(place, JSON.parse(decoding.readVarString(decoder)) as readonly Attachment[]); // as it was packed
  }
  return carrying;
}

/** Chance packs no further: as the bytes that they were made of, where they were minted as the others. */
function writeIds(encoder: encoding.Encoder, ids: readonly EventId[]): void {
  const areRaw = ids.every((id) => rawId.test(id));
  encoding.writeUint8(encoder, areRaw ? 1 : 0);
  for (const id of ids) {
    if (areRaw) encoding.writeUint8Array(encoder, fromBase32(id.slice(4)));
    else encoding.writeVarString(encoder, id);
  }
}

function readIds(decoder: decoding.Decoder, count: number): readonly EventId[] {
  const areRaw = decoding.readUint8(decoder) === 1;
  const readId = () =>
    areRaw
      ? mintEventId('message', decoding.readUint8Array(decoder, idBytes))
      : (decoding.readVarString(decoder) as EventId); // as it was packed
  return Array.from({ length: count }, readId);
}

/** How long it was stands before it: so much room is made once, and none is looked for on the way. */
function deflated(bytes: Uint8Array, dictionary?: Uint8Array): Uint8Array {
  const packed = deflateSync(bytes, dictionary === undefined ? {} : { dictionary });
  const sized = new Uint8Array(packed.length + 4);
  new DataView(sized.buffer).setUint32(0, bytes.length);
  sized.set(packed, 4);
  return sized;
}

/** Only of what has passed its sum: else its length is anything. */
function inflated(sized: Uint8Array, dictionary?: Uint8Array): Uint8Array {
  const length = new DataView(sized.buffer, sized.byteOffset, sized.byteLength).getUint32(0);
  const bytes = inflateSync(sized.subarray(4), { out: new Uint8Array(length), ...(dictionary && { dictionary }) });
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
