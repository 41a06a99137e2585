// Our own encoding of what was admitted says exactly what the sender’s bytes said.
import { chapterLimits } from '../../shared/conversation/chapters.ts';
import { noFigures } from '../update-log/chapter-figures.ts';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { must } from '../../shared/base/assert.ts';
import { chapterName } from '../../shared/conversation/document-name.ts';
import { appendDelete, appendEvent } from '../../shared/conversation/log.ts';
import { directConversationId, type ClientId } from '../../shared/ids.ts';
import { deletionAt, editAt, freshUserId, messageAt } from '../../tests/kit/sample-events.ts';
import { Lane } from '../lane/lane.ts';
import { admit, type AdmittedUpdate } from './admit.ts';
import { encodeFresh } from './encode-fresh.ts';
import { readUpdate } from './read-update.ts';
import { admitServerEvents } from './server-entries.ts';

const me = freshUserId();
const serverClient = 1 as ClientId;
const name = chapterName({ conversationId: directConversationId(me, freshUserId()), chapter: 1 });

/** Admits updates one after the other, as a lane does. */
function admitAll(updates: readonly Uint8Array[]): AdmittedUpdate[] {
  const lane = new Lane(name, { sequence: 0, position: 0, notes: [], deliveries: [], reads: [], figures: noFigures });
  const writer = {
    userId: me,
    ...{ mayWrite: true, mayModerate: false, mayPin: false },
    serverClient,
    isSync: false,
    nowMs: 1_000_000,
    limits: chapterLimits,
    judgeFiles: () => null,
  };
  return updates.flatMap((update) => {
    const verdict = admit(lane.reserved, must(readUpdate(update), 'a readable update'), writer);
    if (verdict.status === 'refused') throw new Error(verdict.refusal.code);
    if (verdict.status === 'known') return [];
    lane.reserve(verdict.update);
    return [verdict.update];
  });
}

/** Updates of two devices of mine that hear each other: messages, edits, deletions of both. */
function updatesOf(docs: readonly Y.Doc[]): Uint8Array[] {
  const updates: Uint8Array[] = [];
  for (const doc of docs) {
    doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin === 'relayed') return;
      updates.push(update);
      for (const each of docs) if (each !== doc) Y.applyUpdate(each, update, 'relayed');
    });
  }
  for (let index = 0; index < 40; index++) {
    const [doc = new Y.Doc(), another = doc] = index % 2 === 0 ? docs : docs.toReversed();
    const event = messageAt(index * 10 + 1, `message ${index}`);
    appendEvent(doc, me, event);
    if (index % 3 === 0) appendEvent(another, me, editAt(index * 10 + 2, event.id));
    if (index % 5 === 0) appendDelete(another, me, deletionAt(index * 10 + 3, event.id, event.at));
  }
  return updates;
}

const load = (...updates: Uint8Array[]): Y.Doc => {
  const doc = new Y.Doc();
  for (const update of updates) Y.applyUpdate(doc, update);
  return doc;
};

describe('our own encoding says what the sender’s did', () => {
  test('update by update', () => {
    const updates = updatesOf([new Y.Doc(), new Y.Doc()]);
    const [theirs, ours] = [new Y.Doc(), new Y.Doc()];
    for (const [index, admitted] of admitAll(updates).entries()) {
      Y.applyUpdate(theirs, must(updates[index], 'the update'));
      Y.applyUpdate(ours, encodeFresh([admitted]));
      expect(Y.encodeStateAsUpdate(ours)).toEqual(Y.encodeStateAsUpdate(theirs));
    }
    expect(ours.store.pendingStructs).toBeNull();
  });

  test('all of them in one', () => {
    const updates = updatesOf([new Y.Doc(), new Y.Doc()]);
    const one = encodeFresh(admitAll(updates));
    expect(readUpdate(one)).not.toBeNull();
    expect(Y.encodeStateAsUpdate(load(one))).toEqual(Y.encodeStateAsUpdate(load(...updates)));
  });

  test('of a whole state that is sent again and again as it grows', () => {
    const doc = new Y.Doc({ gc: false });
    const states: Uint8Array[] = [];
    for (let index = 0; index < 10; index++) {
      const event = messageAt(index * 10 + 1);
      appendEvent(doc, me, event);
      if (index % 2 === 0) appendDelete(doc, me, deletionAt(index * 10 + 2, event.id, event.at));
      states.push(Y.encodeStateAsUpdate(doc));
    }
    const parts = admitAll(states).map((admitted) => encodeFresh([admitted]));
    expect(Y.encodeStateAsUpdate(load(...parts))).toEqual(Y.encodeStateAsUpdate(load(...states)));
  });
});

test('neighbouring entries of many updates become one run', () => {
  const doc = new Y.Doc();
  const updates: Uint8Array[] = [];
  doc.on('update', (update: Uint8Array) => updates.push(update));
  for (let index = 0; index < 5; index++) appendEvent(doc, me, messageAt(index + 1));
  const parsed = must(readUpdate(encodeFresh(admitAll(updates))), 'an update of the grammar');
  expect(parsed.blocks.map(({ runs }) => runs.map(({ clock, length }) => [clock, length]))).toEqual([[[0, 5]]]);
});

test('erasures of many updates are written in the order of the grammar, whatever came first', () => {
  const doc = new Y.Doc();
  const messages = [1, 2, 3, 4].map((at) => messageAt(at));
  for (const message of messages) appendEvent(doc, me, message);
  const updates = [Y.encodeStateAsUpdate(doc)];
  doc.on('update', (update: Uint8Array) => updates.push(update));
  for (const [index, { id, at }] of messages.toReversed().entries()) {
    appendDelete(doc, me, deletionAt(10 + index, id, at));
  }
  const [first, ...deletions] = admitAll(updates);
  const one = encodeFresh(deletions);
  expect(readUpdate(one)?.erased.map(({ clock }) => clock)).toEqual([0, 1, 2, 3]);
  const start = encodeFresh([must(first, 'the messages')]);
  expect(Y.encodeStateAsUpdate(load(start, one))).toEqual(Y.encodeStateAsUpdate(load(...updates)));
});

test('a hole between two parts is a bug and throws', () => {
  const late = { kind: 'late', id: editAt(1, messageAt(1).id).id, at: 1, client: 2, clock: 0, count: 1 } as const;
  const [one, other] = [admitServerEvents(serverClient, 0, [late]), admitServerEvents(serverClient, 2, [late])];
  expect(() => encodeFresh([one, other])).toThrow('follow each other');
});
