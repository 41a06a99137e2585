// What was read reaches the server once it can, and is forgotten by nobody meanwhile.
import { describe, expect, test } from 'vitest';
import type { ReadVector } from '../../../shared/conversation/read-vector.ts';
import { directConversationId } from '../../../shared/ids.ts';
import { maxReadRows, type ChapterReads, type ReadsAnswer } from '../../../shared/protocol/inbox-api.ts';
import { makeKeptInMemory } from '../../../tests/kit/kept-in-memory.ts';
import { freshUserId } from '../../../tests/kit/sample-events.ts';
import { makeTimers } from '../../../tests/kit/timers.ts';
import type { Answer, FailureCode } from '../api/request.ts';
import { mergeKeptRead, openReads } from './open-reads.ts';
import { makeWritable } from '../writable.ts';

const conversation = directConversationId(freshUserId(), freshUserId());
const readTo = (clocks: Record<string, number>, epoch = 0): ReadVector => ({ epoch, clocks });
const row = { conversationId: conversation, chapter: 1, closedAt: null, entries: 9 };
/** So many clients, each read to 1. */
const manyClocks = (count: number) => readTo(Object.fromEntries(Array.from({ length: count }, (_, n) => [`${n}`, 1])));

interface Answering {
  readonly unsettled?: ReadsAnswer['unsettled'];
}

function start(
  answer: (rows: readonly ChapterReads[]) => FailureCode | null = () => null,
  { unsettled = [] }: Answering = {},
) {
  const kept = makeKeptInMemory();
  const requests: (readonly ChapterReads[])[] = [];
  const sendReads = (rows: readonly ChapterReads[]): Promise<Answer<ReadsAnswer>> => {
    requests.push(rows);
    const code = answer(rows);
    return Promise.resolve(code === null ? { status: 'ok', value: { unsettled } } : { status: 'failed', code });
  };
  const openTab = () => {
    const timers = makeTimers();
    const isHeld = makeWritable(false);
    const reads = openReads({
      ...{ platform: timers, api: { sendReads }, kept: kept.openTab(), isHeld },
      onFailure: () => undefined,
    });
    return { reads, timers, isHeld };
  };
  return {
    openTab,
    requests,
    hold: () => kept.hold(),
    chaptersSent: () => requests.map((rows) => rows.map(({ chapter }) => chapter)),
  };
}

test('what was read before the disk gave out what it holds is joined with that', () => {
  const join = (written: unknown, found: unknown) => mergeKeptRead('read/x/1', { written, found });
  const [here, there] = [
    { read: readTo({ 7: 2 }), isSent: true },
    { read: readTo({ 7: 1, 8: 3 }), isSent: true },
  ];
  expect(join(here, there)).toEqual({ read: readTo({ 7: 2, 8: 3 }), isSent: false, timesTakenBack: 0 });
  expect(join({ ...here, read: readTo({ 7: 1 }) }, there)).toEqual({ ...there, timesTakenBack: 0 });
  expect(join(here, { read: readTo({ 7: 1 }), isSent: false })).toBe(here);
  expect(join(here, 'of another version')).toBeUndefined();
});

describe('what was read', () => {
  test('is at hand at once, and told together a moment later', async () => {
    const { openTab, requests } = start();
    const { reads, timers } = openTab();
    reads.take(conversation, 1, readTo({ 7: 2 }));
    reads.take(conversation, 1, readTo({ 7: 3 }));
    reads.take(conversation, 2, readTo({ 8: 1 }));
    expect([reads.of(conversation, 1), requests]).toEqual([readTo({ 7: 3 }), []]);
    timers.runAll();
    await reads.send();
    expect(requests).toEqual([
      [
        { conversationId: conversation, chapter: 1, epoch: 0, clocks: { 7: 3 } },
        { conversationId: conversation, chapter: 2, epoch: 0, clocks: { 8: 1 } },
      ],
    ]);
    expect(timers.waiting.size).toBe(0);
  });

  test('is never undone by an older word of the server, and what the server knows is not told it', async () => {
    const { openTab, requests } = start();
    const { reads } = openTab();
    reads.learn({ ...row, read: readTo({ 7: 5 }) });
    reads.learn({ ...row, read: readTo({ 7: 4 }) });
    expect(reads.of(conversation, 1)).toEqual(readTo({ 7: 5 }));
    await reads.send();
    expect(requests).toEqual([]);
  });

  test('is told to nobody while it is held, and then by itself', async () => {
    const { openTab, requests } = start();
    const { reads, timers, isHeld } = openTab();
    isHeld.set(true);
    reads.take(conversation, 1, readTo({ 7: 5 }));
    timers.runAll();
    expect(await reads.send()).toEqual({ status: 'ok', value: {} });
    expect(requests).toEqual([]);
    isHeld.set(false);
    timers.runAll();
    expect(requests.map(([sent]) => sent?.clocks)).toEqual([{ 7: 5 }]);
  });

  test('is told again each time that the server tells everything and knows less: it may have been put back', async () => {
    const { openTab, requests } = start();
    const { reads } = openTab();
    reads.take(conversation, 1, readTo({ 7: 5 }));
    for (let times = 0; times < 2; times++) {
      await reads.send();
      reads.startAnew();
      reads.learn({ ...row, read: readTo({ 7: 2 }), entries: 2 });
    }
    await reads.send();
    reads.learn({ ...row, read: readTo({ 7: 2 }), entries: 2 });
    await reads.send();
    expect(requests.map(([sent]) => sent?.clocks)).toEqual([{ 7: 5 }, { 7: 5 }, { 7: 5 }]);
  });

  test('is told once more when something is back that a server that was put back had lost', async () => {
    const { openTab, requests } = start();
    const { reads, timers } = openTab();
    reads.learn({ ...row, read: readTo({ 7: 5 }) });
    reads.startAnew();
    reads.learn({ ...row, read: readTo({ 7: 2 }), entries: 2 });
    await reads.send();
    reads.learn({ ...row, read: readTo({ 7: 2 }), entries: 2 });
    expect(requests).toHaveLength(1);
    reads.learn({ ...row, read: readTo({ 7: 2 }), entries: 5 });
    timers.runAll();
    expect(requests.map(([sent]) => sent?.clocks)).toEqual([{ 7: 5 }, { 7: 5 }]);
  });

  test('is what the server says where messages still come to a chapter of which all was read', async () => {
    const known = readTo({ 7: 2 });
    const { openTab, requests } = start(() => null, {
      unsettled: [{ conversationId: conversation, chapter: 1, read: known }],
    });
    const { reads } = openTab();
    reads.take(conversation, 1, { epoch: 0, clocks: 'all' });
    await reads.send();
    expect(reads.of(conversation, 1)).toEqual(known);
    reads.take(conversation, 1, readTo({ 7: 4 }));
    await reads.send();
    expect(reads.of(conversation, 1)).toEqual(readTo({ 7: 4 }));
    expect(requests.map(([sent]) => sent?.clocks)).toEqual(['all', { 7: 4 }]);
  });

  test('begins anew where this person has marked as unread since what the server knows, and all was read', async () => {
    const unsettled = [{ conversationId: conversation, chapter: 1, read: readTo({ 7: 2 }) }];
    const { openTab, requests } = start(() => null, { unsettled });
    const { reads } = openTab();
    reads.take(conversation, 1, { epoch: 1, clocks: 'all' });
    await reads.send();
    expect(reads.of(conversation, 1)).toEqual({ epoch: 1, clocks: {} });
    expect(requests.map(([sent]) => [sent?.epoch, sent?.clocks])).toEqual([
      [1, 'all'],
      [1, {}],
    ]);
  });

  test('is told again when the server says less than this device knows and it was not told', async () => {
    const { openTab, requests } = start();
    const { reads } = openTab();
    reads.take(conversation, 1, readTo({ 7: 5 }));
    reads.learn({ ...row, read: readTo({ 8: 1 }) });
    await reads.send();
    expect(requests.map(([row]) => row?.clocks)).toEqual([{ 7: 5, 8: 1 }]);
  });

  test('is told again after an answer that was lost', async () => {
    const codes: (FailureCode | null)[] = ['offline', null];
    const { openTab, chaptersSent } = start(() => codes.shift() ?? null);
    const { reads } = openTab();
    reads.take(conversation, 1, readTo({ 7: 5 }));
    expect(await reads.send()).toEqual({ status: 'failed', code: 'offline' });
    expect(await reads.send()).toMatchObject({ status: 'ok' });
    expect(await reads.send()).toMatchObject({ status: 'ok' });
    expect(chaptersSent()).toEqual([[1], [1]]);
  });

  test('while an answer is on its way is told after it', async () => {
    let readOn: () => void = () => undefined;
    const { openTab, requests } = start(() => {
      readOn();
      return null;
    });
    const { reads } = openTab();
    reads.take(conversation, 1, readTo({ 7: 1 }));
    readOn = () => reads.take(conversation, 1, readTo({ 7: 2 }));
    await reads.send();
    expect(requests.map(([row]) => row?.clocks)).toEqual([{ 7: 1 }, { 7: 2 }]);
  });

  test('is told after a restart when it was not told before', async () => {
    const { openTab, requests } = start();
    openTab().reads.take(conversation, 3, readTo({ 7: 5 }));
    const { reads } = openTab();
    expect(reads.of(conversation, 3)).toEqual(readTo({ 7: 5 }));
    await reads.send();
    expect(requests.map(([row]) => row?.clocks)).toEqual([{ 7: 5 }]);
    await openTab().reads.send();
    expect(requests).toHaveLength(1);
  });

  test('in two tabs is the same in both, whoever wrote first', () => {
    const { openTab } = start();
    const [one, other] = [openTab().reads, openTab().reads];
    const heard: ReadVector[] = [];
    one.onChanged(conversation, () => heard.push(one.of(conversation, 1)));
    one.take(conversation, 1, readTo({ 7: 5 }));
    other.take(conversation, 1, readTo({ 7: 4, 8: 2 }));
    other.take(conversation, 1, readTo({ 7: 1 }, 1));
    expect([one.of(conversation, 1), other.of(conversation, 1)]).toEqual([readTo({ 7: 1 }, 1), readTo({ 7: 1 }, 1)]);
    expect(heard.at(-1)).toEqual(readTo({ 7: 1 }, 1));
  });

  test('in two tabs whose words cross is what both have heard', async () => {
    const { openTab, requests, hold } = start();
    const [one, other] = [openTab().reads, openTab().reads];
    const letGo = hold();
    one.take(conversation, 1, readTo({ 7: 5 }));
    other.take(conversation, 1, readTo({ 8: 2 }));
    letGo();
    const both = readTo({ 7: 5, 8: 2 });
    expect([one, other, openTab().reads].map((tab) => tab.of(conversation, 1))).toEqual([both, both, both]);
    await one.send();
    expect(requests.map(([row]) => row?.clocks)).toEqual([both.clocks]);
  });

  test('of which one tab hears that not all of it is, is not brought back by the other', async () => {
    const known = readTo({ 7: 2 });
    const { openTab, requests } = start(() => null, {
      unsettled: [{ conversationId: conversation, chapter: 1, read: known }],
    });
    const [one, other] = [openTab().reads, openTab().reads];
    one.take(conversation, 1, { epoch: 0, clocks: 'all' });
    await one.send();
    await other.send();
    expect([one, other, openTab().reads].map((tab) => tab.of(conversation, 1))).toEqual([known, known, known]);
    other.learn({ ...row, read: { epoch: 0, clocks: 'all' }, closedAt: 1 });
    other.learn({ ...row, read: known });
    expect([one, other].map((tab) => tab.of(conversation, 1))).toEqual([known, known]);
    expect(requests).toHaveLength(1);
  });

  test('is not told twice when another tab has told it', async () => {
    const { openTab, requests } = start();
    const [one, other] = [openTab().reads, openTab().reads];
    one.take(conversation, 1, readTo({ 7: 5 }));
    await one.send();
    await other.send();
    expect(requests).toHaveLength(1);
  });
});

describe('one request', () => {
  test('holds so many rows at most', async () => {
    const { openTab, chaptersSent } = start();
    const { reads } = openTab();
    for (let chapter = 1; chapter <= maxReadRows + 1; chapter++) reads.take(conversation, chapter, readTo({ 7: 1 }));
    await reads.send();
    expect(chaptersSent().map(({ length }) => length)).toEqual([maxReadRows, 1]);
  });

  test('holds so many clocks at most, and a vector that is longer goes alone', async () => {
    const { openTab, chaptersSent } = start();
    const { reads } = openTab();
    [1_500, 1_500, 1_500, 5_000, 1].forEach((count, index) => reads.take(conversation, index + 1, manyClocks(count)));
    await reads.send();
    expect(chaptersSent()).toEqual([[1, 2], [3], [4], [5]]);
  });

  test('that is refused for one row keeps no other row from the server', async () => {
    const refuses = (rows: readonly ChapterReads[]) => rows.some(({ chapter }) => chapter === 3);
    const taken = new Set<number>();
    const { openTab, requests } = start((rows) => {
      if (refuses(rows)) return 'bad-request';
      for (const { chapter } of rows) taken.add(chapter);
      return null;
    });
    const { reads } = openTab();
    for (let chapter = 1; chapter <= 5; chapter++) reads.take(conversation, chapter, readTo({ 7: 1 }));
    expect(await reads.send()).toMatchObject({ status: 'ok' });
    expect(taken).toEqual(new Set([1, 2, 4, 5]));
    expect(reads.of(conversation, 3)).toEqual(readTo({ 7: 1 }));
    const before = requests.length;
    await openTab().reads.send();
    expect(requests).toHaveLength(before);
  });

  test('that fails for another reason forgets nothing', async () => {
    let code: FailureCode | null = 'too-many';
    const { openTab, chaptersSent } = start(() => code);
    const { reads } = openTab();
    reads.take(conversation, 1, readTo({ 7: 1 }));
    await reads.send();
    code = null;
    await reads.send();
    expect(chaptersSent()).toEqual([[1], [1]]);
  });
});
