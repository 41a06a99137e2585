import { expect, test } from 'vitest';
import { must } from '../../../shared/base/assert.ts';
import { directConversationId, mintUserId } from '../../../shared/ids.ts';
import type { InboxChapter } from '../../../shared/protocol/inbox-api.ts';
import { makeWritable } from '../writable.ts';
import { startBackFill } from './back-fill.ts';
import type { LiveChapter } from './open-live-chapter.ts';

const user = (number: number) => mintUserId(new Uint8Array(15).fill(number));
const conversationId = directConversationId(user(1), user(2));

/** A conversation of so many chapters, none of which is here; they come, and time passes, when the test says so. */
function makeStage(chapters: number, failsFirst = false) {
  const kept = new Map<string, unknown>();
  const pauses = new Map<() => void, number>();
  const underWay = new Map<number, () => void>();
  const opened: number[] = [];
  let isFast = false;
  const row = (chapter: number) =>
    ({ conversationId, chapter, position: chapter, bytes: 1, to: chapter }) as unknown as InboxChapter; // what is read
  const rows = Array.from({ length: chapters }, (_, index) => row(index + 1));
  const openChapter = (_: unknown, chapter: number) => {
    const isMet = makeWritable(isFast);
    opened.push(chapter);
    underWay.set(chapter, () => isMet.set(true));
    return { isMet, whenStored: async () => true, close: async () => {} } as unknown as LiveChapter; // what is used
  };
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  startBackFill({
    platform: {
      schedule(delayMs, run) {
        pauses.set(run, delayMs);
        return () => pauses.delete(run);
      },
    },
    kept: { read: (key) => kept.get(key) ?? null, write: (key, value) => void kept.set(key, value) },
    table: { summaries: makeWritable([{ conversationId }] as never), rowsOf: () => rows },
    link: { state: makeWritable({ status: 'online' } as const) },
    pool: { openOne: () => null },
    openChapter,
    onFetched: async () => {
      if (opened.length === 1 && failsFirst) throw new Error('closed meanwhile');
    },
    whenToBegin: Promise.resolve(),
  });
  return {
    opened,
    held: () => [...kept.keys()].map((key) => Number(key.split('/').at(-1))),
    /** From now on, what is asked for comes before any time has passed. */
    arriveAtOnce: () => void (isFast = true),
    async arrive(chapter: number) {
      must(underWay.get(chapter), 'a chapter under way')();
      await settle();
    },
    /** All pauses of less than a second end, and those that follow on them. */
    async passTime() {
      for (let round = 0; round < 20; round++) {
        await settle();
        for (const [run, delayMs] of [...pauses]) if (delayMs < 1_000 && pauses.delete(run)) run();
      }
    },
  };
}

test('a chapter that comes at once is followed by the next older one', async () => {
  const stage = makeStage(3);
  stage.arriveAtOnce();
  await stage.passTime();
  expect(stage.opened).toEqual([3, 2, 1]);
  expect(stage.held()).toEqual([3, 2, 1]);
});

test('while a slow line brings one chapter a few others wait for it too, each asked for once', async () => {
  const stage = makeStage(6);
  await stage.passTime();
  expect(stage.opened).toEqual([6, 5, 4, 3]);
  await stage.passTime();
  expect(stage.opened).toEqual([6, 5, 4, 3]);
  await stage.arrive(4);
  await stage.passTime();
  expect(stage.opened).toEqual([6, 5, 4, 3, 2]);
  expect(stage.held()).toEqual([4]);
});

test('a chapter that does not come keeps none of the others', async () => {
  const stage = makeStage(2);
  await stage.passTime();
  await stage.arrive(1);
  await stage.passTime();
  expect(stage.held()).toEqual([1]);
  await stage.arrive(2);
  expect(stage.held()).toEqual([1, 2]);
});

test('a chapter that fails ends nothing, and has another turn', async () => {
  const stage = makeStage(3, true);
  stage.arriveAtOnce();
  await stage.passTime();
  expect(stage.opened.slice(0, 3)).toEqual([3, 2, 1]);
  expect(stage.held()).toEqual([2, 1]);
});
