// A personal document as the server handles it: what admission must know of it, when its values move to the next
// generation, and how. Everything here is made from the document itself; which steps follow each other is path.ts's.
import * as Y from 'yjs';
import { must } from '../../shared/base/assert.ts';
import type { ClientId, UserId } from '../../shared/ids.ts';
import { textRoot, readTexts } from '../../shared/personal/drafts.ts';
import type { AdmittedUpdate, Fresh } from '../admission/admit.ts';
import type { PersonalLimits } from '../admission/admit-personal.ts';
import { ChapterState } from '../admission/chapter-state.ts';
import type { Range } from '../admission/update-parts.ts';
import type { StoredUpdates } from '../update-log/update-log.ts';
import { applyStored } from './apply-stored.ts';

export interface PersonalSize {
  readonly bytes: number;
  /** Stretches that Yjs holds apart: what putting in another may cost. */
  readonly pieces: number;
}

/** What admission needs to know of a stored one. */
export function readPersonalState(owner: UserId, stored: StoredUpdates): ChapterState {
  const doc = new Y.Doc();
  applyStored(doc, stored);
  const state = new ChapterState();
  for (const [client, end] of Y.decodeStateVector(Y.encodeStateVector(doc))) {
    state.advance(owner, client as ClientId, end); // Yjs' own number
  }
  for (const [client, ranges] of Y.createDeleteSetFromStructStore(doc.store).clients) {
    for (const { clock, len } of ranges) state.erase({ client: client as ClientId, clock, length: len });
  }
  state.measure(sizeOf(doc));
  doc.destroy();
  return state;
}

export function sizeOf(doc: Y.Doc): PersonalSize {
  const pieces = [...doc.store.clients.values()].reduce((sum, structs) => sum + structs.length, 0);
  return { bytes: Y.encodeStateAsUpdate(doc).length, pieces };
}

/** Whether one of the two has come to a bound. */
export function reaches({ bytes, pieces }: PersonalSize, bound: PersonalSize): boolean {
  return bytes >= bound.bytes || pieces >= bound.pieces;
}

/**
 * The size at which to look again, as a look costs as much as the document is long: grown by half, or, where that is
 * sooner, half of the room that is left, so that what was only reckoned to be full is seen to have room.
 */
export function nextLookAfter({ bytes, pieces }: PersonalSize, limits: PersonalLimits): PersonalSize {
  return {
    bytes: Math.max(limits.bytes, Math.min(bytes * 1.5, (bytes + limits.maxBytes) / 2)),
    pieces: Math.max(limits.pieces, Math.min(pieces * 1.5, (pieces + limits.maxPieces) / 2)),
  };
}

/**
 * All values as the first update of the next generation; null while this one of `size` is small, or as good as all in it
 * is text that still stands, so that moving would gain nothing.
 */
export function valuesToMove(
  doc: Y.Doc,
  size: PersonalSize,
  { client, limits }: { client: ClientId; limits: PersonalLimits },
): Uint8Array | null {
  if (!reaches(size, limits)) return null;
  const next = new Y.Doc();
  next.clientID = client;
  for (const [conversationId, text] of readTexts(doc)) next.getText(textRoot(conversationId)).insert(0, text);
  const moved = sizeOf(next);
  const isGain =
    (size.bytes >= limits.bytes && moved.bytes * 2 <= size.bytes) ||
    (size.pieces >= limits.pieces && moved.pieces * 2 <= size.pieces);
  return isGain ? Y.encodeStateAsUpdate(next) : null;
}

/** The server's own update: judged by nobody, admitted in the same form. */
export function admitMove(userId: UserId, update: Uint8Array): AdmittedUpdate {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, update);
  const ends = Y.decodeStateVector(Y.encodeStateVector(doc)) as Map<ClientId, number>; // Yjs' own numbers
  const { pieces } = sizeOf(doc);
  return admitted({ runs: [], rows: [], erased: [], personal: { userId, update, ends, pieces } });
}

/** Takes all text out of a generation that was left; null when none is there. */
export function eraseAll(userId: UserId, doc: Y.Doc): AdmittedUpdate | null {
  const drafts = [...readTexts(doc)];
  if (drafts.length === 0) return null;
  const copy = new Y.Doc();
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc));
  const updates: Uint8Array[] = [];
  copy.on('update', (bytes: Uint8Array) => updates.push(bytes));
  copy.transact(() => {
    for (const [conversationId, text] of drafts) copy.getText(textRoot(conversationId)).delete(0, text.length);
  });
  const update = must(updates[0], 'one transaction makes one update');
  const personal = { userId, update, ends: new Map<ClientId, number>(), pieces: 0 };
  return admitted({ runs: [], rows: [], erased: erasedBy(update), personal });
}

function erasedBy(update: Uint8Array): Range[] {
  return [...Y.decodeUpdate(update).ds.clients].flatMap(([client, ranges]) =>
    ranges.map(({ clock, len }) => ({ client: client as ClientId, clock, length: len })),
  );
}

function admitted(fresh: Fresh): AdmittedUpdate {
  return fresh as AdmittedUpdate;
}
