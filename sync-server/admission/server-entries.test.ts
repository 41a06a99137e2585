// What the server itself writes into a chapter, and when it notes that something came late.
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { readLogs, serverAuthor } from '../../shared/conversation/log.ts';
import type { ClientId } from '../../shared/ids.ts';
import { freshUserId, messageAt, randomBytes } from '../../tests/kit/sample-events.ts';
import { lateAfterMs } from '../limits.ts';
import type { EntryRow } from './chapter-state.ts';
import { encodeFresh } from './encode-fresh.ts';
import { admitServerEvents, lateNotes } from './server-entries.ts';

const me = freshUserId();
const [one, two, serverClient] = [1, 2, 3] as ClientId[] as [ClientId, ClientId, ClientId];
const nowMs = 10_000_000;
const [fresh, old] = [nowMs - lateAfterMs, nowMs - lateAfterMs - 1];
const row = (client: ClientId, clock: number, at: number | null): EntryRow => {
  return { author: me, client, clock, event: at === null ? null : messageAt(at) };
};
const notes = (...rows: EntryRow[]) => lateNotes(rows, nowMs, randomBytes);

describe('a late note', () => {
  test('is made for what is older than the limit, and not for what is just as old', () => {
    expect(notes(row(one, 0, fresh))).toEqual([]);
    expect(notes(row(one, 0, old))).toMatchObject([{ kind: 'late', at: nowMs, client: one, clock: 0, count: 1 }]);
  });

  test('counts a run of one log, and another is another note', () => {
    const rows = [row(one, 4, 1), row(one, 5, 2), row(one, 6, 3), row(two, 0, 1), row(one, 8, 4)];
    expect(notes(...rows)).toMatchObject([
      { client: one, clock: 4, count: 3 },
      { client: two, clock: 0, count: 1 },
      { client: one, clock: 8, count: 1 },
    ]);
  });

  test('says nothing of places that came erased', () => {
    expect(notes(row(one, 0, null))).toEqual([]);
    expect(notes(row(one, 0, 1), row(one, 1, null), row(one, 2, 2))).toMatchObject([{ clock: 0 }, { clock: 2 }]);
  });
});

test('the server’s events stand in its own log, one after the other', () => {
  const [first, second] = [notes(row(one, 0, 1)), notes(row(two, 0, 1))];
  const doc = new Y.Doc();
  for (const [clock, events] of [first, second].entries()) {
    Y.applyUpdate(doc, encodeFresh([admitServerEvents(serverClient, clock, events)]));
  }
  expect([...readLogs(doc)]).toEqual([
    { author: serverAuthor, client: serverClient, clock: 0, state: 'event', event: first[0] },
    { author: serverAuthor, client: serverClient, clock: 1, state: 'event', event: second[0] },
  ]);
});
