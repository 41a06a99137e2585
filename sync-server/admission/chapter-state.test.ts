// What admission remembers of a chapter.
import { expect, test } from 'vitest';
import type { ClientId } from '../../shared/ids.ts';
import { subjectKey } from '../../shared/conversation/events.ts';
import { deletionAt, editAt, freshUserId, messageAt } from '../../tests/kit/sample-events.ts';
import { ChapterState, noteOf } from './chapter-state.ts';

const [me, other] = [freshUserId(), freshUserId()];
const [client, unknown] = [7, 8] as ClientId[] as [ClientId, ClientId];
const message = messageAt(10);
const rows = [
  { author: me, client, clock: 0, event: message },
  { author: me, client, clock: 1, event: editAt(20, message.id) },
  { author: me, client, clock: 2, event: null },
  { author: me, client, clock: 3, event: deletionAt(30, message.id, 10) },
] as const;

test('a log knows its author, its next clock and its newest time', () => {
  const state = ChapterState.fromNotes(rows.map(noteOf));
  expect(state.logs.get(client)).toMatchObject({ author: me, next: 4, lastAt: 30 });
  expect([state.nextClock(client), state.nextClock(unknown)]).toEqual([4, 0]);
});

test('an entry that came erased does not set the time back', () => {
  const state = ChapterState.fromNotes(rows.slice(0, 3).map(noteOf));
  expect(state.logs.get(client)).toMatchObject({ next: 3, lastAt: 20 });
});

test('each entry knows the message whose deletion may erase it', () => {
  const state = ChapterState.fromNotes(rows.map(noteOf));
  const name = subjectKey(me, message.id);
  expect(state.logs.get(client)?.subjects).toEqual([name, name, null, null]);
});

test('ids and deletions count for their author alone', () => {
  const state = ChapterState.fromNotes(rows.map(noteOf));
  expect([state.hasId(me, message.id), state.hasId(other, message.id)]).toEqual([true, false]);
  expect([me, other].map((author) => state.isDeleted(subjectKey(author, message.id)))).toEqual([true, false]);
});

test('the id of an erased entry stays taken', () => {
  const state = ChapterState.fromNotes(rows.map(noteOf));
  state.erase({ client, clock: 0, length: 1 });
  const left = [...(state.logs.get(client)?.erased.missingFrom(0, 4) ?? [])];
  expect(left).toEqual([
    { clock: 1, length: 1 },
    { clock: 3, length: 1 },
  ]);
  expect(state.hasId(me, message.id)).toBe(true);
});

test('a chapter has erasures once something is gone, or came gone', () => {
  const whole = ChapterState.fromNotes(rows.slice(0, 2).map(noteOf));
  expect(whole.hasErasure).toBe(false);
  whole.erase({ client, clock: 1, length: 1 });
  expect(whole.hasErasure).toBe(true);
  expect(ChapterState.fromNotes(rows.map(noteOf)).hasErasure).toBe(true);
});
