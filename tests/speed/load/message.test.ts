// The load's hand-written updates against Yjs' own: if they drifted, the bench would compare something else.
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { encodeLogMessage, encodeMapMessage, findMessages, structsPerMap, textOf } from './message.ts';

function messageOf(number: number) {
  return { id: `msg_${number}`, at: 1_790_000_000_000 + number, text: textOf(3, number) };
}

function updatesOf(doc: Y.Doc): Uint8Array[] {
  const updates: Uint8Array[] = [];
  doc.on('update', (update: Uint8Array) => updates.push(update));
  return updates;
}

test('a log message has the bytes that Yjs writes', () => {
  const doc = new Y.Doc();
  doc.clientID = 77;
  const updates = updatesOf(doc);
  const log = doc.getArray('log/usr_a/77');
  for (const number of [0, 1, 2]) log.push([{ kind: 'message', ...messageOf(number) }]);
  const ours = [0, 1, 2].map((clock) => encodeLogMessage({ client: 77, clock }, 'log/usr_a/77', messageOf(clock)));
  expect(ours).toEqual(updates);
});

test('a map message has the bytes that Yjs writes', () => {
  const doc = new Y.Doc();
  doc.clientID = 77;
  const updates = updatesOf(doc);
  const messages = doc.getArray('messages');
  const ours = [0, 1, 2].map((number) => {
    const fields = { ...messageOf(number), author: 'usr_a' };
    const { id, at, text, author } = fields;
    messages.push([new Y.Map<unknown>(Object.entries({ id, at, text, author }))]);
    const last = number === 0 ? null : { client: 77, clock: (number - 1) * structsPerMap };
    return encodeMapMessage({ client: 77, clock: number * structsPerMap }, last, fields);
  });
  expect(ours).toEqual(updates);
});

test('every message of a frame is found once, also where several were merged', () => {
  const parts = [0, 1, 2].map((clock) => encodeLogMessage({ client: 77, clock }, 'log/usr_a/77', messageOf(clock)));
  const found: number[][] = [];
  findMessages(Buffer.from(Y.mergeUpdates(parts)), (writer, number) => found.push([writer, number]));
  expect(found).toEqual([
    [3, 0],
    [3, 1],
    [3, 2],
  ]);
});
