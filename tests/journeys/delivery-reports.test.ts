// Delivered: a reader's device says what is on its disk, and the writer's devices learn it, then and later.
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Person } from '../kit/person.ts';
import { openTestServer, type TestServer } from '../kit/test-server.ts';
import { openDevice, type WireReplica } from '../kit/wire-device.ts';
import { until } from '../kit/until.ts';

let server: TestServer;
beforeEach(async () => {
  server = await openTestServer();
});
afterEach(() => server.close());

async function write(count: number) {
  const [ada, ben, cleo] = (await server.people('Ada', 'Ben', 'Cleo')) as [Person, Person, Person];
  const conversation = await ada.direct(ben);
  const [writer, reader] = [await openDevice(ada), await openDevice(ben)];
  const [hers, his] = [await writer.openConversation(conversation), await reader.openConversation(conversation)];
  for (let index = 0; index < count; index++) writer.write(hers, `message ${index}`);
  await writer.acknowledged(hers);
  return { ada, ben, cleo, conversation, writer, reader, hers, his, client: hers.doc.clientID };
}

function deliveredTo({ userId }: Person, { deliveries }: WireReplica, client: number): number {
  return Math.max(0, ...deliveries.map((told) => told.deliveries[userId]?.[client] ?? 0));
}

test('a writer learns what is on the reader’s disk, at once and when they come again', async () => {
  const { ada, ben, conversation, reader, hers, his, client } = await write(3);
  reader.report(his.name, { [client]: 2 });
  await until(() => deliveredTo(ben, hers, client) === 2, 'two to be delivered');
  const second = await (await openDevice(ada)).openConversation(conversation);
  await until(() => deliveredTo(ben, second, client) === 2, 'the second device to learn it');
  await server.stop();
  server = await openTestServer({ dataDir: server.dataDir });
  const later = await (await openDevice({ ...ada, url: server.url })).openConversation(conversation);
  await until(() => later.deliveries.length > 0, 'it to be told after a restart');
  expect(deliveredTo(ben, later, client)).toBe(2);
});

test('nobody delivers more than there is, less than before, their own, or from outside', async () => {
  const { ben, cleo, writer, reader, hers, his, client } = await write(3);
  reader.report(his.name, { [client]: 1_000, 77: 5, [his.doc.clientID]: 9 });
  await until(() => deliveredTo(ben, hers, client) === 3, 'three to be delivered');
  reader.report(his.name, { [client]: 1 });
  writer.report(hers.name, { [client]: 3 });
  const stranger = await openDevice(cleo);
  stranger.report(hers.name, { [client]: 3 });
  writer.write(hers, 'one more');
  await writer.acknowledged(hers);
  expect(hers.deliveries).toEqual([{ deliveries: { [ben.userId]: { [client]: 3 } } }]);
});

test('a report that is none ends the socket', async () => {
  const { reader, his } = await write(1);
  reader.report(his.name, { ['__proto__']: 1, x: -1 });
  await until(() => reader.closeCode !== null, 'the socket to be closed');
  expect(reader.closeCode).toBe(1008);
});
