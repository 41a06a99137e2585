// The browser as the engine's platform. The only file of the engine that reaches for the page's globals.
import { makeIndexedDbDisk } from './disk/indexeddb-disk.ts';
import { openNoDisk } from './disk/no-disk.ts';
import type { Awakening, Platform } from './platform.ts';
import { makeLocalStore } from './session/local-store.ts';

export function makeBrowserPlatform(page: Window & typeof globalThis): Platform {
  const schedule: Platform['schedule'] = (delayMs, run) => {
    const timer = page.setTimeout(run, delayMs);
    return () => page.clearTimeout(timer);
  };
  return {
    origin: page.location.origin,
    nowMs: () => Date.now(),
    randomBytes: (count) => page.crypto.getRandomValues(new Uint8Array(count)),
    fetch: (url, init) => page.fetch(url, init),
    WebSocket: page.WebSocket,
    schedule,
    onAwakening: (listener) => listenToPage(page, listener),
    store: makeLocalStore(() => page.localStorage),
    openDisk: 'indexedDB' in page ? makeIndexedDbDisk({ schedule }) : openNoDisk,
  };
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
