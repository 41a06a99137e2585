// Whatever is looked for, the index answers what a look at every message answers.
import * as prng from 'lib0/prng';
import { expect, test } from 'vitest';
import { must } from '../../../shared/base/assert.ts';
import { parseFileHash, type Attachment } from '../../../shared/conversation/attachments.ts';
import { mintConversationId, mintEventId, mintUserId, type ConversationId } from '../../../shared/ids.ts';
import { matches } from '../../../shared/search/match.ts';
import { parseQuery } from '../../../shared/search/query.ts';
import { makeFinder } from './find-newest.ts';
import type { IndexedChapter } from './indexed-chapter.ts';
import { makeSegment, packBlocks, packSegment, unpackBlock, unpackSegment, type Row } from './segment.ts';

const [ada, ben] = [mintUserId(bytesOf(1)), mintUserId(bytesOf(2))];
const places = [1, 2, 3].map((number) => mintConversationId(bytesOf(number)));
const words =
  'the of and invoice Rechnung Straße 東京 京都 の नमस्ते ไทย foo-bar c++ 3.14 🦊 übergeordnet a ß seoul역 대한민국 👍️abc'.split(
    ' ',
  );
const parts = [
  ...words,
  'voice',
  'strass',
  '京',
  'ไท',
  'oo-b',
  '+',
  '"the of"',
  '"and the"',
  '"of rechnung"',
  '-the',
  '-invoice',
  'offer',
  '"offer 1"',
  '"東京 offer"',
  '-pdf',
  '.pdf',
];
const filters = [
  'from:ada',
  'from:ben',
  'after:1970-01-02',
  'before:1970-01-02',
  'has:link',
  'has:image',
  'has:documents',
  'has:file',
  '',
];
const context = {
  ...{ me: ada, timeZone: 'UTC', nowMs: 0, conversations: [] },
  people: [
    { userId: ada, name: 'Ada', handle: 'ada' },
    { userId: ben, name: 'Ben', handle: 'ben' },
  ],
};

test.each([1, 2, 3])('seed %i: every question is answered as by a look at every message', async (seed) => {
  const random = prng.create(seed);
  const chapters = places.map((conversationId, index) => drawChapter(random, conversationId, index));
  const all = chapters.flatMap(({ chapter, rows }) =>
    rows.map((row) => ({ ...row, conversationId: chapter.conversationId })),
  );
  const newestFirst = all.toSorted((one, other) => other.at - one.at);
  for (let round = 0; round < 300; round++) {
    const count = prng.int32(random, 1, 3);
    const asked = Array.from({ length: count }, () => prng.oneOf(random, parts)).join(' ');
    const query = parseQuery(`${asked} ${prng.oneOf(random, filters)}`, context);
    const expected = newestFirst.filter((row) => matches(query, row) !== null).map(({ id }) => id);
    const finder = makeFinder(query, partsOf(chapters));
    await finder.find(7);
    expect([asked, finder.hits.slice(0, 7).map(({ id }) => id)]).toEqual([asked, expected.slice(0, 7)]);
    await finder.find(Infinity);
    expect([asked, finder.hits.map(({ id }) => id), finder.isWhole]).toEqual([asked, expected, true]);
  }
});

test('what was told since counts instead of what the chapter says', async () => {
  const rows = [rowAt(1, 'old words'), rowAt(2, 'old words again')];
  const chapter = chapterOf(rows, must(places[0], 'a place'));
  const [first] = rows;
  const finder = makeFinder(parseQuery('words', context), {
    ...partsOf([{ chapter, rows }]),
    fresh: [{ ...must(first, 'a row'), text: 'new words', place: chapter }],
    isReplaced: (_, key) => key === `${first?.author} ${first?.id}`,
  });
  await finder.find(10);
  expect(finder.hits.map(({ text }) => text)).toEqual(['old words again', 'new words']);
});

test('what is found has its files, and where in their names the words stand', async () => {
  const rows = [
    { ...rowAt(1, 'as you wished'), attachments: [paper('Ein Angebot'), picture('Straße')] },
    rowAt(2, 'b'),
  ];
  const finder = makeFinder(
    parseQuery('strasse', context),
    partsOf([{ chapter: chapterOf(rows, must(places[0], 'a place')), rows }]),
  );
  await finder.find(10);
  expect(finder.hits.map(({ text, spans, files }) => ({ text, spans, files }))).toEqual([
    {
      ...{ text: 'as you wished', spans: [] },
      files: [
        { attachment: paper('Ein Angebot'), spans: [] },
        { attachment: picture('Straße'), spans: [{ from: 0, to: 6 }] },
      ],
    },
  ]);
});

test('a record with any byte changed or lost is none', () => {
  const rows = Array.from({ length: 20 }, (_, index) => rowAt(index, `words of ${index}`));
  const segment = makeSegment(rows);
  const packed = packSegment(segment);
  const block = must(packBlocks(rows, segment, 'now')[0], 'a block');
  expect(unpackSegment(packed)?.count).toBe(20);
  expect(unpackBlock(block, segment, 'now')?.texts[3]).toBe('words of 3');
  expect(unpackBlock(block, segment, 'then')).toBeNull();
  for (let at = 0; at < packed.length; at++) expect([at, unpackSegment(flipped(packed, at))]).toEqual([at, null]);
  for (let at = 0; at < block.length; at++)
    expect([at, unpackBlock(flipped(block, at), segment, 'now')]).toEqual([at, null]);
  expect(unpackSegment(packed.subarray(0, 10))).toBeNull();
  expect(unpackBlock(new Uint8Array(), segment, 'now')).toBeNull();
});

function flipped(bytes: Uint8Array, at: number): Uint8Array {
  return bytes.with(at, (bytes[at] ?? 0) ^ 0x10);
}

interface Drawn {
  readonly chapter: IndexedChapter;
  readonly rows: readonly Row[];
}

function drawChapter(random: prng.PRNG, conversationId: ConversationId, index: number): Drawn {
  const rows = Array.from({ length: prng.int32(random, 1, 300) }, (_, number): Row => {
    const count = prng.int32(random, 1, 8);
    const drawn = Array.from({ length: count }, () => words[Math.floor(prng.real53(random) ** 2 * words.length)]);
    if (prng.int32(random, 0, 9) === 0) drawn.push('https://example.org');
    const attachments = prng.int32(random, 0, 3) === 0 ? drawFiles(random) : [];
    return {
      ...rowAt(number * 900_000 + index, drawn.join(prng.oneOf(random, [' ', ', ', '']))),
      attachments,
      author: prng.oneOf(random, [ada, ben]),
    };
  });
  return { chapter: chapterOf(rows, conversationId), rows };
}

function drawFiles(random: prng.PRNG): Attachment[] {
  return Array.from({ length: prng.int32(random, 1, 3) }, () => {
    const name = `${prng.oneOf(random, ['Offer', prng.oneOf(random, words)])} ${prng.int32(random, 1, 3)}`;
    return prng.oneOf(random, [picture, paper])(name);
  });
}

const file = { hash: must(parseFileHash('0f'.repeat(32)), 'a hash'), size: 1 };
const paper = (name: string): Attachment => ({
  ...{ form: 'document', ...file, type: 'application/pdf', name: `${name}.pdf`, start: 'how it begins' },
});
const picture = (name: string): Attachment => ({
  ...{ form: 'image', ...file, type: 'image/png', name: `${name}.png`, width: 1, height: 1, blur: 'AAAAAAAA' },
});

function chapterOf(rows: readonly Row[], conversationId: ConversationId): IndexedChapter {
  const segment = must(unpackSegment(packSegment(makeSegment(rows))), 'what was packed');
  return {
    ...{ document: conversationId, conversationId, chapter: 1, version: 'now', place: '', segment },
    ...{ newest: rows.at(-1)?.at ?? 0, packed: new Map(packBlocks(rows, segment, 'now').entries()) },
  };
}

function partsOf(chapters: readonly Drawn[]) {
  return {
    chapters: chapters.map(({ chapter }) => chapter),
    fresh: [],
    isReplaced: () => false,
    readBlocks: (wanted: readonly { chapter: IndexedChapter; block: number }[]) =>
      Promise.resolve(
        wanted.map(({ chapter, block }) =>
          unpackBlock(must(chapter.packed.get(block), 'a block'), chapter.segment, chapter.version),
        ),
      ),
    giveWay: () => Promise.resolve(true),
  };
}

let minted = 0;

function rowAt(at: number, text: string): Row {
  return { id: mintEventId('message', bytesOf(++minted)), author: ada, at, text, attachments: [] };
}

function bytesOf(number: number): Uint8Array {
  const bytes = new Uint8Array(15);
  new DataView(bytes.buffer).setUint32(0, number);
  return bytes;
}
