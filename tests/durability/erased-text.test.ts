// What was erased leaves the disk although the server is killed before it could see to it, and although nobody ever
// opens the conversation again.
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import * as Y from 'yjs';
import { must } from '../../shared/base/assert.ts';
import { appendEvent, readLogs } from '../../shared/conversation/log.ts';
import { personalName } from '../../shared/conversation/document-name.ts';
import { directConversationId } from '../../shared/ids.ts';
import { textRoot } from '../../shared/personal/drafts.ts';
import { openSqliteUpdateLog } from '../../sync-server/update-log/sqlite-update-log.ts';
import { openChildServer, type ChildServer } from '../kit/child-server.ts';
import { act } from '../kit/group-acts.ts';
import { filesWith } from '../kit/holds-text.ts';
import { freshChapter, makeLogWriter, messageOf } from '../kit/log-writer.ts';
import { editAt, freshUserId, randomBytes, reactionAt } from '../kit/sample-events.ts';
import { openTestServer } from '../kit/test-server.ts';
import { until } from '../kit/until.ts';
import { openDevice } from '../kit/wire-device.ts';
import { entriesOf, readKept } from './kept-log.ts';

const secret = 'the quick secret fox';
let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'biz1-erased-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

let child: ChildServer | null = null;
afterEach(async () => {
  await child?.close();
  child = null;
});

test('text erased in the last commit before a kill is gone soon after the next start', async () => {
  child = await openChildServer();
  const [ada, ben] = await child.people('Ada', 'Ben');
  const device = await openDevice(ada);
  const replica = await device.openConversation(await ada.direct(must(ben, 'Ben')));
  const { id, at } = device.write(replica, secret);
  device.write(replica, 'stays');
  await device.acknowledged(replica);
  child.arm({ step: 'logged', occurrence: 1, delayUs: 0 });
  device.erase(replica, id, at);
  expect(await child.ended()).toBe('SIGKILL');
  expect(filesWith(child.dataDir, secret)).not.toEqual([]);
  await child.start();
  await expectGone(child.dataDir);
  const { rows, doc } = await readKept(child.dataDir, replica.name);
  expect(rows.map(({ event }) => event?.kind ?? null)).toEqual([null, 'message', 'delete']);
  expect(entriesOf(doc)).toHaveLength(3);
});

test('so is what others said about it, and what comes after its deletion from a device that was away', async () => {
  const server = await openTestServer();
  const [ada, ben] = await server.people('Ada', 'Ben');
  const conversation = await must(ada, 'Ada').direct(must(ben, 'Ben'));
  const [laptop, phone, other] = [must(ada, 'Ada'), await must(ada, 'Ada').signInAgain(), must(ben, 'Ben')];
  const [mine, away, theirs] = [await openDevice(laptop), await openDevice(phone), await openDevice(other)];
  const replica = await mine.openConversation(conversation);
  const { id, at } = mine.write(replica, 'doomed');
  mine.write(replica, 'stays');
  await mine.acknowledged(replica);
  const name = { author: laptop.userId, id };
  const heard = await theirs.openConversation(conversation);
  appendEvent(heard.doc, other.userId, reactionAt(Date.now(), name, { emoji: '🦊' }));
  await theirs.acknowledged(heard);
  expect(filesWith(server.dataDir, '🦊')).not.toEqual([]);
  mine.erase(replica, id, at);
  await mine.acknowledged(replica);
  const late = await away.openConversation(conversation);
  appendEvent(late.doc, phone.userId, editAt(Date.now() + 1, id, secret));
  await away.acknowledged(late);
  for (const { doc } of [replica, heard]) {
    await until(() => !saysAnything(doc, ['🦊', secret]), 'it to leave the other devices');
  }
  await server.stop(); // with a fold of what was erased
  const again = await openTestServer({ dataDir: server.dataDir });
  await expectGone(server.dataDir);
  await until(() => filesWith(server.dataDir, '🦊').length === 0, 'the reaction to be gone');
  await again.close();
});

test('so is text that was taken out of a draft', async () => {
  child = await openChildServer();
  const [ada] = await child.people('Ada');
  const { userId } = must(ada, 'Ada');
  const device = await openDevice(must(ada, 'Ada'));
  const replica = await device.open(personalName({ userId, generation: 1 }));
  const draft = replica.doc.getText(textRoot(directConversationId(userId, freshUserId())));
  draft.insert(0, `stays ${secret}`);
  await device.acknowledged(replica);
  child.arm({ step: 'logged', occurrence: 1, delayUs: 0 });
  draft.delete(6, secret.length);
  expect(await child.ended()).toBe('SIGKILL');
  expect(filesWith(child.dataDir, secret)).not.toEqual([]);
  await child.start();
  await expectGone(child.dataDir);
});

test('so are the first words of a request, once it is answered', async () => {
  const server = await openTestServer();
  const [ada, ben] = await server.people('Ada', 'Ben');
  const [asking, asked] = [must(ada, 'Ada'), must(ben, 'Ben')];
  await act(asking, { kind: 'request-contact', userId: asked.userId, text: secret });
  expect(filesWith(server.dataDir, secret)).not.toEqual([]);
  await act(asked, { kind: 'accept-contact', userId: asking.userId });
  await server.stop();
  expect(filesWith(server.dataDir, secret)).toEqual([]);
  await server.close();
});

test('text that was folded away before a kill is gone from the files of the log as well', async () => {
  const [living, killed] = [join(folder, 'living'), join(folder, 'killed')];
  mkdirSync(living);
  const log = openSqliteUpdateLog({ file: join(living, 'log.db'), random: randomBytes });
  try {
    const document = freshChapter();
    const writer = makeLogWriter(document);
    const message = messageOf(secret, 1);
    await log.append([writer.append(0, message), writer.append(1, messageOf('stays', 2))]);
    await log.append([writer.erase(2, message)]);
    const { sequence } = await log.readUpdates(document);
    await log.fold(document, sequence, Y.encodeStateAsUpdate(writer.doc));
    expect(await log.documentsHoldingErased()).toEqual([]);
    cpSync(living, killed, { recursive: true });
  } finally {
    log.close();
  }
  expect(filesWith(killed, secret)).not.toEqual([]);
  const server = await openTestServer({ dataDir: killed });
  await expectGone(killed);
  await server.stop();
});

function saysAnything(doc: Y.Doc, texts: readonly string[]): boolean {
  const said = JSON.stringify([...readLogs(doc)]);
  return texts.some((text) => said.includes(text));
}

async function expectGone(dataDir: string): Promise<void> {
  await until(() => filesWith(dataDir, secret).length === 0, 'the erased text to be gone');
  expect(filesWith(dataDir, 'stays')).not.toEqual([]);
}
