// What the app makes of a conversation is what docs/protocol.md says, for whatever stands in it and in whatever order it
// came: the same seeds through the real readers and through the oracle. SEED=… repeats one.
import * as prng from 'lib0/prng';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { makeChapterFeed } from '../../client/engine/conversation/chapter-feed.ts';
import { keptRows } from '../../client/engine/conversation/kept-rows.ts';
import { markOf } from '../../client/engine/conversation/mark.ts';
import { countable, endsOf, unreadOf } from '../../client/engine/reads/decide-reading.ts';
import { noRecovery } from '../../client/engine/replica/recovery.ts';
import { mergeRead, unreadFrom } from '../../shared/conversation/read-vector.ts';
import { compareItems, type TimelineItem } from '../../shared/conversation/timeline.ts';
import type { EventId, UserId } from '../../shared/ids.ts';
import { drawConversation, people, shuffled } from './draw-history.ts';
import { expectChapter, expectTimeline, type ExpectedRow, type PlainChapter } from './oracle.ts';
import {
  expectMarkedUnread,
  expectTick,
  expectUnread,
  mergeVectors,
  type ExpectedVector,
  type Told,
} from './oracle-reading.ts';
import { readPlain, writePlain } from './plain-documents.ts';

const repeated = process.env['SEED'];
const seeds = repeated === undefined ? Array.from({ length: 250 }, (_, index) => index + 1) : [Number(repeated)];
/** Drawn once for all tests. */
const histories = new Map<number, ReturnType<typeof drawHistory>>();

describe('what the app makes of a conversation is what the protocol says', () => {
  test('its rows, however they came', () => {
    forEachSeed(({ chapters, replicas }) => {
      for (const [index, chapter] of chapters.entries()) {
        const { live, again } = replicas[index]!;
        expect(shown(live, chapter.chapter)).toEqual(expectChapter(chapter));
        expect(shown(again, chapter.chapter)).toEqual(expectChapter(chapter));
      }
      const merged = chapters.flatMap(({ chapter }, index) =>
        replicas[index]!.again.map((item) => ({ chapter, item })),
      );
      const inOrder = merged.sort((one, other) => compareItems(one.item, other.item));
      expect(inOrder.flatMap(({ chapter, item }) => shown([item], chapter))).toEqual(expectTimeline(chapters));
    });
  });

  test('what is unread, when vectors have met and when all from one row on is marked unread', () => {
    forEachSeed(({ random, chapters, replicas }) => {
      const reader = prng.oneOf(random, [...people]);
      for (const [index, chapter] of chapters.entries()) {
        const rows = expectChapter(chapter);
        const items = countable(replicas[index]!.again, reader);
        const [one, other] = [drawVector(random, chapter), drawVector(random, chapter)];
        const merged = mergeVectors(one, other);
        expect(mergeRead(one, other)).toEqual(merged);
        expect(keysOf(unreadOf(items, mergeRead(one, other)))).toEqual(namesOf(expectUnread(rows, reader, merged)));
        const from = prng.oneOf(random, items.length === 0 ? [null] : [...items]);
        if (from === null) continue;
        const below = items.filter((item) => compareItems(item, from) >= 0).map(({ place }) => place);
        const marked = unreadFrom(merged, below, endsOf(items));
        const row = rows.find((each) => `${each.author} ${each.id}` === from.key)!;
        expect(marked.epoch).toBe(merged.epoch + 1);
        expect(keysOf(unreadOf(items, marked))).toEqual(
          namesOf(expectMarkedUnread(rows, reader, { read: merged, row })),
        );
      }
    });
  });

  test('which tick a message of one’s own has', () => {
    forEachSeed(({ random, chapters, replicas }) => {
      for (const [index, chapter] of chapters.entries()) {
        const told = drawTold(random, chapter);
        for (const item of replicas[index]!.again) {
          if (item.author !== people[0] || item.text === null || item.place === null) continue;
          expect(markOf(item, knownFrom(told, people[0]))?.status).toBe(expectTick(item.place, told));
        }
      }
    });
  });
});

interface Drawn {
  readonly random: prng.PRNG;
  readonly chapters: readonly PlainChapter[];
  /** Of each chapter the rows of a device that saw everything come, and of one that was given all at once. */
  readonly replicas: readonly { readonly live: readonly TimelineItem[]; readonly again: readonly TimelineItem[] }[];
}

function forEachSeed(check: (drawn: Drawn) => void): void {
  for (const seed of seeds) {
    try {
      const history = histories.get(seed) ?? drawHistory(seed);
      histories.set(seed, history);
      check({ ...history, random: prng.create(seed) });
    } catch (error) {
      throw new Error(`with SEED=${seed}`, { cause: error });
    }
  }
}

function drawHistory(seed: number) {
  const random = prng.create(seed);
  const chapters = drawConversation(random);
  return { chapters, replicas: chapters.map((chapter) => receive(random, chapter)) };
}

function receive(random: prng.PRNG, chapter: PlainChapter) {
  const updates = writePlain(chapter, (count) => prng.int32(random, 0, count - 1));
  const live = new Y.Doc();
  const again = new Y.Doc();
  const [liveItems, againItems] = [makeChapterFeed(live, () => {}), makeChapterFeed(again, () => {})];
  for (const update of shuffled(random, updates)) Y.applyUpdate(live, update);
  Y.applyUpdate(again, Y.encodeStateAsUpdate(live));
  expect(new Set(readPlain(again, 1).logs)).toEqual(new Set(chapter.logs.filter(({ entries }) => entries.length > 0)));
  return { live: liveItems.get(), again: againItems.get() };
}

/** A row as the oracle tells it; that a deleted message once had a place is nobody's business. */
function shown(items: readonly TimelineItem[], chapter: number): ExpectedRow[] {
  return items.map(({ key, notice, text, place, ...item }) => ({
    ...{ chapter, text, ...item, id: key.split(' ')[1] as EventId }, // a key ends with it
    deletedBy: item.deletedBy as UserId | null, // no server deletes
    notice: notice === null ? null : { ...notice },
    place: text === null ? null : place,
  }));
}

function drawVector(random: prng.PRNG, { logs }: PlainChapter): ExpectedVector {
  const epoch = prng.int32(random, 0, 2);
  if (prng.int32(random, 0, 9) === 0) return { epoch, clocks: 'all' };
  return { epoch, clocks: drawClocks(random, logs) };
}

function drawTold(random: prng.PRNG, { logs }: PlainChapter): Told {
  const others = () => Object.fromEntries(people.slice(1).map((person) => [person, drawClocks(random, logs)]));
  return { acked: drawClocks(random, logs), deliveries: others(), reads: others() };
}

function drawClocks(random: prng.PRNG, logs: PlainChapter['logs']): Record<string, number> {
  const named = logs.filter(() => prng.int32(random, 0, 2) > 0);
  return Object.fromEntries(
    named.map(({ root, entries }) => [String(root.split('/')[2]), prng.int32(random, 0, entries.length)]),
  );
}

function knownFrom({ acked, deliveries, reads }: Told, me: UserId): Parameters<typeof markOf>[1] {
  const stored = Object.fromEntries(Array.from({ length: 250 }, (_, client) => [client, 1_000]));
  return {
    ...{ me, deliveries, reads, stored, acknowledged: { epoch: 'one', clocks: acked } },
    ...{ refusal: null, isDenied: false, keptRows: keptRows(noRecovery, me) },
  };
}

function keysOf(items: readonly TimelineItem[]): string[] {
  return items.map(({ key }) => key);
}

function namesOf(rows: readonly ExpectedRow[]): string[] {
  return rows.map(({ author, id }) => `${author} ${id}`);
}
