// What a start does first, and what waits: the list comes from the device at once, documents after it is painted.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeApi } from '../../client/engine/api/api.ts';
import { openMessenger } from '../../client/engine/open-messenger.ts';
import type { Platform } from '../../client/engine/platform.ts';
import { must } from '../../shared/base/assert.ts';
import { startDevice } from '../kit/engine-device.ts';
import { openTestServer, type TestServer } from '../kit/test-server.ts';
import { until } from '../kit/until.ts';

let server: TestServer;
beforeEach(async () => {
  server = await openTestServer();
});
afterEach(() => server.close());

test('no document is opened before the list is painted, and the one on the screen comes first', async () => {
  const [ada, ben, cem] = await server.people('Ada', 'Ben', 'Cem');
  const shownId = await ada!.direct(ben!);
  const otherId = await ada!.direct(cem!);
  const device = await startDevice(ada!);
  for (const id of [shownId, otherId]) (await device.open(id)).send('before');
  await until(() => device.messenger.conversations.get().every(({ lastMessage }) => lastMessage !== null), 'the list');
  await device.close();

  const opened: string[] = [];
  let paint: () => void = () => undefined;
  const painted = new Promise<void>((resolve) => (paint = resolve));
  const platform: Platform = {
    ...device.platform,
    whenPainted: () => painted,
    openDisk(name, doc) {
      opened.push(name);
      return device.platform.openDisk(name, doc);
    },
  };
  const { userId, name, email } = ada!;
  const me = { userId, name, handle: 'ada', picture: null, email, role: 'owner' } as const;
  const messenger = must(await openMessenger({ platform, api: makeApi(platform), me }), 'nobody is leaving');
  expect(messenger.conversations.get()).toHaveLength(2);
  const shown = messenger.openConversation(shownId);
  await until(() => messenger.link.get().status === 'online', 'the link');
  expect(opened).toEqual([]);
  paint();
  await until(() => shown.items.get().length === 1, 'the messages');
  await until(() => opened.length === 2, 'the background');
  expect(opened.map((document) => document.includes(shownId))).toEqual([true, false]);
  await messenger.close();
});
