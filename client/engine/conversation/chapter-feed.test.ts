import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { appendDelete, appendEvent, type LogEntry } from '../../../shared/conversation/log.ts';
import { mintEventId, mintUserId } from '../../../shared/ids.ts';
import { makeChapterFeed } from './chapter-feed.ts';

const ada = mintUserId(new Uint8Array(15).fill(1));
const ben = mintUserId(new Uint8Array(15).fill(2));
let seed = 0;

function message(text: string, at: number) {
  return { kind: 'message', id: mintEventId('message', new Uint8Array(15).fill(seed++)), at, text } as const;
}

function openFeed() {
  const doc = new Y.Doc();
  const entries: LogEntry[] = [];
  const items = makeChapterFeed(doc, (found) => entries.push(...found));
  return { doc, entries, items, texts: () => items.get().map(({ text }) => text) };
}

describe('a chapter on this device', () => {
  test('shows what is written here and what arrives, in order, each entry read once', () => {
    const here = openFeed();
    const there = new Y.Doc();
    there.on('update', (update: Uint8Array) => Y.applyUpdate(here.doc, update, 'link'));
    appendEvent(here.doc, ada, message('second', 2));
    appendEvent(there, ben, message('first', 1));
    appendEvent(there, ben, message('third', 3));
    expect(here.texts()).toEqual(['first', 'second', 'third']);
    expect(here.entries.map(({ clock }) => clock)).toEqual([0, 0, 1]);
    expect(here.entries.map(({ author }) => author)).toEqual([ada, ben, ben]);
  });

  test('tells nobody when bytes arrive that it has already', () => {
    const here = openFeed();
    appendEvent(here.doc, ada, message('once', 1));
    const before = here.items.get();
    Y.applyUpdate(here.doc, Y.encodeStateAsUpdate(here.doc), 'disk');
    expect(here.items.get()).toBe(before);
    expect(here.entries).toHaveLength(1);
  });

  test('waits with entries that build on what is not here yet', () => {
    const here = openFeed();
    const there = new Y.Doc();
    const updates: Uint8Array[] = [];
    there.on('update', (update: Uint8Array) => updates.push(update));
    appendEvent(there, ben, message('first', 1));
    appendEvent(there, ben, message('second', 2));
    for (const update of updates.toReversed()) Y.applyUpdate(here.doc, update, 'link');
    expect(here.texts()).toEqual(['first', 'second']);
  });

  test('empties the row of a deleted message and leaves the others the same objects', () => {
    const here = openFeed();
    const doomed = message('secret', 1);
    appendEvent(here.doc, ada, doomed);
    appendEvent(here.doc, ada, message('stays', 2));
    const [, stays] = here.items.get();
    const id = mintEventId('delete', new Uint8Array(15).fill(99));
    appendDelete(here.doc, ada, { kind: 'delete', id, at: 3, target: doomed.id, targetAt: 1 });
    expect(here.texts()).toEqual([null, 'stays']);
    expect(here.items.get()[1]).toBe(stays);
  });

  test('still shows an entry when the disk throws while it is stored', () => {
    const here = openFeed();
    here.doc.on('update', () => {
      throw new Error('the database is closing');
    });
    expect(() => appendEvent(here.doc, ada, message('on the screen', 1))).toThrow('closing');
    expect(here.texts()).toEqual(['on the screen']);
  });
});
