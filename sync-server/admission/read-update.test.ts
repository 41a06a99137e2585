// The grammar, rule by rule, and that everything Yjs writes of an honest history keeps it.
import * as encoding from 'lib0/encoding';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { must } from '../../shared/base/assert.ts';
import { appendDelete, appendEvent, logRoot } from '../../shared/conversation/log.ts';
import type { ClientId } from '../../shared/ids.ts';
import {
  bareStruct,
  craftUpdate,
  firstErasedRun,
  firstRun,
  nextErasedRun,
  nextRun,
  openLog,
  rootStruct,
  type CraftedUpdate,
  type Struct,
} from '../../tests/kit/craft-update.ts';
import { deletionAt, editAt, freshUserId, messageAt } from '../../tests/kit/sample-events.ts';
import { readUpdate, type ParsedUpdate } from './read-update.ts';

const root = 'log/usr_000000000000000000000000/9';
const block = (structs: readonly Struct[], client = 9, clock = 0): CraftedUpdate => ({
  blocks: [{ client, clock, structs }],
});

describe('each rule of the grammar has what keeps it and what breaks it', () => {
  const content = (encoder: encoding.Encoder) => {
    encoding.writeVarUint(encoder, 1);
    encoding.writeAny(encoder, 'x');
  };
  const rules: readonly (readonly [string, CraftedUpdate, CraftedUpdate])[] = [
    ['values, and no other content', block([rootStruct(8, root, content)]), block([rootStruct(4, root, content)])],
    ['erased places, and no garbage', block([firstErasedRun(root, 3)]), block([bareStruct(0, 3)])],
    ['no right origin', block([rootStruct(8, root, content)]), block([rootStruct(8 | 0x40, root, content)])],
    ['no key of a parent', block([rootStruct(8, root, content)]), block([rootStruct(8 | 0x20, root, content)])],
    ['an origin of the same client', block([nextRun(9, 4, [1])], 9, 5), block([nextRun(8, 4, [1])], 9, 5)],
    ['at least one struct in a block', block([firstRun(root, [1])]), block([])],
    ['at least one entry in a run', block([firstErasedRun(root, 1)]), block([firstErasedRun(root, 0)])],
    [
      'no more values than there are bytes',
      block([firstRun(root, [1])]),
      block([rootStruct(8, root, (e) => encoding.writeVarUint(e, 9))]),
    ],
    ['a plain root', block([firstRun(root, [1])]), block([firstRun('log/ü', [1])])],
    ['a short root', block([firstRun('r'.repeat(64), [1])]), block([firstRun('r'.repeat(65), [1])])],
    ['client ids of 32 bits', block([firstRun(root, [1])], 2 ** 32 - 1), block([firstRun(root, [1])], 2 ** 32)],
    ['clocks below 2^31', block([firstErasedRun(root, 2 ** 31 - 1)]), block([firstErasedRun(root, 2 ** 31 + 1)])],
    ['a first clock below 2^31', block([nextRun(9, 4, [1])], 9, 2 ** 31 - 1), block([nextRun(9, 4, [1])], 9, 2 ** 31)],
    [
      'blocks in falling order',
      {
        blocks: [...must(block([firstRun(root, [1])]).blocks, ''), ...must(block([firstRun(root, [1])], 8).blocks, '')],
      },
      {
        blocks: [...must(block([firstRun(root, [1])]).blocks, ''), ...must(block([firstRun(root, [1])], 9).blocks, '')],
      },
    ],
    ['erased lists in falling order', erases([9, [0, 1]], [8, [0, 1]]), erases([8, [0, 1]], [9, [0, 1]])],
    ['erased ranges in rising order', erases([9, [0, 2], [2, 1]]), erases([9, [0, 2], [1, 1]])],
    ['erased ranges of something', erases([9, [0, 1]]), erases([9, [0, 0]])],
    ['erased lists of something', erases([9, [0, 1]]), erases([9])],
    ['erased ranges that end below 2^31', erases([9, [2 ** 31 - 1, 1]]), erases([9, [2 ** 31 - 1, 2]])],
  ];
  test.each(rules)('%s', (_, good, bad) => {
    expect(readUpdate(craftUpdate(good))).not.toBeNull();
    expect(readUpdate(craftUpdate(bad))).toBeNull();
  });

  test('nothing behind the end', () => {
    const good = openLog(9, root, [1]);
    expect(readUpdate(good)).not.toBeNull();
    expect(readUpdate(Uint8Array.from([...good, 0]))).toBeNull();
  });

  test('nothing missing, wherever it ends', () => {
    const good = craftUpdate({
      ...block([firstRun(root, ['text', { at: 1.5 }]), nextErasedRun(9, 1, 2)]),
      ...erases([9, [0, 1]]),
    });
    expect(readUpdate(good)).not.toBeNull();
    for (let end = 0; end < good.length; end++) expect(readUpdate(good.slice(0, end))).toBeNull();
    // Also where other bytes follow in the same memory, as in a frame.
    for (let end = 0; end < good.length; end++) expect(readUpdate(good.subarray(0, end))).toBeNull();
  });

  test('a gap inside a block is read, and named', () => {
    const gap = block([firstRun(root, [1]), bareStruct(10, 3), nextRun(9, 3, [2])]);
    expect(readUpdate(craftUpdate(gap))?.hasGap).toBe(true);
    expect(readUpdate(openLog(9, root, [1]))?.hasGap).toBe(false);
  });
});

test('an update is read as what it says', () => {
  const bytes = craftUpdate({ ...block([firstRun(root, ['a', 2]), nextErasedRun(9, 1, 3)]), ...erases([7, [4, 5]]) });
  const parsed = must(readUpdate(bytes), 'an update');
  expect(parsed.erased).toEqual([{ client: 7, clock: 4, length: 5 }]);
  const [values, erased] = parsed.blocks[0]?.runs ?? [];
  expect(values).toMatchObject({ clock: 0, length: 2, root, origin: null, values: ['a', 2] });
  expect(erased).toMatchObject({ clock: 2, length: 3, root: null, origin: 1, values: null });
  const [start = 0, end = 0] = values?.bounds ?? [];
  expect([...bytes.subarray(start, end)]).toEqual([119, 1, 97]); // the text `a`
});

describe('what Yjs itself writes of honest histories is always read', () => {
  const me = freshUserId();
  /** Appends, edits and deletes in a document; answers every update that leaves it, and what a sync would carry. */
  const write = (doc: Y.Doc, count: number): Uint8Array[] => {
    const updates: Uint8Array[] = [];
    doc.on('update', (update: Uint8Array) => updates.push(update));
    const vectors: Uint8Array[] = [new Uint8Array([0])];
    for (let at = 1; at <= count; at++) {
      const event = messageAt(at * 10, `message ${at}`);
      appendEvent(doc, me, event);
      if (at % 3 === 0) appendEvent(doc, me, editAt(at * 10 + 1, event.id));
      if (at % 4 === 0) appendDelete(doc, me, deletionAt(at * 10 + 2, event.id, event.at));
      vectors.push(Y.encodeStateVector(doc));
    }
    return [...updates, ...vectors.map((vector) => Y.encodeStateAsUpdate(doc, vector))];
  };
  const parse = (updates: readonly Uint8Array[]): ParsedUpdate[] =>
    updates.map((update) => must(readUpdate(update), 'read'));

  test.each([true, false])('one device, garbage collection %s', (gc) => {
    const parsed = parse(write(new Y.Doc({ gc }), 40));
    expect(parsed.filter(({ hasGap }) => hasGap)).toEqual([]);
  });

  test('two devices that hear each other, and a third that starts from their state', () => {
    const [one, two] = [new Y.Doc(), new Y.Doc()];
    const updates = [...write(one, 12), ...write(two, 12)];
    Y.applyUpdate(two, Y.encodeStateAsUpdate(one));
    Y.applyUpdate(one, Y.encodeStateAsUpdate(two));
    const three = new Y.Doc();
    Y.applyUpdate(three, Y.encodeStateAsUpdate(one));
    updates.push(...write(three, 12));
    updates.push(Y.mergeUpdates(updates));
    expect(parse(updates).at(-1)?.blocks).toHaveLength(3);
  });

  test('every kind of text and number', () => {
    const doc = new Y.Doc();
    const values = [
      '',
      '\u{feff}',
      '\u{1f469}\u200d\u{1f469}',
      0,
      -1,
      2 ** 31,
      2 ** 40,
      0.5,
      -1e300,
      true,
      null,
      [],
      {},
      { a: [{ b: 1 }] },
    ];
    doc.getArray(logRoot(me, doc.clientID as ClientId)).push(values);
    expect(parse([Y.encodeStateAsUpdate(doc)])[0]?.blocks[0]?.runs[0]?.values).toEqual(values);
  });

  test('nothing', () => {
    expect(readUpdate(Y.encodeStateAsUpdate(new Y.Doc()))).toMatchObject({ blocks: [], erased: [], hasGap: false });
  });
});

function erases(...lists: readonly (readonly [number, ...(readonly [number, number])[]])[]): CraftedUpdate {
  return { erased: lists.map(([client, ...ranges]) => ({ client, ranges })) };
}
