// What nobody may do with a person's own document: read another's, or put into one what is no draft, too much, or what
// could never be put in. A refused update changes nothing, and the owner goes on.
import * as encoding from 'lib0/encoding';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { must } from '../../shared/base/assert.ts';
import { personalName, type DocumentName } from '../../shared/conversation/document-name.ts';
import { directConversationId } from '../../shared/ids.ts';
import { textRoot, readTexts } from '../../shared/personal/drafts.ts';
import type { RefusalCode } from '../../shared/protocol/refusal.ts';
import { bareStruct, craftUpdate, firstErasedRun, rootStruct, type Struct } from '../kit/craft-update.ts';
import type { Person } from '../kit/person.ts';
import { freshClient, freshUserId } from '../kit/sample-events.ts';
import { openTestServer, type TestServer } from '../kit/test-server.ts';
import { until } from '../kit/until.ts';
import { openDevice, type WireDevice, type WireReplica } from '../kit/wire-device.ts';

let server: TestServer;
let ada: Person;
let ben: Person;
let device: WireDevice;
let attacker: WireDevice;
let own: WireReplica;

const limits = { bytes: 4_000, pieces: 24, maxBytes: 8_000, maxPieces: 64 };
const nameOf = ({ userId }: Person, generation = 1) => personalName({ userId, generation });
const conversationId = directConversationId(freshUserId(), freshUserId());
const root = textRoot(conversationId);

beforeAll(async () => {
  server = await openTestServer({ personalLimits: limits });
  [ada, ben] = (await server.people('Ada', 'Ben')) as [Person, Person];
  device = await openDevice(ada);
  attacker = await openDevice(await ada.signInAgain());
  own = await device.open(nameOf(ada));
  own.doc.getText(root).insert(0, 'my words');
  await device.acknowledged(own);
});
afterAll(async () => {
  await device.close();
  await attacker.close();
  await server.close();
});

/** A struct of text: `places` are what it stands between; with none, its root is named. */
function textStruct(text: string, places: { left?: Place; right?: Place; root?: string; info?: number } = {}): Struct {
  const { left, right, root: name = root, info = 4 } = places;
  return (encoder) => {
    encoding.writeUint8(encoder, info | (left ? 0x80 : 0) | (right ? 0x40 : 0));
    for (const place of [left, right]) for (const number of place ?? []) encoding.writeVarUint(encoder, number);
    if (left === undefined && right === undefined) {
      encoding.writeVarUint(encoder, 1);
      encoding.writeVarString(encoder, name);
    }
    encoding.writeVarString(encoder, text);
  };
}
type Place = readonly [client: number, clock: number];

function update(
  structs: readonly Struct[],
  { client = freshClient(), clock = 0 }: { client?: number; clock?: number } = {},
): Uint8Array {
  return craftUpdate({ blocks: [{ client, clock, structs }] });
}

/** What the server has of a document. */
async function stored(name: DocumentName): Promise<Record<string, string>> {
  const { snapshot, updates } = await server.server.log.readUpdates(name);
  const doc = new Y.Doc();
  for (const bytes of snapshot === null ? updates : [snapshot, ...updates]) Y.applyUpdate(doc, bytes);
  expect(doc.store.pendingStructs).toBeNull();
  return Object.fromEntries(readTexts(doc));
}

async function logHolds(name: DocumentName, text: string): Promise<boolean> {
  const { snapshot, updates } = await server.server.log.readUpdates(name);
  return [snapshot ?? new Uint8Array(), ...updates].some((bytes) => Buffer.from(bytes).includes(text));
}

/** The reason for which the channel was closed; null while it is open. */
async function send(bytes: Uint8Array): Promise<string | null> {
  const replica = await attacker.open(nameOf(ada), { silent: true });
  attacker.sendUpdate(nameOf(ada), bytes);
  await attacker.heard();
  await server.server.path.drain();
  await attacker.heard();
  if (replica.closedFor === null) attacker.leave(nameOf(ada));
  return replica.closedFor;
}

describe('nobody opens', () => {
  test.each<[string, () => DocumentName]>([
    ['another person’s document', () => nameOf(ben)],
    ['one of a person who is not there', () => personalName({ userId: freshUserId(), generation: 1 })],
    ['another person’s generation that is not there', () => nameOf(ben, 2)],
    ['a generation of their own that is not there', () => nameOf(ada, 2)],
  ])('%s, and all look alike', async (_, name) => {
    const replica = await attacker.open(name());
    expect(replica.closedFor).toBe('permission-denied');
    attacker.sendUpdate(name(), update([textStruct('intruder')]));
    attacker.report(name(), { 1: 1 });
    await attacker.heard();
    expect(await stored(name())).toEqual({});
  });
});

const [c1, c2] = [3_000_000_001, 3_000_000_002];
const attacks: readonly (readonly [string, RefusalCode, () => Uint8Array])[] = [
  ['a root that is no draft', 'unknown-root', () => update([textStruct('x', { root: 'notes' })])],
  ['a draft of no conversation', 'unknown-root', () => update([textStruct('x', { root: 'draft/everything' })])],
  ['a mark of no conversation', 'unknown-root', () => update([textStruct('pin 1', { root: 'mark/everything' })])],
  [
    'a mark below a conversation’s mark',
    'unknown-root',
    () => update([textStruct('pin 1', { root: `mark/${conversationId}/mark` })]),
  ],
  ['the root of a log', 'unknown-root', () => update([textStruct('x', { root: `log/${ada.userId}/1` })])],
  ['an erased run in a root that is no draft', 'unknown-root', () => update([firstErasedRun('notes', 3)])],
  [
    'a JSON value',
    'malformed',
    () => update([rootStruct(8, root, (encoder) => encoding.writeUint8Array(encoder, Uint8Array.of(1, 126)))]),
  ],
  ['a nested type', 'malformed', () => update([rootStruct(7, root, (encoder) => encoding.writeVarUint(encoder, 0))])],
  [
    'a format',
    'malformed',
    () =>
      update([
        rootStruct(6, root, (encoder) => ['bold', 'true'].forEach((one) => encoding.writeVarString(encoder, one))),
      ]),
  ],
  ['a map key', 'malformed', () => update([textStruct('x', { info: 4 | 0x20 })])],
  ['text of no length', 'malformed', () => update([textStruct('')])],
  ['a NUL', 'malformed', () => update([textStruct('a\0b')])],
  ['a garbage-collected struct', 'malformed', () => update([bareStruct(0, 3)])],
  ['a gap in itself', 'incomplete', () => update([textStruct('a'), bareStruct(10, 2), textStruct('b')])],
  ['a gap after what is known', 'incomplete', () => update([textStruct('x')], { clock: 5 })],
  ['a neighbour that is nowhere', 'incomplete', () => update([textStruct('x', { left: [c1, 0] })])],
  ['a right neighbour that is nowhere', 'incomplete', () => update([textStruct('x', { right: [c1, 7] })])],
  ['itself as a neighbour', 'incomplete', () => update([textStruct('x', { left: [c1, 0] })], { client: c1 })],
  [
    'two that each stand beside the other',
    'incomplete',
    () =>
      craftUpdate({
        blocks: [
          { client: c2, clock: 0, structs: [textStruct('x', { left: [c1, 0] })] },
          { client: c1, clock: 0, structs: [textStruct('y', { left: [c2, 0] })] },
        ],
      }),
  ],
  ['an erasure of what is nowhere', 'incomplete', () => craftUpdate({ erased: [{ client: c1, ranges: [[0, 5]] }] })],
  ['the server’s client', 'client-taken', () => update([textStruct('x')], { client: server.server.path.serverClient })],
  ['more bytes than it may hold', 'personal-full', () => update([textStruct('x'.repeat(limits.maxBytes))])],
  [
    'more pieces than it may hold',
    'personal-full',
    () => {
      const client = freshClient();
      return update(
        Array.from({ length: limits.maxPieces + 1 }, () => textStruct('x')),
        { client },
      );
    },
  ],
];

describe('refused, and nothing is changed by', () => {
  test.each(attacks)('%s: %s', async (_, code, make) => {
    const before = [await stored(nameOf(ada)), server.server.path.newestGeneration(ada.userId)];
    expect(await send(make())).toMatch(new RegExp(`^${code}:`));
    expect([await stored(nameOf(ada)), server.server.path.newestGeneration(ada.userId)]).toEqual(before);
    const text = own.doc.getText(root);
    text.insert(text.length, '.');
    await device.acknowledged(own);
    expect(own.closedFor).toBeNull();
  });
});

test('what is sent again adds nothing, in part or whole', async () => {
  const doc = new Y.Doc();
  doc.getText(root).insert(0, 'once ');
  const first = Y.encodeStateAsUpdate(doc);
  doc.getText(root).insert(5, 'and again ');
  doc.getText(root).delete(0, 2);
  expect(await send(first)).toBeNull();
  const whole = Y.encodeStateAsUpdate(doc);
  expect(await send(whole)).toBeNull();
  const after = await server.server.log.readUpdates(nameOf(ada));
  for (const again of [first, whole]) expect(await send(again)).toBeNull();
  expect((await server.server.log.readUpdates(nameOf(ada))).sequence).toBe(after.sequence);
  expect((await stored(nameOf(ada)))[conversationId]).toContain('ce and again ');
  await until(() => own.doc.getText(root).toJSON().includes('ce and again '), 'the words on the other device');
});

test('one that has grown too large goes on in the next generation, and the old one takes and tells nothing', async () => {
  const standing = (await stored(nameOf(ada)))[conversationId];
  const { doc } = own;
  for (let count = 0; own.closedFor === null; count++) {
    const given = doc.getText(textRoot(directConversationId(freshUserId(), freshUserId())));
    given.insert(0, 'given up');
    given.delete(0, 8);
    await device.heard();
    await server.server.path.drain();
    await device.heard();
  }
  expect(own.closedFor).toBe('generation-closed::');
  expect(server.server.path.newestGeneration(ada.userId)).toBe(2);
  expect((await stored(nameOf(ada, 2)))[conversationId]).toBe(standing);
  await until(async () => Object.keys(await stored(nameOf(ada))).length === 0, 'the old one to be empty');
  await server.server.path.drain();
  await until(async () => !(await logHolds(nameOf(ada), 'my words')), 'its text to be out of the log');

  const left = await attacker.open(nameOf(ada), { silent: true });
  attacker.sendUpdate(nameOf(ada), update([textStruct('too late')]));
  await attacker.heard();
  expect(left.closedFor).toBe('generation-closed::');
  expect([left.isSynced, left.acked.get(doc.clientID)]).toEqual([false, Y.getState(doc.store, doc.clientID)]);
  expect(await stored(nameOf(ada))).toEqual({});
  const next = await device.open(nameOf(ada, 2));
  expect(next.doc.getText(root).toJSON()).toBe(standing);
  expect(must((await openDevice(ada)).signals[0], 'a hello')).toMatchObject({ kind: 'hello', generation: 2 });
});

test('one that is large because its text stands is looked at again when it has grown by half, or is in pieces', async () => {
  const writer = await openDevice(ben);
  const replica = await writer.open(nameOf(ben));
  const lane = await server.server.path.lanes.of(nameOf(ben));
  const text = replica.doc.getText(root);
  const add = async (words: string) => {
    text.insert(text.length, words);
    await writer.acknowledged(replica);
  };
  await add('words '.repeat(800));
  const first = lane.nextLook;
  expect(first?.bytes).toBeGreaterThan(6_000);
  for (let count = 0; count < 5; count++) await add('.');
  expect(lane.nextLook).toBe(first);
  await add('words '.repeat(300));
  expect(must(lane.nextLook, 'a later look').bytes).toBeGreaterThan(must(first, 'the first look').bytes);

  lane.nextLook = null;
  writer.sendUpdate(nameOf(ben), Y.encodeStateAsUpdate(replica.doc));
  await writer.heard();
  await server.server.path.drain();
  expect(lane.nextLook).toBeNull();

  for (let count = 0; replica.closedFor === null; count++) {
    const given = replica.doc.getText(textRoot(directConversationId(freshUserId(), freshUserId())));
    given.insert(0, 'x');
    given.delete(0, 1);
    await writer.heard();
    await server.server.path.drain();
    await writer.heard();
  }
  expect(replica.closedFor).toBe('generation-closed::');
  await writer.close();
});
