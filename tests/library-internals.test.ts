// What we take of libraries beyond their documented doors, where no other test would tell clearly that an update of
// the library has moved it. `docs/decisions/0007-library-internals.md` has the whole list.
import 'fake-indexeddb/auto';
import { MessageType } from '@hocuspocus/server';
import { afterEach, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { IndexeddbPersistence } from 'y-indexeddb';
import { messageYjsSyncStep1, messageYjsSyncStep2, messageYjsUpdate } from 'y-protocols/sync';
import * as Y from 'yjs';
import { must } from '../shared/base/assert.ts';
import { frameTypes, syncTypes } from '../shared/protocol/frame-numbers.ts';
import { aliveEveryMs } from '../sync-server/limits.ts';
import { openTestServer } from './kit/test-server.ts';
import { until } from './kit/until.ts';
import { protocolVersion } from '../shared/protocol/version.ts';

afterEach(() => {
  vi.useRealTimers();
});

test('the numbers in our frames are those of the libraries that write and read them', () => {
  const { Sync: sync, Auth: authentication, Stateless: stateless, CLOSE: closed } = MessageType;
  expect({ sync, authentication, stateless, closed }).toEqual(frameTypes);
  const theirs = { request: messageYjsSyncStep1, answer: messageYjsSyncStep2, update: messageYjsUpdate };
  expect(theirs).toEqual(syncTypes);
});

test('a link that takes bytes is kept although it does not answer, for its stream is where we look for it', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  const server = await openTestServer();
  try {
    const ada = must((await server.people('Ada'))[0], 'Ada');
    const headers = { cookie: ada.cookie, origin: ada.url };
    const socket = new WebSocket(`${ada.url.replace('http', 'ws')}/sync?protocol=${protocolVersion}`, {
      headers,
      autoPong: false,
    });
    let [heard, isClosed] = [0, false];
    socket.on('message', () => heard++).on('close', () => (isClosed = true));
    await until(() => heard === 1, 'the hello');
    for (const expected of [2, 3, 4]) {
      vi.advanceTimersByTime(aliveEveryMs);
      await until(() => heard === expected || isClosed, 'a sign of life');
    }
    expect([heard, isClosed]).toEqual([4, false]);
    socket.terminate();
  } finally {
    await server.close();
  }
});

test('y-indexeddb counts its updates, and at its end takes off whichever writer stands in the place of its own', async () => {
  const doc = new Y.Doc();
  const persistence = new IndexeddbPersistence('internals', doc);
  await persistence.whenSynced;
  const before = persistence._dbsize;
  doc.getArray('a').push([1]);
  expect(persistence._dbsize).toBe(before + 1);
  const ours = vi.fn<(update: Uint8Array) => void>();
  doc.off('update', persistence._storeUpdate);
  persistence._storeUpdate = ours;
  doc.on('update', ours);
  doc.getArray('a').push([2]);
  expect([ours.mock.calls.length, persistence._dbsize]).toEqual([1, before + 1]);
  await persistence.destroy();
  doc.getArray('a').push([3]);
  expect(ours).toHaveBeenCalledTimes(1);
});
