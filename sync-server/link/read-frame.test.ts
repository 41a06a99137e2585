// What a device may say on its socket, and what it may not.
import * as encoding from 'lib0/encoding';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { chapterName } from '../../shared/conversation/document-name.ts';
import { directConversationId } from '../../shared/ids.ts';
import { freshUserId } from '../../tests/kit/sample-events.ts';
import { frame } from '../../tests/kit/wire-device.ts';
import { readFrame } from './read-frame.ts';

const conversationId = directConversationId(freshUserId(), freshUserId());
const document = chapterName({ conversationId, chapter: 12 });
const address = { document };
type Write = (encoder: encoding.Encoder) => void;

const nothing = (): void => undefined;
const sync =
  (type: number, payload: Uint8Array): Write =>
  (encoder) => {
    encoding.writeVarUint(encoder, type);
    encoding.writeVarUint8Array(encoder, payload);
  };
const authentication =
  (type: number, ...texts: string[]): Write =>
  (encoder) => {
    encoding.writeVarUint(encoder, type);
    for (const text of texts) encoding.writeVarString(encoder, text);
  };
const vector = (() => {
  const doc = new Y.Doc();
  doc.getArray('a').push([1]);
  return Y.encodeStateVector(doc);
})();
const update = Uint8Array.from([0, 0]);

describe('a device may', () => {
  test('authenticate, with and without naming its version', () => {
    for (const texts of [[''], ['token', '4.8.0']]) {
      expect(readFrame(frame(document, 2, authentication(0, ...texts)))).toEqual({ ...address, kind: 'authenticate' });
    }
  });

  test('ask for what it does not have', () => {
    expect(readFrame(frame(document, 0, sync(0, vector)))).toEqual({ ...address, kind: 'sync-request' });
  });

  test('send updates, asked for or not', () => {
    for (const type of [1, 2]) {
      expect(readFrame(frame(document, 0, sync(type, update)))).toEqual({
        ...address,
        kind: 'update',
        update,
        isSync: type === 1,
      });
    }
  });

  test('report what is on its disk', () => {
    const report = frame(document, 5, (encoder) => encoding.writeVarString(encoder, '{"delivered":{}}'));
    expect(readFrame(report)).toEqual({ ...address, kind: 'report', text: '{"delivered":{}}' });
  });

  test('leave', () => {
    expect(readFrame(frame(document, 7, nothing))).toEqual({ ...address, kind: 'close' });
  });
});

describe('a device may not', () => {
  const refused: readonly (readonly [string, Uint8Array])[] = [
    ...[1, 3, 4, 5, 6, 8, 9, 10, 11, 255].map(
      (type) => [`use opcode ${type}`, frame(document, type, nothing)] as const,
    ),
    ['send a sync message of type 3', frame(document, 0, sync(3, update))],
    ['send a state vector that lacks a clock', frame(document, 0, sync(0, vector.slice(0, -1)))],
    ['send a state vector with a tail', frame(document, 0, sync(0, Uint8Array.from([...vector, 0])))],
    ['send a state vector of millions', frame(document, 0, sync(0, Uint8Array.from([0xff, 0xff, 0xff, 0x7f])))],
    ['answer an authentication', frame(document, 2, authentication(1, 'no'))],
    ['authenticate in other than plain letters', frame(document, 2, authentication(0, 'tökén'))],
    ['authenticate with a very long token', frame(document, 2, authentication(0, 't'.repeat(4_097)))],
    ['authenticate with a tail', frame(document, 2, authentication(0, '', '4.8.0', ''))],
    ['leave with a tail', frame(document, 7, (encoder) => encoding.writeUint8(encoder, 0))],
    ['name no document', frame('@link', 7, nothing)],
    ['name a document with a suffix', frame(`${document}\0x`, 7, nothing)],
    ['name a document at length', frame('c'.repeat(65), 7, nothing)],
    ['send nothing', new Uint8Array()],
  ];
  test.each(refused)('%s', (_, bytes) => expect(readFrame(bytes)).toBeNull());

  test('end a frame early, wherever it ends', () => {
    for (const whole of [frame(document, 0, sync(2, update)), frame(document, 0, sync(0, vector))]) {
      for (let end = 0; end < whole.length; end++) expect(readFrame(whole.subarray(0, end))).toBeNull();
    }
  });
});
