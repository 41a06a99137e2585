// Logs: what was appended is read back, and a deletion erases exactly its message, wherever Yjs keeps it.
import * as prng from 'lib0/prng';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { must } from '../base/assert.ts';
import { mintEventId, mintUserId, type EventId } from '../ids.ts';
import type { UserEvent } from './events.ts';
import { appendDelete, appendEvent, parseLogRoot, readLog, readLogs, type LogEntry } from './log.ts';

const ada = mintUserId(new Uint8Array(15).fill(1));
const ben = mintUserId(new Uint8Array(15).fill(2));
const root = (doc: Y.Doc, author = ada) => `log/${author}/${doc.clientID}`;

let count = 0;
const idOf = (kind: string) => mintEventId(kind, new Uint8Array(15).fill(++count % 256, 0, 1).fill(count >> 8, 1, 2));
const message = (text: string, at = ++count) => ({ kind: 'message', id: idOf('message'), at, text }) as const;
const edit = (target: EventId, text: string, at = ++count) =>
  ({ kind: 'edit', id: idOf('edit'), at, target, text }) as const;
const deletion = ({ id, at }: UserEvent) =>
  ({ kind: 'delete', id: idOf('delete'), at: ++count, target: id, targetAt: at }) as const;

describe('what is appended', () => {
  test('is read back in order, with its author, client and clock', () => {
    const doc = new Y.Doc();
    const events = [message('a'), message('b'), message('c')];
    for (const event of events) appendEvent(doc, ada, event);
    const client = doc.clientID;
    expect([...readLogs(doc)]).toEqual(
      events.map((event, clock) => ({ author: ada, client, clock, state: 'event', event })),
    );
  });

  test.each([0, 1, 2, 3, 4, 9])('is read from clock %i on, also in the middle of a run', (from) => {
    const doc = new Y.Doc();
    for (const text of ['a', 'b', 'c', 'd']) appendEvent(doc, ada, message(text));
    const all = [...readLog(doc, root(doc), 0)];
    expect(must(doc.store.clients.get(doc.clientID), 'structs')).toHaveLength(1); // Yjs made one run of four
    expect([...readLog(doc, root(doc), from)]).toEqual(all.slice(from));
  });

  test('in a newer form is carried and read as unknown', () => {
    const doc = new Y.Doc();
    doc.getArray(root(doc)).push([{ kind: 'poll', id: 'evt_x' }, 'text', null, { ...message('a'), extra: 1 }]);
    expect([...readLogs(doc)].map(({ state, event }) => [state, event])).toEqual(
      Array.from({ length: 4 }, () => ['unknown', null]),
    );
  });

  test('under the server’s name is read as the server’s, and a person’s word for it is unknown', () => {
    const doc = new Y.Doc();
    const late = { kind: 'late', id: idOf('late'), at: 1, client: 1, clock: 0, count: 1 };
    doc.getArray(root(doc)).push([late]);
    expect([...readLogs(doc)].map(({ state }) => state)).toEqual(['unknown']);
    const server = new Y.Doc();
    server.getArray(`log/@server/${server.clientID}`).push([late, message('a')]);
    expect([...readLogs(server)].map(({ author, state }) => [author, state])).toEqual([
      ['@server', 'event'],
      ['@server', 'unknown'],
    ]);
  });

  test('is nobody else’s, whatever another root is called', () => {
    const doc = new Y.Doc();
    appendEvent(doc, ben, message('mine'));
    doc.getArray(root(doc, ada));
    expect([...readLog(doc, root(doc, ada), 0)]).toEqual([]);
    expect([...readLogs(doc)].map(({ author }) => author)).toEqual([ben]);
  });

  test.each(['', 'log', `log/${ada}`, `log/${ada}/x`, `log/${ada}/1/2`, `log/${ada}/01`, `log/${ada}/4294967296`])(
    'in root %j is in no log',
    (name) => {
      expect(parseLogRoot(name)).toBeNull();
      expect([...readLog(new Y.Doc(), name, 0)]).toEqual([]);
    },
  );
});

describe.each([true, false])('a deletion, in a document that collects garbage: %s', (gc) => {
  test('erases its message and all edits of it, and nothing else', () => {
    const doc = new Y.Doc({ gc });
    const [first, second, third] = [message('first'), message('second'), message('third')];
    const events = [first, second, edit(first.id, 'first again'), third, edit(second.id, 'more'), edit(first.id, 'x')];
    doc.transact(() => events.forEach((event) => appendEvent(doc, ada, event)));
    const del = deletion(first);
    appendDelete(doc, ada, del);
    expect([...readLogs(doc)].map(({ event }) => event)).toEqual([null, second, null, third, events[4], null, del]);
    expect(live(doc)).toEqual([second, third, events[4], del]);
  });

  test('reaches the log of my other device, and no message of another person with the same id', () => {
    const mine = new Y.Doc({ gc });
    const other = new Y.Doc({ gc });
    const theirs = new Y.Doc({ gc });
    const first = message('first');
    appendEvent(mine, ada, first);
    appendEvent(theirs, ben, first);
    for (const doc of [mine, theirs]) Y.applyUpdate(other, Y.encodeStateAsUpdate(doc));
    appendDelete(other, ada, deletion(first));
    const states = [...readLogs(other)].filter(({ event }) => event?.kind !== 'delete');
    expect(states.map(({ author, state }) => `${author} ${state}`).sort()).toEqual([`${ada} erased`, `${ben} event`]);
  });

  test('is complete within its own transaction and arrives whole', () => {
    const doc = new Y.Doc({ gc });
    const copy = new Y.Doc({ gc });
    doc.on('update', (update: Uint8Array) => Y.applyUpdate(copy, update));
    const first = message('first');
    doc.transact(() => [message('zero'), first, edit(first.id, 'x')].forEach((event) => appendEvent(doc, ada, event)));
    doc.transact(() => {
      appendDelete(doc, ada, deletion(first));
      expect([...readLogs(doc)].map(({ state }) => state)).toEqual(['event', 'erased', 'erased', 'event']);
    });
    expect([...readLogs(copy)]).toEqual([...readLogs(doc)]);
  });
});

test('what is erased is no longer in the document’s bytes', () => {
  const doc = new Y.Doc();
  const first = message('a secret');
  appendEvent(doc, ada, first);
  expect(textOf(doc)).toContain('a secret');
  appendDelete(doc, ada, deletion(first));
  expect(textOf(doc)).not.toContain('a secret');
});

test.each(Array.from({ length: 30 }, (_, seed) => seed))(
  'any history keeps exactly what is not deleted, seed %i',
  (seed) => {
    const random = prng.create(seed);
    const docs = [new Y.Doc(), new Y.Doc()];
    const expected = new Map<string, UserEvent>();
    for (let step = 0; step < 60; step++) {
      const doc = prng.oneOf(random, docs);
      const messages = [...expected.values()].filter(({ kind }) => kind === 'message');
      const known = messages.filter(({ id }) => [...readLogs(doc)].some(({ event }) => event?.id === id));
      const choice = prng.int32(random, 0, 9);
      if (choice < 5 || known.length === 0) write(doc, message(`m${step}`));
      else if (choice < 7) write(doc, edit(prng.oneOf(random, known).id, `e${step}`));
      else if (choice < 8) exchange(docs);
      else {
        exchange(docs); // what a deletion does not know of it cannot erase
        const target = prng.oneOf(random, known);
        const del = deletion(target);
        appendDelete(doc, ada, del);
        for (const [id, event] of expected) if (id === target.id || targetOf(event) === target.id) expected.delete(id);
        expected.set(del.id, del);
      }
    }
    exchange(docs);
    for (const doc of docs) expect(sorted(live(doc))).toEqual(sorted([...expected.values()]));

    function write(doc: Y.Doc, event: UserEvent) {
      appendEvent(doc, ada, event);
      expected.set(event.id, event);
    }
  },
);

function targetOf(event: UserEvent): EventId | null {
  return event.kind === 'edit' ? event.target : null;
}

function exchange(docs: readonly Y.Doc[]): void {
  for (const from of docs) for (const to of docs) Y.applyUpdate(to, Y.encodeStateAsUpdate(from));
}

function live(doc: Y.Doc): unknown[] {
  return [...readLogs(doc)].flatMap(({ event }: LogEntry) => event ?? []);
}

function sorted(events: readonly unknown[]): string[] {
  return events.map((event) => JSON.stringify(event)).sort();
}

function textOf(doc: Y.Doc): string {
  return new TextDecoder().decode(Y.encodeStateAsUpdate(doc));
}
