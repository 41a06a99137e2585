// What honest devices write into a personal document is taken, in whatever order and however often it comes, and what
// the server makes of it is the same document.
import * as encoding from 'lib0/encoding';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { must } from '../../shared/base/assert.ts';
import { directConversationId, type ClientId } from '../../shared/ids.ts';
import { textRoot, readTexts, spliceText } from '../../shared/personal/drafts.ts';
import { spliceBetween } from '../../shared/personal/merge-texts.ts';
import { craftUpdate, firstErasedRun, rootStruct, type Struct } from '../../tests/kit/craft-update.ts';
import { freshUserId } from '../../tests/kit/sample-events.ts';
import { admitPersonal, type PersonalLimits, type PersonalWriter } from './admit-personal.ts';
import { ChapterState } from './chapter-state.ts';
import { readPersonalUpdate } from './read-personal-update.ts';

const userId = freshUserId();
const conversations = [0, 1].map(() => directConversationId(userId, freshUserId()));
const [small, roomy] = [2_000, 1_000_000].map((maxPieces) => {
  return { bytes: 64_000, pieces: 1_000, maxBytes: 512_000, maxPieces };
}) as [PersonalLimits, PersonalLimits];
const root = textRoot(must(conversations[0], 'a conversation'));

/** The server's side: what it knows and what it has logged. */
function makeServer(limits = roomy) {
  const writer: PersonalWriter = { userId, serverClient: 7 as ClientId, limits };
  const [state, doc] = [new ChapterState(), new Y.Doc()];
  return {
    doc,
    receive(bytes: Uint8Array) {
      const parsed = must(readPersonalUpdate(bytes), 'bytes of the grammar');
      const verdict = admitPersonal(state, parsed, writer);
      if (verdict.status !== 'admitted') return verdict.status === 'refused' ? verdict.refusal.code : verdict.status;
      const news = must(verdict.update.personal, 'news');
      for (const [client, end] of news.ends) state.advance(userId, client, end);
      for (const range of verdict.update.erased) state.erase(range);
      state.measure({ bytes: state.size.bytes + news.update.length, pieces: state.pieces + news.pieces });
      Y.applyUpdate(doc, news.update);
      return 'admitted';
    },
  };
}

/** Chance that is the same for the same seed. */
function makeChance(seed: number) {
  let state = seed;
  return (below: number) => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return Math.floor((state / 2 ** 31) * below);
  };
}

test.each(Array.from({ length: 40 }, (_, seed) => seed))('devices that type at random, by seed %i', (seed) => {
  const chance = makeChance(seed + 1);
  const server = makeServer();
  const devices = [1, 2, 3].map((client) => {
    const doc = new Y.Doc();
    doc.clientID = 1_000 * (client + 10 * seed);
    return doc;
  });
  for (let turn = 0; turn < 60; turn++) {
    const doc = must(devices[chance(3)], 'a device');
    const conversationId = must(conversations[chance(2)], 'a conversation');
    const before = doc.getText(textRoot(conversationId)).toJSON();
    const at = chance(before.length + 1);
    const after =
      `${before.slice(0, at)}${['a', 'bc', '😀', ''][chance(4)]}${before.slice(at + chance(4))}`.toWellFormed();
    spliceText(doc, conversationId, spliceBetween(before, after));
    if (chance(4) > 0) continue;
    // Meets the server: tells all that it lacks, perhaps more, and is told the same.
    const known = chance(2) === 0 ? undefined : Y.encodeStateVector(server.doc);
    expect(['admitted', 'known']).toContain(server.receive(Y.encodeStateAsUpdate(doc, known)));
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(server.doc, Y.encodeStateVector(doc)));
  }
  for (const doc of devices) expect(['admitted', 'known']).toContain(server.receive(Y.encodeStateAsUpdate(doc)));
  for (const doc of devices) Y.applyUpdate(doc, Y.encodeStateAsUpdate(server.doc));
  const [first, ...others] = devices.map((doc) => Object.fromEntries(readTexts(doc)));
  for (const other of [...others, Object.fromEntries(readTexts(server.doc))]) expect(other).toEqual(first);
  expect(server.doc.store.pendingStructs).toBeNull();
  expect(server.receive(Y.encodeStateAsUpdate(server.doc))).toBe('known');
});

/** The letter `x` in a root, or with `left` right of that place. */
function letter(left?: readonly [client: number, clock: number]): Struct {
  if (left === undefined) return rootStruct(4, root, (encoder) => encoding.writeVarString(encoder, 'x'));
  return (encoder) => {
    encoding.writeUint8(encoder, 4 | 0x80);
    for (const number of left) encoding.writeVarUint(encoder, number);
    encoding.writeVarString(encoder, 'x');
  };
}

/** Blocks of one letter each; every one stands beside one of a lower client. They are written highest first. */
function stairs(count: number): Uint8Array {
  const clients = Array.from({ length: count }, (_, index) => 1_000 + count - index);
  const structs = (client: number) => [client === 1_001 ? letter() : letter([client - 1, 0])];
  return craftUpdate({ blocks: clients.map((client) => ({ client, clock: 0, structs: structs(client) })) });
}

/** Counts how often the clock of a client is looked up: what judging costs. */
class CountingState extends ChapterState {
  lookUps = 0;
  override nextClock(client: ClientId): number {
    this.lookUps++;
    return super.nextClock(client);
  }
}

test.each([
  ['blocks that each wait for the next are taken', 2_000, roomy, 'admitted', 10],
  ['more runs than there is room for are refused', 30_000, small, 'refused', 2],
])('%s, at the cost of their number', (_, count, limits, status, each) => {
  const state = new CountingState();
  const parsed = must(readPersonalUpdate(stairs(count)), 'bytes of the grammar');
  expect(admitPersonal(state, parsed, { userId, serverClient: 7 as ClientId, limits }).status).toBe(status);
  expect(state.lookUps).toBeLessThanOrEqual(each * count);
});

test('blocks that wait for each other by turns are taken', () => {
  const server = makeServer();
  const first = { client: 20, clock: 0, structs: [letter([10, 0]), letter([10, 1])] };
  const second = { client: 10, clock: 0, structs: [letter(), letter([20, 0]), letter([20, 1])] };
  expect(server.receive(craftUpdate({ blocks: [first, second] }))).toBe('admitted');
  expect(server.doc.store.pendingStructs).toBeNull();
  expect(server.doc.getText(root).length).toBe(5);
});

test('no document holds more pieces apart than there is room for, however it is cut', () => {
  const server = makeServer({ ...small, maxPieces: 100 });
  const device = new Y.Doc();
  device.getText(root).insert(0, 'text '.repeat(200));
  expect(server.receive(Y.encodeStateAsUpdate(device))).toBe('admitted');
  const client = device.clientID;
  const ranges = Array.from({ length: 60 }, (_, index) => [1 + index * 3, 1] as const);
  expect(server.receive(craftUpdate({ erased: [{ client, ranges }] }))).toBe('personal-full');
  const inside = Array.from({ length: 60 }, (_, index) => letter([client, index * 3]));
  expect(server.receive(craftUpdate({ blocks: [{ client: 1, clock: 0, structs: inside }] }))).toBe('personal-full');
  expect(server.receive(craftUpdate({ erased: [{ client, ranges: ranges.slice(0, 45) }] }))).toBe('admitted');
  const pieces = [...server.doc.store.clients.values()].reduce((sum, structs) => sum + structs.length, 0);
  expect(pieces).toBeGreaterThan(80);
});

test('places that are known are not erased by a run that came erased', () => {
  const server = makeServer();
  const client = 1_000;
  const known = rootStruct(4, root, (encoder) => encoding.writeVarString(encoder, 'secret'));
  expect(server.receive(craftUpdate({ blocks: [{ client, clock: 0, structs: [known] }] }))).toBe('admitted');
  const longer = craftUpdate({ blocks: [{ client, clock: 0, structs: [firstErasedRun(root, 8)] }] });
  expect(server.receive(longer)).toBe('admitted');
  expect(server.doc.getText(root).toJSON()).toBe('secret');
  expect(server.receive(craftUpdate({ erased: [{ client, ranges: [[0, 6]] }] }))).toBe('admitted');
  expect(server.doc.getText(root).toJSON()).toBe('');
});
