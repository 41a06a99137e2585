// What the index of a device does with what an earlier version of it kept.
import 'fake-indexeddb/auto';
import { afterEach, expect, test } from 'vitest';
import * as Y from 'yjs';
import { chapterName } from '../../../shared/conversation/document-name.ts';
import { logRoot } from '../../../shared/conversation/log.ts';
import { mintConversationId, mintEventId, mintUserId, type ClientId } from '../../../shared/ids.ts';
import { parseQuery } from '../../../shared/search/query.ts';
import { runDeviceIndex, type DeviceIndex } from './device-index.ts';
import { openMemoryStore } from './index-store.ts';
import type { FromIndex } from './index-words.ts';
import { readPlace } from './read-chapter.ts';
import { makeSegment, packSegment, unpackSegment } from './segment.ts';

const bytes = new Uint8Array(15);
const ada = mintUserId(bytes);
const conversationId = mintConversationId(bytes);
const document = chapterName({ conversationId, chapter: 1 });
let index: DeviceIndex | null = null;
afterEach(() => index?.stop());

test('what an earlier format kept is made anew from the documents', async () => {
  await plant('chapter', 'an old saying');
  const store = openMemoryStore();
  const packed = ofFormat(4, packSegment(makeSegment([])));
  expect(unpackSegment(ofFormat(5, packed))?.count).toBe(0);
  expect(unpackSegment(packed)).toBeNull();
  await store.write({ document, version: 'then', place: (await readPlace('chapter')) ?? '', packed }, []);
  const found = await new Promise<readonly string[]>((resolve) => {
    let hear: (words: unknown) => void = () => undefined;
    const post = (words: FromIndex) => {
      if (words.kind === 'state' && words.isNew)
        hear({ kind: 'begin', databases: [{ document, database: 'chapter' }] });
      else if (words.kind === 'state' && words.state.status === 'ready')
        hear({ kind: 'find', search: 'one', query: parseQuery('saying', context), count: 20 });
      else if (words.kind === 'found') resolve(words.hits.map(({ text }) => text));
    };
    index = runDeviceIndex({
      ...{ store, databaseName: (name) => name, nowMs: () => 0, pause: () => Promise.resolve() },
      openChannel: (onMessage) => {
        hear = onMessage;
        return { post: (words) => post(words as FromIndex), close: () => undefined }; // it posts no others
      },
      schedule(delayMs, run) {
        const timer = setTimeout(run, delayMs);
        return () => clearTimeout(timer);
      },
    });
  });
  expect(found).toEqual(['an old saying']);
  await store.readAll(([kept]) => expect(unpackSegment(kept?.packed ?? bytes)?.count).toBe(1));
});

const context = { me: ada, timeZone: 'UTC', nowMs: 0, conversations: [], people: [] };

/** With another number in front and a sum that is right. */
function ofFormat(format: number, packed: Uint8Array): Uint8Array {
  const changed = packed.with(0, format);
  let sum = 0x811c9dc5;
  for (const byte of changed.subarray(0, -4)) sum = Math.imul(sum ^ byte, 0x01000193);
  new DataView(changed.buffer).setUint32(changed.length - 4, sum >>> 0);
  return changed;
}

/** A chapter with one message, as it lies on a device. */
function plant(database: string, text: string): Promise<void> {
  const doc = new Y.Doc();
  const log = doc.getArray(logRoot(ada, doc.clientID as ClientId)); // Yjs has only such
  log.push([{ kind: 'message', id: mintEventId('message', bytes), at: 1, text }]);
  return new Promise((resolve) => {
    const request = indexedDB.open(database);
    request.addEventListener('upgradeneeded', () =>
      request.result.createObjectStore('updates', { autoIncrement: true }),
    );
    request.addEventListener('success', () => {
      const transaction = request.result.transaction('updates', 'readwrite');
      transaction.objectStore('updates').add(Y.encodeStateAsUpdate(doc));
      transaction.addEventListener('complete', () => {
        request.result.close();
        resolve();
      });
    });
  });
}
