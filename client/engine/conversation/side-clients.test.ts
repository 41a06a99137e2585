import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { appendEvent, readLogs } from '../../../shared/conversation/log.ts';
import { mintEventId, parseUserId } from '../../../shared/ids.ts';
import { must } from '../../../shared/base/assert.ts';
import { appendInTime, makeSideClients } from './side-clients.ts';

const me = must(parseUserId(`usr_${'0'.repeat(24)}`), 'a user id');

function messageAt(at: number) {
  const id = mintEventId('message', new Uint8Array(15).fill(at));
  return { kind: 'message', id, at, text: `${at}` } as const;
}

test('in each log times rise: what comes late goes under a side client, which is used again as long as it can be', () => {
  const doc = new Y.Doc();
  doc.clientID = 1;
  let drawn = 1;
  const side = makeSideClients({ randomBytes: () => new Uint8Array([0, 0, 0, ++drawn]) });
  appendEvent(doc, me, messageAt(5));
  const clients = [6, 2, 3, 1, 4, 7].map((at) => appendInTime(doc, me, messageAt(at), side));
  expect(clients).toEqual([1, 2, 2, 3, 2, 1]);
  expect(doc.clientID).toBe(1);
  const logs = Map.groupBy(readLogs(doc), ({ client }) => client);
  expect([...logs].map(([client, entries]) => [client, ...entries.map(({ event }) => event?.at)])).toEqual([
    [1, 5, 6, 7],
    [2, 2, 3, 4],
    [3, 1],
  ]);
});
