// Somebody who keeps their reading to themselves wants to know that of others, with a client of their own making.
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ConversationId } from '../../shared/ids.ts';
import { askInbox, tellReads } from '../kit/ask-inbox.ts';
import { act, freshCommandId } from '../kit/group-acts.ts';
import type { Person } from '../kit/person.ts';
import { openTestServer, type TestServer } from '../kit/test-server.ts';
import { until } from '../kit/until.ts';
import { openDevice, type WireDevice, type WireReplica } from '../kit/wire-device.ts';

let server: TestServer;
let [ada, ben] = [] as unknown as [Person, Person];
let conversationId: ConversationId;
let device: WireDevice;
let replica: WireReplica;

beforeEach(async () => {
  server = await openTestServer();
  [ada, ben] = (await server.people('Ada', 'Ben')) as [Person, Person];
  conversationId = await ada.direct(ben);
  device = await openDevice(ada);
  replica = await device.openConversation(conversationId);
  device.write(replica, 'one');
  device.write(replica, 'two');
  await device.acknowledged(replica);
});
afterEach(async () => {
  await device.close();
  await server.close();
});

const set = (person: Person, areOn: boolean) => act(person, { kind: 'set-receipts', areOn });
const read = (person: Person, clock: number) =>
  tellReads(person, { conversationId, chapter: 1, epoch: 0, clocks: { [replica.doc.clientID]: clock } });

/** All that has reached the device until now has come. */
async function heard(): Promise<void> {
  await server.server.path.drain();
  await device.heard();
}

/** By whatever way: on a channel that is open, on one opened now, on another device's, and by HTTP. */
async function toldOf(person: Person): Promise<string[]> {
  await heard();
  const other = await openDevice(await ada.signInAgain());
  const theirs = await other.openConversation(conversationId);
  device.tell({ kind: 'watch', userIds: [person.userId] });
  other.sendSyncStep1(theirs.name, theirs.doc);
  await other.heard();
  await heard();
  const answers = [await askInbox(ada), (await ada.call('GET', '/api/hello')).body];
  await other.close();
  return [...replica.reads, ...theirs.reads, ...answers.filter((answer) => 'reads' in answer)].map((one) =>
    JSON.stringify(one),
  );
}

test('nobody’s reading reaches whoever keeps theirs to themselves, on no way', async () => {
  await set(ada, false);
  await read(ben, 2);
  expect(await toldOf(ben)).toEqual([]);
  await set(ada, true);
  await until(() => replica.reads.length > 0, 'what may be told now');
  expect(replica.reads.at(-1)).toEqual({ reads: { [ben.userId]: { [replica.doc.clientID]: 2 } } });
});

test('what somebody has read while they kept it to themselves is told neither then nor by choosing again', async () => {
  await read(ben, 1);
  await until(() => replica.reads.length === 1, 'what was read before');
  await set(ben, false);
  await read(ben, 2);
  await set(ben, true);
  const one = JSON.stringify({ reads: { [ben.userId]: { [replica.doc.clientID]: 1 } } });
  expect(new Set(await toldOf(ben))).toEqual(new Set([one]));
});

test('an earlier choice that is sent again changes nothing', async () => {
  const commandId = freshCommandId();
  await act(ben, { kind: 'set-receipts', areOn: true }, commandId);
  await set(ben, false);
  expect((await act(ben, { kind: 'set-receipts', areOn: true }, commandId)).status).toBe(200);
  await read(ben, 2);
  expect(await toldOf(ben)).toEqual([]);
});
