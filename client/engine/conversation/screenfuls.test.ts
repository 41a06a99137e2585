// What is kept of the last screen of each conversation: what was added soon, what was deleted at once, and never more
// than is allowed.
import { describe, expect, test } from 'vitest';
import { directConversationId, type ClientId } from '../../../shared/ids.ts';
import { untouched, type TimelineItem } from '../../../shared/conversation/timeline.ts';
import { freshUserId, messageAt } from '../../../tests/kit/sample-events.ts';
import { makeTimers } from '../../../tests/kit/timers.ts';
import type { LocalTable } from '../disk/local-table.ts';
import type { Mark } from '../messenger.ts';
import { screenfulOf, type KeptRow, type ReadChapters } from './screenful.ts';
import { openScreenfuls } from './screenfuls.ts';

const [me, ben] = [freshUserId(), freshUserId()];
const fresh = () => directConversationId(freshUserId(), freshUserId());

function row(at: number, text: string | null, said: { chapter?: number; mark?: Mark['status'] } = {}): KeptRow {
  const { id } = messageAt(at);
  const author = said.mark === undefined ? ben : me;
  const place = { client: 1 as ClientId, clock: at };
  const item = { key: `${author} ${id}`, id, author, at, text, ...untouched, notice: null, lateAt: null, place };
  return { chapter: said.chapter ?? 1, item, mark: said.mark === undefined ? null : ({ status: said.mark } as Mark) };
}

const withText = (kept: KeptRow, text: string | null): KeptRow => ({ ...kept, item: { ...kept.item, text } });
const withMark = (kept: KeptRow, status: 'waiting' | 'sent'): KeptRow => ({ ...kept, mark: { status } });
/** Chapters that hold these rows and no others. */
const holding = (rows: readonly KeptRow[]): ReadChapters => ({
  itemsOf: (chapter) => rows.filter((one) => one.chapter === chapter).map(({ item }) => item),
  markOf: ({ key }: TimelineItem) => rows.find(({ item }) => item.key === key)?.mark ?? null,
});

function open(disk = new Map<string, unknown>()) {
  const timers = makeTimers();
  const table: LocalTable = {
    whenOpen: Promise.resolve('ok'),
    read: (key) => Promise.resolve({ status: 'read', value: disk.get(key) }),
    readAll: () => Promise.resolve({ status: 'read', values: disk, isNew: false }),
    write: (key, value) => Promise.resolve(disk.set(key, structuredClone(value)).has(key)),
    remove: (key) => Promise.resolve(disk.delete(key)),
    close: () => undefined,
  };
  const platform = {
    schedule: (delayMs: number, run: () => void) => timers.schedule(delayMs, run),
    withLock: <T>(_name: string, run: () => Promise<T>) => run(),
  };
  return { screenfuls: openScreenfuls({ platform, table, name: 'screenfuls' }), timers, disk };
}

const settle = () => new Promise<void>((resolve) => setImmediate(resolve));

describe('a screenful', () => {
  test('is there at the next start, a moment after it was shown', async () => {
    const { screenfuls, timers, disk } = open();
    const id = fresh();
    const rows = [row(1, 'one'), row(2, 'two', { mark: 'sent' })];
    expect(await screenfuls.read(id)).toEqual([]);
    screenfuls.note(id, rows, holding(rows));
    expect(disk.has(id)).toBe(false);
    timers.runAll();
    expect(await open(disk).screenfuls.read(id)).toEqual(rows);
  });

  test('loses at once what was deleted, and shows at once what was edited', async () => {
    const { screenfuls, timers, disk } = open();
    const id = fresh();
    const [one, two] = [row(1, 'one'), row(2, 'two')];
    await screenfuls.read(id);
    screenfuls.note(id, [one, two], holding([one, two]));
    timers.runAll();
    const [deleted, edited] = [withText(one, null), withText(two, 'second')];
    screenfuls.note(id, null, holding([deleted, edited])); // while one looks elsewhere
    expect(disk.get(id)).toEqual([deleted, edited]);
    expect(JSON.stringify(disk.get(id))).not.toContain('one');
  });

  test('is mended by a chapter that was read without being shown', async () => {
    const id = fresh();
    const [one, two] = [row(1, 'one'), row(2, 'two', { chapter: 2 })];
    const { screenfuls, disk } = open(new Map([[id, [one, two]]]));
    await screenfuls.mend(id, {
      ...holding([withText(one, null)]),
      itemsOf: (at) => (at === 1 ? [withText(one, null).item] : null),
    });
    expect(disk.get(id)).toEqual([withText(one, null), two]);
  });

  test('says of my messages no more than is true: what is better soon, what is worse at once', async () => {
    const { screenfuls, timers, disk } = open();
    const id = fresh();
    const waiting = row(1, 'mine', { mark: 'waiting' });
    await screenfuls.read(id);
    screenfuls.note(id, [waiting], holding([waiting]));
    timers.runAll();
    const sent = withMark(waiting, 'sent');
    screenfuls.note(id, [sent], holding([sent]));
    expect(disk.get(id)).toEqual([waiting]);
    timers.runAll();
    expect(disk.get(id)).toEqual([sent]);
    screenfuls.note(id, [waiting], holding([waiting])); // the server has lost it
    expect(disk.get(id)).toEqual([waiting]);
  });

  test('forgets a message of mine that was discarded', async () => {
    const { screenfuls, timers, disk } = open();
    const id = fresh();
    const kept = row(1, 'refused', { mark: 'waiting' });
    const refused = {
      ...kept,
      item: { ...kept.item, place: null },
      mark: { status: 'refused', code: 'bad-event' } as const,
    };
    await screenfuls.read(id);
    screenfuls.note(id, [refused], holding([refused]));
    timers.runAll();
    expect(await open(disk).screenfuls.read(id)).toEqual([refused]);
    screenfuls.note(id, [], holding([row(2, 'other')]));
    expect(disk.get(id)).toEqual([]);
  });

  test('is kept of some hundred conversations, those that were shown last', async () => {
    const { screenfuls, timers, disk } = open();
    const ids = Array.from({ length: 230 }, fresh);
    for (const id of ids) {
      await screenfuls.read(id);
      const rows = [row(1, 'one')];
      screenfuls.note(id, rows, holding(rows));
      timers.runAll();
      await settle();
    }
    expect([...disk.keys()].filter((key) => key !== 'order')).toEqual(ids.slice(-200));
    screenfuls.forget(ids[229] ?? fresh());
    await settle();
    expect(disk.size).toBe(200);
  });

  test('that another tab has mended is not what this one remembers', async () => {
    const { screenfuls, timers, disk } = open();
    const id = fresh();
    const one = row(1, 'one');
    await screenfuls.read(id);
    screenfuls.note(id, [one], holding([one]));
    timers.runAll();
    await open(disk).screenfuls.mend(id, holding([withText(one, null)]));
    expect(await screenfuls.read(id)).toEqual([withText(one, null)]);
  });

  test('that another version wrote is none', async () => {
    const id = fresh();
    const { screenfuls } = open(new Map<string, unknown>([[id, [{ chapter: 1, text: 'words' }]]]));
    expect(await screenfuls.read(id)).toEqual([]);
  });
});

describe('of what is shown is kept', () => {
  test('the newest, as much as fills a large screen', () => {
    const rows = Array.from({ length: 100 }, (_, at) => row(at, `${at}`));
    expect(screenfulOf(rows)).toEqual(rows.slice(-60));
    const long = Array.from({ length: 5 }, (_, at) => row(at, 'x'.repeat(10_000)));
    expect(screenfulOf(long)).toEqual(long.slice(-2));
    const chapters = Array.from({ length: 5 }, (_, chapter) => row(chapter, 'x', { chapter }));
    expect(screenfulOf(chapters)).toEqual(chapters.slice(-3));
  });

  test('nothing that is not on the disk yet', () => {
    const rows = [row(1, 'theirs'), row(2, 'mine', { mark: 'writing' })];
    expect(screenfulOf(rows)).toEqual(rows.slice(0, 1));
  });
});
