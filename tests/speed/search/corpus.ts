// A workspace's talk by number: the same message for the same number, in any process. Words come by Zipf's law from
// vocabularies of several scripts, as long and as mixed as people write. Pure.
import {
  mintConversationId,
  mintEventId,
  mintUserId,
  type ConversationId,
  type EventId,
  type UserId,
} from '../../../shared/ids.ts';

export interface Said {
  readonly index: number;
  readonly id: EventId;
  readonly author: UserId;
  readonly at: number;
  readonly conversationId: ConversationId;
  readonly text: string;
}

export const firstAt = Date.UTC(2024, 0, 1);
const stepMs = 30_000;
const people = 40;
const conversations = 50;
const vocabularySize = 40_000;

const userIds = Array.from({ length: people }, (_, index) => mintUserId(bytesOf(index, 1)));
export const conversationIds = Array.from({ length: conversations }, (_, index) =>
  mintConversationId(bytesOf(index, 2)),
);

interface Language {
  readonly share: number;
  readonly syllables: readonly string[];
  readonly joins: string;
}

const languages: readonly Language[] = [
  {
    share: 0.45,
    joins: ' ',
    syllables: 'ing ver the con per tion ment re str al low ght ack ou ea igh ter ny pro sh ip un ad est or'.split(' '),
  },
  {
    share: 0.25,
    joins: ' ',
    syllables: 'sch ein ung ver ä ü ö ge lich keit aus ber rech straß en st au über zei tag ich ach ei'.split(' '),
  },
  { share: 0.08, joins: ' ', syllables: 'é eau ois qu ê ç ment ier ou ain è ré tion cha lle pré ou vé'.split(' ') },
  { share: 0.08, joins: ' ', syllables: 'при до ство ный пер ра ть ска по ёл ча ви го лю ши кра'.split(' ') },
  { share: 0.04, joins: ' ', syllables: 'ال مح كت بة أ در سا ين مد رس عم قا لى ون'.split(' ') },
  {
    share: 0.06,
    joins: '',
    syllables: Array.from({ length: 1_200 }, (_, index) => String.fromCodePoint(0x4e00 + index * 5)),
  },
  {
    share: 0.04,
    joins: '',
    syllables: Array.from(
      'あいうえおかきくけこさしすせそたちつてとなにぬねのはひふへほがぎぐげごカキクケコサシスセソ東京大日本人会社明時',
    ),
  },
];

const vocabularies = languages.map(({ syllables, joins }, number) => {
  const draw = makeRandom(number + 1);
  const most = joins === '' ? 2 : 4;
  return Array.from({ length: vocabularySize }, (_, rank) => {
    const count = Math.min(most, 1 + Math.floor(Math.log2(rank + 2) / 4) + Math.floor(draw() * 2));
    return Array.from({ length: count }, () => syllables[Math.floor(draw() ** 1.5 * syllables.length)] ?? '').join('');
  });
});

export function saidAt(index: number): Said {
  const draw = makeRandom(index * 7919 + 13);
  const place = Math.min(conversations - 1, Math.floor(draw() ** 2 * conversations));
  return {
    index,
    id: mintEventId('message', bytesOf(index, 3)),
    author: userIds[Math.floor(draw() ** 2 * people)] ?? ('' as UserId),
    at: firstAt + index * stepMs,
    conversationId: conversationIds[place] ?? ('' as ConversationId),
    text: textOf(draw),
  };
}

/** A word that is common, 0 the most, in the n-th language. */
export function commonWord(language: number, rank: number): string {
  return vocabularies[language]?.[rank] ?? '';
}

function textOf(draw: () => number): string {
  const number = languageOf(draw());
  const vocabulary = vocabularies[number] ?? [];
  const joins = languages[number]?.joins ?? ' ';
  const length = 2 + Math.floor(draw() ** 2 * 26);
  const words = Array.from({ length }, () => {
    const word = vocabulary[Math.min(vocabularySize - 1, Math.floor(vocabularySize ** draw()) - 1)] ?? '';
    return draw() < 0.1 ? word.charAt(0).toUpperCase() + word.slice(1) : word;
  });
  const extra = draw();
  if (extra < 0.03) words.push(` https://example.org/${Math.floor(draw() * 1e6)} `);
  else if (extra < 0.1) words.push(` INV-${Math.floor(draw() * 1e5)}`);
  return `${words.join(joins)}${draw() < 0.5 ? '.' : ''}`.trim();
}

function languageOf(drawn: number): number {
  let left = drawn;
  return Math.max(
    0,
    languages.findIndex(({ share }) => (left -= share) < 0),
  );
}

/** Mulberry32. */
export function makeRandom(seed: number): () => number {
  let state = Math.imul(seed, 0x9e3779b1) >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function bytesOf(number: number, kind: number): Uint8Array {
  const draw = makeRandom(number * 4 + kind);
  const bytes = Uint8Array.from({ length: 15 }, () => Math.floor(draw() * 256));
  new DataView(bytes.buffer).setUint32(0, number);
  return bytes;
}
