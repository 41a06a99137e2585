// The browser as the engine's platform. The only file of the engine that reaches for the page's globals.
import { deleteDatabase, listDatabases } from './disk/databases.ts';
import { makeIndexedDbDisk } from './disk/indexeddb-disk.ts';
import { openLocalTable } from './disk/local-table.ts';
import { openNoDisk } from './disk/no-disk.ts';
import { takeOverDatabase } from './disk/take-over.ts';
import { browserFiles, forgetBrowserFiles } from './files/browser-file-disk.ts';
import { makeBrowserPreparer } from './files/prepare/browser-preparer.ts';
import type { Awakening, Platform, Sending, Sent } from './platform.ts';
import { makeLocalStore } from './session/local-store.ts';
import { openTabChannel } from './tabs/tab-channel.ts';
import { withLock } from './tabs/with-lock.ts';

export function makeBrowserPlatform(page: Window & typeof globalThis): Platform {
  const schedule: Platform['schedule'] = (delayMs, run) => {
    const timer = page.setTimeout(run, delayMs);
    return () => page.clearTimeout(timer);
  };
  let painted: Promise<void> | null = null;
  return {
    origin: page.location.origin,
    nowMs: () => Date.now(),
    timeZone: () => new Intl.DateTimeFormat().resolvedOptions().timeZone,
    randomBytes: (count) => page.crypto.getRandomValues(new Uint8Array(count)),
    fetch: (url, init) => page.fetch(url, init),
    WebSocket: page.WebSocket,
    schedule,
    whenPainted: () => (painted ??= whenFirstPainted(page)),
    afterPaint: () => afterPaint(page),
    onAwakening: (listener) => listenToPage(page, listener),
    onIdle: (listener) => listenToIdleness(page, listener),
    onAttention: (listener) => listenToAttention(page, listener),
    onLeaving: (listener) => listenToLeaving(page, listener),
    store: makeLocalStore(() => page.localStorage),
    keepStorage: () => void keepStorage(page.navigator),
    openDisk: 'indexedDB' in page ? makeIndexedDbDisk({ schedule }) : () => openNoDisk('denied'),
    openTable: (name) => openLocalTable(name, { schedule }),
    takeOverDatabase,
    withLock,
    openTabChannel,
    startIndex: 'Worker' in page ? startIndex : null,
    preparer: makeBrowserPreparer(),
    openFiles: browserFiles(page),
    forgetFiles: (folder) => forgetBrowserFiles(page, folder),
    send: (url, sending) => sendByXhr(page, url, sending),
    forgetPictures: () => forgetPictures(page),
    listDatabases,
    deleteDatabase,
  };
}

/** Much longer than any first frame takes. */
const paintTimeoutMs = 2_000;

/** A page that is hidden paints nothing. */
function whenFirstPainted(page: Window): Promise<void> {
  return new Promise((resolve) => {
    // The first task after a frame's own finds it painted.
    page.requestAnimationFrame(() => page.setTimeout(resolve));
    page.setTimeout(resolve, page.document.visibilityState === 'hidden' ? 0 : paintTimeoutMs);
    page.document.addEventListener('visibilitychange', () => resolve(), { once: true });
  });
}

/** A frame that is late is not waited for by what has to be sent. */
const lateFrameMs = 100;

/** When the second frame begins, the first has been painted. */
function afterPaint(page: Window): Promise<void> {
  return new Promise((resolve) => {
    page.setTimeout(resolve, page.document.visibilityState === 'hidden' ? 0 : lateFrameMs);
    page.requestAnimationFrame(() => page.requestAnimationFrame(() => resolve()));
  });
}

function listenToPage(page: Window, listener: (awakening: Awakening) => void): () => void {
  const listening = new AbortController();
  const { signal } = listening;
  const wake = () => {
    if (page.document.visibilityState === 'visible') listener('wake');
  };
  page.addEventListener('online', () => listener('network-back'), { signal });
  page.addEventListener('offline', () => listener('network-gone'), { signal });
  page.addEventListener('focus', wake, { signal });
  page.document.addEventListener('visibilitychange', wake, { signal });
  return () => listening.abort();
}

/** Somebody who reads a page touches it within this. */
const idleAfterMs = 5 * 60_000;

const touches = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'focus'] as const;

function listenToIdleness(page: Window, listener: (isIdle: boolean) => void): () => void {
  const listening = new AbortController();
  const { signal } = listening;
  let isIdle = false;
  let timer = 0;
  const set = (next: boolean) => {
    if (next !== isIdle) listener((isIdle = next));
  };
  const touch = () => {
    page.clearTimeout(timer);
    timer = page.setTimeout(() => set(true), idleAfterMs);
    set(false);
  };
  for (const kind of touches) {
    page.addEventListener(kind, touch, { signal, passive: true });
  }
  touch();
  return () => {
    listening.abort();
    page.clearTimeout(timer);
  };
}

/** Whoever looks at a page, and not at another device, touches it within this. */
const lookingForMs = 60_000;

function listenToAttention(page: Window, listener: (isHere: boolean) => void): () => void {
  const listening = new AbortController();
  const { signal } = listening;
  let isHere = true;
  let timer = 0;
  const set = (next: boolean) => {
    if (next !== isHere) listener((isHere = next));
  };
  const look = () => {
    page.clearTimeout(timer);
    timer = page.setTimeout(() => set(false), lookingForMs);
    set(page.document.visibilityState !== 'hidden');
  };
  for (const kind of touches) page.addEventListener(kind, look, { signal, passive: true });
  page.document.addEventListener('visibilitychange', look, { signal });
  look();
  return () => {
    listening.abort();
    page.clearTimeout(timer);
  };
}

function listenToLeaving(page: Window, listener: () => void): () => void {
  const listening = new AbortController();
  const { signal } = listening;
  const hide = () => {
    if (page.document.visibilityState === 'hidden') listener();
  };
  page.addEventListener('pagehide', listener, { signal });
  page.document.addEventListener('visibilitychange', hide, { signal }); // a phone's last word: no pagehide follows
  return () => listening.abort();
}

async function keepStorage(navigator: Navigator): Promise<void> {
  if (!('storage' in navigator)) return; // only where the page came securely
  try {
    if (!(await navigator.storage.persisted())) await navigator.storage.persist();
  } catch {
    // A browser that forbids storage forbids the question too.
  }
}

/** A worker of this page, which goes with it. */
function startIndex(name: string): () => void {
  const worker = new Worker(new URL('search/index-worker.ts', import.meta.url), { type: 'module' });
  // A worker's takes no origin; a window's of that name does.
  // oxlint-disable-next-line unicorn/require-post-message-target-origin
  worker.postMessage({ name });
  return () => worker.terminate();
}

/** Only this tells how much has gone. */
function sendByXhr(page: Window & typeof globalThis, url: string, sending: Sending): Promise<Sent> {
  const { method, headers, body, signal, onProgress } = sending;
  return new Promise((resolve, reject) => {
    const request = new page.XMLHttpRequest();
    const fail = () => reject(new TypeError('no answer came'));
    request.open(method, url);
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.upload.addEventListener('progress', ({ loaded }) => onProgress(loaded));
    request.addEventListener('load', () => {
      const { status, responseText } = request;
      resolve({ status, header: (name) => request.getResponseHeader(name), body: responseText });
    });
    for (const end of ['error', 'abort', 'timeout'] as const) request.addEventListener(end, fail);
    if (signal.aborted) return fail();
    signal.addEventListener('abort', () => request.abort(), { once: true });
    request.send(body);
  });
}

/** The service worker's, by the name that vite.config.ts gives them. */
async function forgetPictures(page: Window & typeof globalThis): Promise<void> {
  if (!('caches' in page)) return; // only where the page came securely
  try {
    await page.caches.delete('pictures');
    await page.caches.delete('shared'); // by `share/shared-things.ts`, which a start does not need
  } catch {
    // A browser that forbids storage has none.
  }
}
