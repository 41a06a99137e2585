// What honest devices write into a personal document is taken, in whatever order and however often it comes, and what
// the server makes of it is the same document.
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { must } from '../../shared/base/assert.ts';
import { directConversationId, type ClientId } from '../../shared/ids.ts';
import { draftRoot, readDrafts, spliceDraft } from '../../shared/personal/drafts.ts';
import { spliceBetween } from '../../shared/personal/merge-texts.ts';
import { freshUserId } from '../../tests/kit/sample-events.ts';
import { admitPersonal, type PersonalWriter } from './admit-personal.ts';
import { ChapterState } from './chapter-state.ts';
import { readPersonalUpdate } from './read-personal-update.ts';

const userId = freshUserId();
const conversations = [0, 1].map(() => directConversationId(userId, freshUserId()));
const limits = { bytes: 64_000, pieces: 1_000, maxBytes: 512_000, maxPieces: 2_000 };
const writer: PersonalWriter = { userId, serverClient: 7 as ClientId, limits };

/** The server's side: what it knows and what it has logged. */
function makeServer() {
  const [state, doc] = [new ChapterState(), new Y.Doc()];
  return {
    doc,
    receive(bytes: Uint8Array) {
      const parsed = must(readPersonalUpdate(bytes), 'bytes of the grammar');
      const verdict = admitPersonal(state, parsed, writer);
      if (verdict.status !== 'admitted') return verdict.status === 'refused' ? verdict.refusal.code : verdict.status;
      const news = must(verdict.update.personal, 'news');
      for (const [client, end] of news.ends) state.advance(userId, client, end);
      for (const range of news.erased) state.erase(range);
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
    const before = doc.getText(draftRoot(conversationId)).toJSON();
    const at = chance(before.length + 1);
    const after =
      `${before.slice(0, at)}${['a', 'bc', '😀', ''][chance(4)]}${before.slice(at + chance(4))}`.toWellFormed();
    spliceDraft(doc, conversationId, spliceBetween(before, after));
    if (chance(4) > 0) continue;
    // Meets the server: tells all that it lacks, perhaps more, and is told the same.
    const known = chance(2) === 0 ? undefined : Y.encodeStateVector(server.doc);
    expect(['admitted', 'known']).toContain(server.receive(Y.encodeStateAsUpdate(doc, known)));
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(server.doc, Y.encodeStateVector(doc)));
  }
  for (const doc of devices) expect(['admitted', 'known']).toContain(server.receive(Y.encodeStateAsUpdate(doc)));
  for (const doc of devices) Y.applyUpdate(doc, Y.encodeStateAsUpdate(server.doc));
  const [first, ...others] = devices.map((doc) => Object.fromEntries(readDrafts(doc)));
  for (const other of [...others, Object.fromEntries(readDrafts(server.doc))]) expect(other).toEqual(first);
  expect(server.doc.store.pendingStructs).toBeNull();
  expect(server.receive(Y.encodeStateAsUpdate(server.doc))).toBe('known');
});
