// The spine without a screen: two people, a real server on loopback, the wire by hand.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readLogs } from '../../shared/conversation/log.ts';
import { openDevice, textsOf } from '../kit/wire-device.ts';
import { openTestServer, type TestServer } from '../kit/test-server.ts';
import { until } from '../kit/until.ts';

let server: TestServer;
beforeEach(async () => {
  server = await openTestServer();
});
afterEach(() => server.close());

describe('two people in a direct conversation', () => {
  test('a message arrives once, is acknowledged, and stands after a restart', async () => {
    const [ada, ben] = await server.people('Ada', 'Ben');
    const conversation = await ada!.direct(ben!);
    const one = await openDevice(ada!);
    const two = await openDevice(ben!);
    const mine = await one.openConversation(conversation);
    const theirs = await two.openConversation(conversation);
    one.write(mine, 'good morning');
    await one.acknowledged(mine);
    await until(() => textsOf(theirs).length > 0, 'the message to arrive');
    two.write(theirs, 'hello');
    await two.acknowledged(theirs);
    await until(() => textsOf(mine).length === 2, 'the answer to arrive');
    expect(textsOf(mine)).toEqual(['good morning', 'hello']);
    expect(one.transcript.filter((line) => line.startsWith('← update'))).toHaveLength(1);

    await server.stop();
    server = await openTestServer({ dataDir: server.dataDir });
    const again = await openDevice({ ...ben!, url: server.url });
    const reopened = await again.openConversation(conversation);
    expect(textsOf(reopened)).toEqual(['good morning', 'hello']);
  });

  test('a message written long ago is marked late for everybody', async () => {
    const [ada, ben] = await server.people('Ada', 'Ben');
    const conversation = await ada!.direct(ben!);
    const one = await openDevice(ada!);
    const mine = await one.openConversation(conversation);
    one.write(mine, 'from the train', Date.now() - 3_600_000);
    await until(() => [...mine.doc.share.keys()].some((root) => root.startsWith('log/@server/')), 'the late note');
    const notes = [...readLogs(mine.doc)].filter(({ author }) => author === '@server').map(({ event }) => event);
    expect(notes).toMatchObject([{ kind: 'late', client: mine.doc.clientID, clock: 0, count: 1 }]);
  });
});
