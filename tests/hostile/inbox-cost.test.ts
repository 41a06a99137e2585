// Somebody whose inbox is dear to read: what it cost counts against them, and little of it may wait.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { inboxPart } from '../kit/inbox-answers.ts';
import { openHttpWorkspace, setUpOwner, type HttpWorkspace, type Person } from '../kit/http-workspace.ts';
import type { Inbox } from '../../sync-server/inbox/inbox.ts';
import { maxInboxWaiting, rates } from '../../sync-server/limits.ts';

let workspace: HttpWorkspace;
let ada: Person;
let workMs = 0;
let clocks = 0;
let gate = Promise.withResolvers<void>();
const calls = { read: 0, reads: 0 };

const inbox: Inbox = {
  async read(_userId, _token, onWork) {
    calls.read++;
    await gate.promise;
    onWork?.(workMs);
    return inboxPart({});
  },
  async *takeReads() {
    calls.reads++;
    await gate.promise;
    yield { news: [], merged: 1, cost: clocks, unsettled: [] };
  },
};

beforeEach(async () => {
  Object.assign(calls, { read: 0, reads: 0 });
  [workMs, clocks, gate] = [0, 0, Promise.withResolvers()];
  workspace = await openHttpWorkspace({ inbox });
  ada = await setUpOwner(workspace);
});
afterEach(() => workspace.close());

const ask = async () => (await ada.visitor.get('/api/inbox')).status;
const tell = async () => (await ada.visitor.post('/api/reads', { chapters: [] })).status;

test.each([
  ['questions', ask],
  ['reports', tell],
])('of the %s of one person a few wait, and the others are refused', async (_, send) => {
  const answers = Array.from({ length: maxInboxWaiting + 2 }, send);
  expect(await Promise.race(answers)).toBe(429);
  gate.resolve();
  const statuses = await Promise.all(answers);
  expect(statuses.toSorted((one, other) => one - other)).toEqual([
    ...Array.from({ length: maxInboxWaiting + 1 }, () => 200),
    429,
  ]);
  expect(await send()).toBe(200);
});

test('the work on an answer counts as further questions', async () => {
  gate.resolve();
  expect([await ask(), await ask()]).toEqual([200, 200]);
  workMs = 1_000_000;
  expect([await ask(), await ask()]).toEqual([200, 429]);
  workspace.advance(2 * rates.inboxPerPerson.burst * rates.inboxPerPerson.refillMs);
  expect(await ask()).toBe(200);
});

test('what merging cost counts as further reports, whatever their bodies hold', async () => {
  gate.resolve();
  expect([await tell(), await tell()]).toEqual([200, 200]);
  clocks = 1_000_000;
  expect([await tell(), await tell()]).toEqual([200, 429]);
});

test('a report of very many clocks counts as further reports, before any is merged', async () => {
  gate.resolve();
  const named = Object.fromEntries(Array.from({ length: 10_000 }, (_, index) => [index, 1]));
  const report = { conversationId: `dm_${'0'.repeat(24)}`, chapter: 1, epoch: 0, clocks: named };
  const long = async () => (await ada.visitor.post('/api/reads', { chapters: [report] })).status;
  const statuses: number[] = [];
  for (let count = 0; count < 20; count++) statuses.push(await long());
  expect(new Set(statuses)).toEqual(new Set([200, 429]));
});

test('what waits finds what the one before has cost', async () => {
  [workMs, clocks] = [1_000_000, 1_000_000];
  const answers = [ask(), ask(), tell(), tell()];
  gate.resolve();
  expect((await Promise.all(answers)).toSorted((one, other) => one - other)).toEqual([200, 200, 429, 429]);
});

test('a question that nobody waits for any more is not answered', async () => {
  const leaving = new AbortController();
  leaving.abort();
  gate.resolve();
  await ada.visitor.send('/api/inbox', { signal: leaving.signal });
  expect(calls.read).toBe(0);
  expect([await ask(), calls.read]).toEqual([200, 1]);
});
