// A conversation that outgrows its chapters, on the wire: who closes, who moves on, and what a closed one still takes.
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { must } from '../../shared/base/assert.ts';
import { chapterGraceMs } from '../../shared/conversation/chapters.ts';
import { chapterName, type DocumentName } from '../../shared/conversation/document-name.ts';
import { appendEvent, readLogs } from '../../shared/conversation/log.ts';
import type { ConversationId } from '../../shared/ids.ts';
import { linkRates, maxLostChapters } from '../../sync-server/limits.ts';
import { restoreData } from '../../sync-server/ops/restore-data.ts';
import { MemoryUpdateLog } from '../../sync-server/update-log/memory-update-log.ts';
import type { Person } from '../kit/person.ts';
import { editAt, messageAt, randomBytes } from '../kit/sample-events.ts';
import { openTestServer, type TestServer } from '../kit/test-server.ts';
import { openDevice, textsOf, type WireDevice, type WireReplica } from '../kit/wire-device.ts';
import { until } from '../kit/until.ts';

const chapterLimits = { entries: 5, bytes: 100_000 };
let server: TestServer;
let movedMs = 0;
let ada: Person;
let ben: Person;
let conversation: ConversationId;
const open: WireDevice[] = [];
const now = () => Date.now() + movedMs;
let lastAt = 0;
/** As a device's own clock would: never the same twice. */
const nextAt = () => (lastAt = Math.max(now(), lastAt + 1));
const nameOf = (chapter: number): DocumentName => chapterName({ conversationId: conversation, chapter });
const device = async (person: Person) => {
  const opened = await openDevice({ ...person, url: server.url });
  open.push(opened);
  return opened;
};
const isClosed = ({ doc }: WireReplica) => [...readLogs(doc)].some(({ event }) => event?.kind === 'closed');

beforeEach(async () => {
  movedMs = 0;
  lastAt = 0;
  server = await openTestServer({ chapterLimits, now });
  const people = await server.people('Ada', 'Ben');
  ada = must(people[0], 'Ada');
  ben = must(people[1], 'Ben');
  conversation = await ada.direct(ben);
});
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
  await server.close();
});

/** Ada fills the first chapter, and everything is acknowledged. */
async function fill(writer: WireDevice): Promise<WireReplica> {
  const replica = await writer.open(nameOf(1));
  for (let index = 0; index < chapterLimits.entries; index++) writer.write(replica, `message ${index}`, nextAt());
  await writer.acknowledged(replica);
  await until(() => isClosed(replica), 'the chapter to be closed');
  return replica;
}

describe('a full chapter', () => {
  test('is closed once, and the next one is there for both, also after a restart', async () => {
    const [one, two] = [await device(ada), await device(ben)];
    const theirs = await two.open(nameOf(1));
    const denied = await two.open(nameOf(2));
    expect(denied.closedFor).toBe('permission-denied');
    await fill(one);
    await until(() => isClosed(theirs), 'the other to hear of it');
    const [mine2, theirs2] = [await one.open(nameOf(2)), await two.open(nameOf(2))];
    one.write(mine2, 'goes on', nextAt());
    await one.acknowledged(mine2);
    await until(() => textsOf(theirs2).length === 1, 'the message to arrive');
    expect((await two.open(nameOf(3))).closedFor).toBe('permission-denied');
    await server.stop();
    server = await openTestServer({ dataDir: server.dataDir, chapterLimits, now });
    const again = await device(ben);
    const [first, second] = [await again.open(nameOf(1)), await again.open(nameOf(2))];
    expect([textsOf(first).length, textsOf(second)]).toEqual([chapterLimits.entries, ['goes on']]);
    const events = [...readLogs(first.doc)].flatMap(({ event }) => (event?.kind === 'closed' ? [event] : []));
    expect(events).toHaveLength(1);
  });

  test('that two fill in the same moment is closed once', async () => {
    const [one, two] = [await device(ada), await device(ben)];
    const [mine, theirs] = [await one.open(nameOf(1)), await two.open(nameOf(1))];
    for (let index = 0; index < 3; index++) {
      one.write(mine, `one ${index}`, nextAt());
      two.write(theirs, `two ${index}`, nextAt());
    }
    await Promise.all([one.acknowledged(mine), two.acknowledged(theirs)]);
    await until(() => isClosed(mine) && isClosed(theirs), 'both to hear of it');
    await until(() => textsOf(theirs).length === 6, 'all to arrive');
    const closings = [...readLogs(theirs.doc)].filter(({ event }) => event?.kind === 'closed');
    expect(closings).toHaveLength(1);
  });

  test('takes what was on its way, and later only what belongs to it', async () => {
    const one = await device(ada);
    const mine = await fill(one);
    one.write(mine, 'on its way', nextAt());
    await one.acknowledged(mine);
    movedMs = chapterGraceMs;
    const first = must([...readLogs(mine.doc)].find(({ event }) => event?.kind === 'message')?.event, 'a message');
    appendEvent(mine.doc, ada.userId, editAt(nextAt(), first.id, 'edited'));
    await one.acknowledged(mine);
    one.write(mine, 'too late', nextAt());
    await until(() => mine.closedFor !== null, 'the channel to be closed');
    expect(mine.closedFor).toBe(`chapter-closed:${mine.doc.clientID}:${chapterLimits.entries + 2}`);
    const fresh = await (await device(ada)).open(nameOf(1));
    expect(textsOf(fresh)).not.toContain('too late');
  });
});

test('an id of an earlier chapter is refused to its writer alone', async () => {
  const [one, two] = [await device(ada), await device(ben)];
  const first = await fill(one);
  const used = must([...readLogs(first.doc)].find(({ event }) => event?.kind === 'message')?.event, 'a message');
  const [mine, theirs] = [await one.open(nameOf(2)), await two.open(nameOf(2))];
  appendEvent(mine.doc, ada.userId, messageAt(nextAt()));
  await one.acknowledged(mine);
  mine.doc.getArray(`log/${ada.userId}/${mine.doc.clientID}`).push([{ ...messageAt(nextAt()), id: used.id }]);
  await until(() => mine.closedFor !== null, 'the channel to be closed');
  expect(mine.closedFor).toBe(`duplicate-id:${mine.doc.clientID}:1`);
  two.write(theirs, 'undisturbed', nextAt());
  await two.acknowledged(theirs);
  expect(theirs.closedFor).toBeNull();
});

test('what is too much at once is not looked for in earlier chapters', async () => {
  let looks = 0;
  class CountingLog extends MemoryUpdateLog {
    override findTakenId(...args: Parameters<MemoryUpdateLog['findTakenId']>) {
      looks++;
      return super.findTakenId(...args);
    }
  }
  await server.close();
  const rates = { ...linkRates, entries: { burst: chapterLimits.entries + 2, refillMs: 1_000_000 } };
  server = await openTestServer({ chapterLimits, now, rates, log: new CountingLog(randomBytes) });
  const people = await server.people('Ada', 'Ben');
  [ada, ben] = [must(people[0], 'Ada'), must(people[1], 'Ben')];
  conversation = await ada.direct(ben);
  const one = await device(ada);
  await fill(one);
  const mine = await one.open(nameOf(2));
  one.write(mine, 'within the rate', nextAt());
  await one.acknowledged(mine);
  expect(looks).toBe(1);
  mine.doc.transact(() => ['a', 'b'].forEach((text) => one.write(mine, text, nextAt())));
  await until(() => mine.closedFor !== null, 'the channel to be closed');
  expect([mine.closedFor, looks]).toEqual(['too-fast::', 1]);
});

test('a restored server takes back so many lost chapters, and they do not let anybody open more', async () => {
  await fill(await device(ada));
  await server.stop();
  const backupDir = await mkdtemp(join(tmpdir(), 'biz1-backup-'));
  const asideDir = join(backupDir, 'aside');
  await cp(server.dataDir, join(backupDir, 'data'), { recursive: true });
  restoreData({ backupDir: join(backupDir, 'data'), dataDir: server.dataDir, epoch: 'another', asideDir });
  server = await openTestServer({ dataDir: server.dataDir, chapterLimits, now });
  const again = await device(ada);
  const last = 2 + maxLostChapters;
  const lost = await again.open(nameOf(last));
  again.write(lost, 'put back', nextAt());
  await again.acknowledged(lost);
  expect((await again.open(nameOf(last + 1))).closedFor).toBe('permission-denied');
  await rm(backupDir, { recursive: true });
});
