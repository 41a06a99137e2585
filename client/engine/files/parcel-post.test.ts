// The post of messages with files, over a conversation that takes them or does not: whose files the server has already.
import { expect, test } from 'vitest';
import type { MessageEvent } from '../../../shared/conversation/events.ts';
import type { FileHash } from '../../../shared/conversation/attachments.ts';
import { mintConversationId, mintEventId, mintUserId } from '../../../shared/ids.ts';
import { makeKeptInMemory } from '../../../tests/kit/kept-in-memory.ts';
import { until } from '../../../tests/kit/until.ts';
import type { LinkState, OpenState } from '../messenger.ts';
import type { Platform } from '../platform.ts';
import { makeWritable } from '../writable.ts';
import { openParcelPost, type ParcelPostOptions } from './parcel-post.ts';
import { openParcels } from './parcels.ts';

const me = mintUserId(new Uint8Array(16));
const conversationId = mintConversationId(new Uint8Array(16));
const attachment = { form: 'document', hash: 'a'.repeat(64) as FileHash, size: 5, type: 'a/b', name: 'a' } as const;
const event: MessageEvent = {
  ...{ kind: 'message', id: mintEventId('message', new Uint8Array(16)), at: 1, text: '' },
  attachments: [attachment],
};

/** A conversation in which `holdsIn` and the others answer what the test says. */
function openPost(chapter: number | null = 1, send: Platform['send'] | null = null) {
  const timers = new Set<() => void>();
  const seen = { appended: 0, announced: 0, nowMs: 0, sent: 0, deleted: [] as string[] };
  const answers = { chapter, isStored: true, holds: false as boolean | null };
  const link = makeWritable<LinkState>({ status: 'online' });
  const live = {
    state: makeWritable<OpenState>({ status: 'ready' }),
    ...{ items: makeWritable([]), markOf: () => null, include: () => () => undefined },
    writableChapter: () => answers.chapter,
    holdsIn: () => Promise.resolve(answers.holds),
    append() {
      seen.appended++;
      answers.holds = true;
      return true;
    },
    whenStored: () => Promise.resolve(answers.isStored),
  };
  const kept = makeKeptInMemory().openTab();
  const parcels = openParcels({ kept, me });
  parcels.put({ conversationId, event, chosen: [], from: null, isPaused: false, problem: null, chapter: null });
  const options = {
    platform: {
      withLock: <T>(_name: string, run: () => Promise<T>) => run(),
      schedule(_ms: number, run: () => void) {
        const timer = () => void (timers.delete(timer) && run());
        timers.add(timer);
        return () => void timers.delete(timer);
      },
      ...{ nowMs: () => seen.nowMs, onAwakening: () => () => undefined, origin: 'https://chat.example' },
      send(...given: Parameters<Platform['send']>) {
        seen.sent++;
        return send?.(...given);
      },
      fetch: (url: string) => Promise.resolve(seen.deleted.push(url)),
      randomBytes: () => new Uint8Array(1),
    },
    api: {
      announceFile() {
        seen.announced++;
        const value = send === null ? { status: 'have' } : { status: 'send', upload: '/up', offset: 0 };
        return Promise.resolve({ status: 'ok', value });
      },
    },
    ...{
      link: { state: link },
      kept,
      parcels,
      me,
      lockName: '',
      pool: { take: () => ({ live, release: () => undefined }) },
    },
    bytesOf: () => Promise.resolve(new Blob(['abcde'])),
    ...{ onProgress: () => undefined, onRefused: () => undefined, onSent: () => undefined, onMine: () => undefined },
    // What a post asks of the platform and of a conversation, and nothing else.
  } as unknown as ParcelPostOptions;
  const post = openParcelPost(options);
  /** Runs what waits for a time to come. */
  const pass = () => [...timers].forEach((timer) => timer());
  return { post, parcels, timers, seen, answers, link, pass };
}

test('where a conversation takes nothing yet, one look at a time is planned, however often somebody asks', async () => {
  const { post, timers, seen } = openPost(null);
  await until(() => timers.size > 0, 'the first look');
  for (let count = 0; count < 5; count++) {
    post.wake();
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(timers.size).toBe(1);
  expect(seen.appended).toBe(0);
  post.close();
});

test('what the disk has not taken stays a parcel until it has, and is written once', async () => {
  const { post, parcels, timers, seen, answers, pass } = openPost();
  answers.isStored = false;
  await until(() => timers.size > 0, 'the next look');
  expect([seen.appended, parcels.all.get().length]).toEqual([1, 1]);
  answers.isStored = true;
  pass();
  await until(() => parcels.all.get().length === 0, 'it to be stored');
  expect(seen.appended).toBe(1);
  post.close();
});

test('where it is not known yet whether it stands there, it is not written again', async () => {
  const { post, parcels, timers, seen, answers, pass } = openPost(null);
  await until(() => timers.size > 0, 'the first look');
  parcels.change(`${me} ${event.id}`, { chapter: 1 });
  Object.assign(answers, { chapter: 2, holds: null });
  pass();
  await until(() => timers.size > 0, 'the next look');
  expect(seen.appended).toBe(0);
  Object.assign(answers, { holds: false });
  pass();
  await until(() => parcels.all.get().length === 0, 'it to be written');
  expect(seen.appended).toBe(1);
  post.close();
});

test('what the server had for this person a day ago is asked for again', async () => {
  const { post, timers, seen, answers, parcels, link, pass } = openPost(null);
  await until(() => timers.size > 0, 'the first look');
  link.set({ status: 'offline' });
  seen.nowMs = 24 * 60 * 60 * 1_000;
  answers.chapter = 1;
  pass();
  expect(seen.appended).toBe(0);
  link.set({ status: 'online' });
  await until(() => parcels.all.get().length === 0, 'it to be written');
  expect(seen.announced).toBe(2);
  post.close();
});

test('what was paused and is then taken back gives up its room on the server, once there is a connection', async () => {
  const untilCut: Platform['send'] = (_url, { signal }) =>
    new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(new TypeError('cut'))));
  const { post, parcels, seen, link } = openPost(1, untilCut);
  await until(() => seen.sent === 1, 'it to be on its way');
  parcels.change(`${me} ${event.id}`, { isPaused: true });
  await new Promise((resolve) => setImmediate(resolve));
  link.set({ status: 'offline' });
  parcels.remove(`${me} ${event.id}`);
  expect(seen.deleted).toEqual([]);
  link.set({ status: 'online' });
  expect(seen.deleted).toEqual(['https://chat.example/up']);
  link.set({ status: 'connecting' });
  link.set({ status: 'online' });
  expect(seen.deleted).toHaveLength(1);
  post.close();
});
