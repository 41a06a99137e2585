// The inbox of somebody with very many conversations: pages without gaps, a cost that follows what changed, and nothing
// lost to what happens while it is read.
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { must } from '../../shared/base/assert.ts';
import { chapterName, parseDocumentName, type DocumentName } from '../../shared/conversation/document-name.ts';
import type { InboxAnswer } from '../../shared/protocol/inbox-api.ts';
import { makeInbox, type Inbox, type InboxOptions } from '../../sync-server/inbox/inbox.ts';
import { inboxTurnMs, maxClocksPerMerge, maxInboxChapters, maxInboxConversations } from '../../sync-server/limits.ts';
import type { ChangedSince } from '../../sync-server/update-log/chapter-reading.ts';
import { MemoryUpdateLog } from '../../sync-server/update-log/memory-update-log.ts';
import { makeSqliteUpdateLog } from '../../sync-server/update-log/sqlite-update-log.ts';
import type { UpdateLog } from '../../sync-server/update-log/update-log.ts';
import { addConversations } from '../kit/add-conversations.ts';
import {
  inviteSomebody,
  openHttpWorkspace,
  setUpOwner,
  type HttpWorkspace,
  type Person,
} from '../kit/http-workspace.ts';
import { makeLogWriter, messageOf } from '../kit/log-writer.ts';
import { randomBytes } from '../kit/sample-events.ts';

let workspace: HttpWorkspace;
const opened: UpdateLog[] = [];
let ada: Person;
let bob: Person;

beforeEach(async () => {
  workspace = await openHttpWorkspace();
  ada = await setUpOwner(workspace);
  bob = await inviteSomebody(workspace, ada, 'bob');
});
afterEach(async () => {
  for (const log of opened.splice(0)) log.close();
  await workspace.close();
});

function inboxOn(log: UpdateLog): Inbox {
  opened.push(log);
  return makeInbox({ ...partsOf(log), now: Date.now });
}
function partsOf(log: UpdateLog): Omit<InboxOptions, 'now'> {
  return { ...workspace.directory, log, countMembers: () => Promise.resolve(2) };
}
const begin = (count: number) => addConversations(workspace.dataDir, [ada.me.userId, bob.me.userId], count);

/** Ada writes once into each. */
async function writeInto(log: UpdateLog, names: readonly DocumentName[], at: number): Promise<void> {
  const sequences = await Promise.all(names.map(async (name) => (await log.readChapter(name)).sequence));
  const appends = names.map((name, index) =>
    makeLogWriter(name, ada.me.userId).append(must(sequences[index], 'a sequence'), messageOf(`${at}`, at)),
  );
  await log.append(appends);
}

async function pagesOf(inbox: Inbox, { me }: Person, since?: string): Promise<InboxAnswer[]> {
  const pages = [await inbox.read(me.userId, since)];
  while (pages.at(-1)?.more === true) pages.push(await inbox.read(me.userId, pages.at(-1)?.token));
  return pages;
}

const documentsIn = (pages: readonly InboxAnswer[]) => pages.flatMap(({ chapters }) => chapters.map(chapterName));

describe('more than one answer can hold', () => {
  const count = maxInboxChapters + 100;
  let log: UpdateLog;
  let inbox: Inbox;
  let names: DocumentName[];
  beforeEach(async () => {
    log = makeSqliteUpdateLog(new DatabaseSync(':memory:'), randomBytes);
    inbox = inboxOn(log);
    names = begin(count);
    await writeInto(log, names, 1);
  });

  test('comes in pages, the newest first, each once', async () => {
    const pages = await pagesOf(inbox, bob);
    expect(documentsIn(pages)).toEqual(names.toReversed());
    expect(pages.flatMap(({ conversations }) => conversations)).toHaveLength(count);
    expect(pages.map(({ whole }) => whole)).toEqual([true, ...pages.slice(1).map(() => false)]);
    for (const { conversations, chapters } of pages) {
      expect(conversations.length).toBeLessThanOrEqual(maxInboxConversations);
      expect(chapters.length).toBeLessThanOrEqual(maxInboxChapters);
    }
    const quiet = await pagesOf(inbox, bob, pages.at(-1)?.token);
    expect(quiet).toMatchObject([{ whole: false, conversations: [], chapters: [] }]);
  });

  test('is told again where it changes between two pages', async () => {
    const first = await inbox.read(bob.me.userId, undefined);
    expect(first.more).toBe(true);
    const changed = names.slice(0, 3);
    await writeInto(log, changed, 2);
    const [begun] = begin(1);
    await writeInto(log, [must(begun, 'a conversation')], 3);
    const rest = await pagesOf(inbox, bob, first.token);
    const later = await pagesOf(inbox, bob, rest.at(-1)?.token);
    const heard = [first, ...rest, ...later];
    expect(new Set(documentsIn(heard))).toEqual(new Set([...names, begun]));
    const newest = new Map(heard.flatMap(({ chapters }) => chapters.map((row) => [chapterName(row), row.unread])));
    expect(changed.map((name) => newest.get(name))).toEqual([2, 2, 2]);
    expect(heard.flatMap(({ conversations }) => conversations).length).toBeGreaterThan(count);
  });
});

test('costs statements for what changed, not for how many conversations there are', async () => {
  const cost = async (count: number) => {
    const db = new DatabaseSync(':memory:');
    const statements = watch(db);
    const log = makeSqliteUpdateLog(db, randomBytes);
    const inbox = inboxOn(log);
    const names = begin(count);
    await writeInto(log, names, 1);
    const { token } = must((await pagesOf(inbox, bob)).at(-1), 'a page');
    await writeInto(log, names.slice(0, 10), 2);
    const before = statements.ran.length;
    const told = (await pagesOf(inbox, bob, token)).flatMap(({ chapters }) => chapters);
    expect(told).toHaveLength(10);
    const ran = statements.ran.slice(before);
    expect(ran.flatMap((sql) => statements.scans(sql))).toEqual([]);
    return ran.length;
  };
  const few = await cost(10);
  expect(await cost(1_000)).toBe(few);
  expect(few).toBeLessThanOrEqual(3 + 10 * 7);
});

test('gives way to others by the time that its rows take', async () => {
  const names = begin(6);
  const log = new MemoryUpdateLog(randomBytes);
  await writeInto(log, names, 1);
  let passedMs = 0;
  const stopwatch = () => (passedMs += inboxTurnMs);
  const slow = makeInbox({ ...partsOf(log), now: Date.now, stopwatch });
  const goes: number[] = [];
  await slow.read(bob.me.userId, undefined, (ms) => void goes.push(ms));
  expect(goes).toEqual([...names, 'the end'].map(() => inboxTurnMs));
});

test('takes what was read a part at a time, with a turn of others between', async () => {
  const names = begin(3);
  const log = new MemoryUpdateLog(randomBytes);
  await writeInto(log, names, 1);
  const clocks = Object.fromEntries(Array.from({ length: maxClocksPerMerge }, (_, index) => [index, 1]));
  const reports = names.map((name) => ({ ...parseDocumentName(name)!, epoch: 1, clocks }));
  const heard: string[] = [];
  for await (const { merged } of inboxOn(log).takeReads(bob.me.userId, reports)) {
    heard.push(`merged ${merged}`);
    setImmediate(() => heard.push('others'));
  }
  expect(heard).toEqual(['merged 1', 'others', 'merged 1', 'others', 'merged 1']);
});

test('loses nothing that comes while it is read', async () => {
  const [first, second, third] = begin(3);
  const names = [first, second, third].map((name) => must(name, 'a name'));
  let isArmed = false;
  let begun: DocumentName[] = [];
  /** After the first look at the log somebody writes, begins a conversation, and reads on another device. */
  class BusyLog extends MemoryUpdateLog {
    override head(...args: Parameters<MemoryUpdateLog['head']>) {
      const head = super.head(...args);
      this.#meanwhile();
      return head;
    }
    override changedChapters(since: ChangedSince) {
      const found = super.changedChapters(since);
      this.#meanwhile();
      return found;
    }
    #meanwhile(): void {
      if (!isArmed) return;
      isArmed = false;
      const author = ada.me.userId;
      begun = begin(1);
      void this.append([makeLogWriter(names[1]!, author).append(1, messageOf('meanwhile', 2))]);
      void this.mergeReads(
        bob.me.userId,
        [{ ...parseDocumentName(names[2]!)!, vector: { epoch: 3, clocks: {} }, isTold: true }],
        0,
      );
    }
  }
  const log = new BusyLog(randomBytes);
  const inbox = inboxOn(log);
  await writeInto(log, names, 1);
  const { token } = await inbox.read(bob.me.userId, undefined);
  isArmed = true;
  const busy = await inbox.read(bob.me.userId, token);
  expect(isArmed).toBe(false);
  const answers = [busy, await inbox.read(bob.me.userId, busy.token)];
  const rows = new Map(answers.flatMap(({ chapters }) => chapters.map((row) => [chapterName(row), row])));
  expect(rows.get(names[1]!)).toMatchObject({ unread: 2, lastMessage: { text: 'meanwhile' } });
  expect(rows.get(names[2]!)?.read.epoch).toBe(3);
  const heard = answers.flatMap(({ conversations }) => conversations.map(({ conversationId }) => conversationId));
  expect(heard).toContain(parseDocumentName(must(begun[0], 'a name'))?.conversationId);
});

/** Notes each statement that is run, and finds those that walk through a whole table. */
function watch(db: DatabaseSync) {
  const prepare = db.prepare.bind(db);
  const ran: string[] = [];
  db.prepare = (sql, ...more) => {
    const statement = prepare(sql, ...more);
    for (const how of ['get', 'all', 'run'] as const) {
      const original = statement[how].bind(statement) as (...args: never[]) => unknown;
      Object.assign(statement, { [how]: (...args: never[]) => (ran.push(sql), original(...args)) });
    }
    return statement;
  };
  const scans = (sql: string) => {
    const plan = prepare(`explain query plan ${sql}`).all();
    return plan.map((row) => String(row['detail'])).filter((detail) => walksThrough.test(detail));
  };
  return { ran, scans };
}

const walksThrough = /^SCAN (document|event|conversation|read_vector|read_clock)\b/;
