// A member sends what Yjs can carry and the grammar does not: whatever another reader would take it for, it is
// refused whole. Made by real Yjs documents where Yjs can make it, by hand where it cannot.
import * as encoding from 'lib0/encoding';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { logRoot } from '../../shared/conversation/log.ts';
import type { ClientId } from '../../shared/ids.ts';
import { openStage, type Prey, type Stage } from '../kit/attack-stage.ts';
import { refusesEach } from '../kit/refuses-each.ts';
import {
  bareStruct,
  craftUpdate,
  firstErasedRun,
  firstRun,
  nextErasedRun,
  nextRun,
  openLog,
  rootStruct,
  type Struct,
} from '../kit/craft-update.ts';
import { messageAt } from '../kit/sample-events.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

const message = (aheadMs = 0) => messageAt(Date.now() + aheadMs);

/** What a real document of Yjs sends after `write` has filled the root of its own log. */
function byYjs(write: (doc: Y.Doc, root: string) => void, encode = Y.encodeStateAsUpdate) {
  return ({ me }: Prey): Uint8Array => {
    const doc = new Y.Doc();
    write(doc, logRoot(me, doc.clientID as ClientId)); // Yjs' own
    return encode(doc);
  };
}

/** A block of my own with these structs. */
function byHand(structs: (prey: Prey) => readonly Struct[]) {
  return (prey: Prey) => craftUpdate({ blocks: [{ client: prey.client, clock: 0, structs: structs(prey) }] });
}

describe('what Yjs can hold and a log cannot', () => {
  const pushes = (value: unknown) => byYjs((doc, root) => doc.getArray(root).push([value]));
  refusesEach(
    () => stage,
    [
      { name: 'a nested map', code: 'malformed', make: pushes(new Y.Map()) },
      { name: 'a nested array', code: 'malformed', make: pushes(new Y.Array()) },
      { name: 'a nested text', code: 'malformed', make: pushes(new Y.Text('whisper')) },
      { name: 'a nested XML element', code: 'malformed', make: pushes(new Y.XmlElement('script')) },
      { name: 'a subdocument', code: 'malformed', make: pushes(new Y.Doc()) },
      { name: 'bytes', code: 'malformed', make: pushes(new Uint8Array([1, 2, 3])) },
      {
        name: 'a key of a map',
        code: 'malformed',
        make: byYjs((doc, root) => doc.getMap(root).set('key', message())),
      },
      {
        name: 'a string of text',
        code: 'malformed',
        make: byYjs((doc, root) => doc.getText(root).insert(0, 'whisper')),
      },
      {
        name: 'formatting',
        code: 'malformed',
        make: byYjs((doc, root) => doc.getText(root).insert(0, 'whisper', { bold: true })),
      },
      {
        name: 'an embedded object',
        code: 'malformed',
        make: byYjs((doc, root) => doc.getText(root).insertEmbed(0, message())),
      },
      {
        name: 'an entry put before another, with a right origin',
        code: 'malformed',
        make: byYjs((doc, root) => {
          doc.getArray(root).push([message()]);
          doc.getArray(root).insert(0, [message(1)]);
        }),
      },
      {
        name: 'a remains of garbage collection',
        code: 'malformed',
        make: byYjs((doc, root) => {
          const map = new Y.Map();
          doc.getArray(root).push([map]);
          map.set('key', 'whisper');
          doc.getArray(root).delete(0);
        }),
      },
      {
        name: 'an update of format V2',
        code: 'malformed',
        make: byYjs((doc, root) => doc.getArray(root).push([message()]), Y.encodeStateAsUpdateV2),
      },
      {
        name: 'a skip in the middle, from merging updates with a gap',
        code: 'incomplete',
        make: ({ me }) => {
          const doc = new Y.Doc();
          const updates: Uint8Array[] = [];
          doc.on('update', (update: Uint8Array) => updates.push(update));
          for (let index = 0; index < 3; index++)
            doc.getArray(logRoot(me, doc.clientID as ClientId)).push([message(index)]);
          return Y.mergeUpdates([updates[0], updates[2]].flatMap((update) => update ?? []));
        },
      },
      { name: 'a skip alone', code: 'incomplete', make: byHand(() => [bareStruct(10, 5)]) },
      { name: 'a GC struct alone', code: 'malformed', make: byHand(() => [bareStruct(0, 5)]) },
      {
        name: 'JSON of the old sort',
        code: 'malformed',
        make: byHand(({ root }) => [
          rootStruct(2, root, (encoder) => {
            encoding.writeVarUint(encoder, 1);
            encoding.writeVarString(encoder, JSON.stringify(message()));
          }),
        ]),
      },
      {
        name: 'a parent that is an item instead of a root',
        code: 'malformed',
        make: byHand(({ theirs }) => [
          (encoder) => {
            encoding.writeUint8(encoder, 8);
            for (const number of [0, theirs.client, 0, 1]) encoding.writeVarUint(encoder, number);
            encoding.writeAny(encoder, message());
          },
        ]),
      },
    ],
  );
});

describe('structure that two readers take differently', () => {
  refusesEach(
    () => stage,
    [
      {
        name: 'two blocks of one client',
        code: 'malformed',
        make: ({ client, root }) =>
          craftUpdate({
            blocks: [
              { client, clock: 0, structs: [firstRun(root, [message()])] },
              { client, clock: 1, structs: [nextRun(client, 0, [message(1)])] },
            ],
          }),
      },
      {
        name: 'clients in rising order',
        code: 'malformed',
        make: ({ me }) =>
          craftUpdate({
            blocks: [100_001, 100_002].map((client) => {
              return { client, clock: 0, structs: [firstRun(logRoot(me, client as ClientId), [message()])] };
            }),
          }),
      },
      {
        name: 'a block without structs',
        code: 'malformed',
        make: ({ client }) => craftUpdate({ blocks: [{ client, clock: 0, structs: [] }] }),
      },
      {
        name: 'a byte behind the end',
        code: 'malformed',
        make: ({ client, root }) => Uint8Array.from([...openLog(client, root, [message()]), 0]),
      },
      {
        name: 'a byte too few',
        code: 'malformed',
        make: ({ client, root }) => openLog(client, root, [message()]).subarray(0, -1),
      },
      { name: 'nothing at all', code: 'malformed', make: () => new Uint8Array() },
      {
        name: 'more blocks than there are bytes',
        code: 'malformed',
        make: () => Uint8Array.from([0xff, 0xff, 0xff, 0xff, 0x0f, 0]),
      },
      {
        name: 'a client id beyond 32 bits',
        code: 'malformed',
        make: ({ me }) => openLog(2 ** 33, `log/${me}/${2 ** 33}`, [message()]),
      },
      {
        name: 'an erased run of 2^40 in 34 bytes',
        code: 'malformed',
        make: byHand(({ root }) => [firstErasedRun(root, 2 ** 40)]),
      },
      { name: 'an erased run of 2^31', code: 'too-large', make: byHand(({ root }) => [firstErasedRun(root, 2 ** 31)]) },
      {
        name: 'erased runs that add up to more than 2^31',
        code: 'malformed',
        make: byHand(({ client, root }) => [firstErasedRun(root, 2 ** 31 - 1), nextErasedRun(client, 2 ** 31 - 2, 9)]),
      },
      {
        name: 'an erased range of 2^40',
        code: 'malformed',
        make: ({ mine }) => craftUpdate({ erased: [{ client: mine.client, ranges: [[0, 2 ** 40]] }] }),
      },
      {
        name: 'erased ranges that overlap',
        code: 'malformed',
        make: ({ theirs }) =>
          craftUpdate({
            erased: [
              {
                client: theirs.client,
                ranges: [
                  [0, 2],
                  [1, 1],
                ],
              },
            ],
          }),
      },
      {
        name: 'erased ranges of one client in two lists',
        code: 'malformed',
        make: ({ mine: { client } }) =>
          craftUpdate({
            erased: [
              { client, ranges: [[0, 1]] },
              { client, ranges: [[1, 1]] },
            ],
          }),
      },
      {
        name: 'an erased range of nothing',
        code: 'malformed',
        make: ({ mine }) => craftUpdate({ erased: [{ client: mine.client, ranges: [[0, 0]] }] }),
      },
      {
        name: 'more entries than one update may bring',
        code: 'too-large',
        make: byHand(({ root }) => [firstErasedRun(root, 8_193)]),
      },
    ],
  );
});

test('bytes that the grammar would never write are not what the others get', async () => {
  // The same message with a length spelt in three bytes: the same values, so admitted, but in our own encoding.
  const { client, root } = stage.prey();
  const event = message();
  const plain = openLog(client, root, [event]);
  const spelt = Uint8Array.from([0x81, 0x80, 0x00, ...plain.subarray(1)]);
  expect(await stage.send(spelt)).toBeNull();
  const { updates } = await stage.server.server.log.readUpdates(stage.name);
  expect(updates.map((update) => Buffer.from(update).toString('hex'))).toContain(Buffer.from(plain).toString('hex'));
});
