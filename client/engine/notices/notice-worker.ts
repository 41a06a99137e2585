// Shows notices of the system, inside the app's service worker: what is pushed here and what an open page tells of.
// Promises: nothing for a person who looks at the app; one notice for a conversation; a press leads to the message, in a
// page that is open already where there is one. Knows neither the server nor who is signed in.
//
// A browser wants something to be seen for each push, or shows words of its own: what only takes a notice away leaves
// nothing behind, for which browsers have a small allowance, and the server sends it only where something stands.
import * as v from 'valibot';
import type { ConversationId } from '../../../shared/ids.ts';
import { pushPayload } from '../../../shared/protocol/push-api.ts';
import { composeNotice, firstPhrases, shownNotice, type Told } from './compose-notice.ts';
import { noticeOrder, noticePhrases, type NoticePhrases } from './notice-order.ts';

/** What of a service worker is used here; the page's types know none of it. */
interface WorkerEvent extends Event {
  waitUntil(settled: Promise<unknown>): void;
}
interface PushEvent extends WorkerEvent {
  readonly data: { json(): unknown } | null;
}
interface PressEvent extends WorkerEvent {
  readonly notification: Notification;
}
interface OrderEvent extends WorkerEvent {
  readonly data: unknown;
}
interface Page {
  readonly visibilityState: DocumentVisibilityState;
  focus(): Promise<unknown>;
  postMessage(message: unknown, transfer: readonly unknown[]): void;
}
interface WorkerScope {
  readonly registration: ServiceWorkerRegistration;
  readonly clients: {
    matchAll(wanted: { type: 'window'; includeUncontrolled: boolean }): Promise<readonly Page[]>;
    openWindow(path: string): Promise<unknown>;
  };
  addEventListener(kind: 'push', listener: (event: PushEvent) => void): void;
  addEventListener(kind: 'notificationclick', listener: (event: PressEvent) => void): void;
  addEventListener(kind: 'message', listener: (event: OrderEvent) => void): void;
}

const worker = globalThis as unknown as WorkerScope; // this file runs nowhere else
const cacheName = 'notices';
const phrasesPath = '/notice-phrases';

/** One after the other: two that tell of one message must not both find nothing on the screen. */
let last: Promise<unknown> = Promise.resolve();

function inTurn(event: WorkerEvent, run: () => Promise<unknown>): void {
  last = last.then(run, run);
  event.waitUntil(last);
}

worker.addEventListener('push', (event) => inTurn(event, () => takePush(event)));
worker.addEventListener('message', (event) => {
  const order = v.safeParse(noticeOrder, event.data);
  if (order.success) inTurn(event, () => obey(order.output)); // else: the generated part's own
});
worker.addEventListener('notificationclick', (event) => {
  event.notification.close();
  const data = v.safeParse(shownNotice, event.notification.data);
  event.waitUntil(open(data.success ? data.output.path : '/'));
});

async function takePush({ data }: PushEvent): Promise<void> {
  const payload = v.safeParse(pushPayload, readJson(data));
  if (!payload.success) return; // of a newer version: the app tells of it when it is opened
  const { output } = payload;
  if (output.kind === 'clear') return clear(output.conversationId);
  if (output.kind === 'test') return showTest();
  await show(output);
}

async function obey(order: v.InferOutput<typeof noticeOrder>): Promise<unknown> {
  switch (order.kind) {
    case 'show':
      return show({ ...order, id: null });
    case 'clear':
      return clear(order.conversationId);
    case 'test':
      return showTest();
    case 'phrases':
      return (await caches.open(cacheName)).put(phrasesPath, Response.json(order.phrases));
    case 'forget':
      for (const notice of await worker.registration.getNotifications()) notice.close();
      return caches.delete(cacheName);
  }
}

async function show(told: Told): Promise<void> {
  const pages = await worker.clients.matchAll({ type: 'window', includeUncontrolled: true });
  if (pages.some(({ visibilityState }) => visibilityState === 'visible')) return; // the page shows it
  const [before] = await shownOf(told.conversationId);
  const shown = v.safeParse(shownNotice, before?.data);
  const phrases = await readPhrases();
  const { title, body, data, isAgain } = composeNotice(told, shown.success ? shown.output : null, phrases);
  if (isAgain && told.id === null) return; // a push has told of it, with the link to the very message
  await worker.registration.showNotification(title, {
    ...{ body, data, tag: told.conversationId, silent: isAgain },
    ...looks(phrases),
    // Not in the page's types yet: a second message of a conversation is heard as the first is.
    ...{ renotify: !isAgain },
  });
}

async function showTest(): Promise<void> {
  const phrases = await readPhrases();
  const data = { path: '/settings/notifications', at: 0, count: 1 };
  await worker.registration.showNotification(phrases.product, {
    ...{ body: phrases.test, tag: 'test', data },
    ...looks(phrases),
  });
}

function looks({ language, direction }: NoticePhrases): NotificationOptions {
  return { icon: '/icon-192.png', badge: '/icon-192.png', lang: language, dir: direction };
}

async function clear(conversationId: ConversationId): Promise<void> {
  for (const notice of await shownOf(conversationId)) notice.close();
}

function shownOf(conversationId: ConversationId): Promise<Notification[]> {
  return worker.registration.getNotifications({ tag: conversationId });
}

/** A page that is there is told where to go before it is brought to the front, which a browser may refuse. */
async function open(path: string): Promise<void> {
  const pages = await worker.clients.matchAll({ type: 'window', includeUncontrolled: true });
  const page = pages.find(({ visibilityState }) => visibilityState === 'visible') ?? pages[0];
  if (page === undefined) {
    await worker.clients.openWindow(path);
    return;
  }
  page.postMessage({ kind: 'open-notice', path }, []);
  await page.focus();
}

async function readPhrases(): Promise<NoticePhrases> {
  const kept = await caches.match(phrasesPath, { cacheName });
  const read = v.safeParse(noticePhrases, await kept?.json().catch(() => null));
  return read.success ? read.output : firstPhrases;
}

function readJson(data: PushEvent['data']): unknown {
  try {
    return data?.json();
  } catch {
    return null; // not JSON: the same as not of the shape
  }
}
