// One start of the app, watched from inside the page: which documents it opens, and when what a person waits for is
// painted. Times are in ms since the navigation began.
import type { BrowserContext, Page } from '@playwright/test';

export interface Start {
  /** The list of conversations stands on the screen. */
  listMs: number | null;
  /** The newest messages of the conversation at this address stand on the screen. */
  messagesMs: number | null;
  /** When each document was opened. */
  documentsMs: number[];
}

/** From now on every page of this context watches itself. */
export async function watchStarts(context: BrowserContext): Promise<void> {
  await context.addInitScript(watchStart);
}

export async function readStart(page: Page): Promise<Start> {
  return page.evaluate(() => Reflect.get(window, 'start'));
}

/** Runs in the page. */
function watchStart(): void {
  const start: Start = { listMs: null, messagesMs: null, documentsMs: [] };
  Reflect.set(window, 'start', start);
  const open: IDBFactory['open'] = Reflect.get(IDBFactory.prototype, 'open');
  IDBFactory.prototype.open = function (this: IDBFactory, name, version) {
    if (name.includes('/conversation/')) start.documentsMs.push(performance.now());
    return open.call(this, name, version);
  };
  /** A frame begins, and what comes after it has been painted is a task of its own. */
  const oncePainted = (run: () => void) => requestAnimationFrame(() => setTimeout(run));
  const isThere = (selector: string) => document.querySelector(selector) !== null;
  const pending = new Map([
    ['.list-row', () => (start.listMs = performance.now())],
    ['.timeline .row', () => (start.messagesMs = performance.now())],
  ]);
  const look = () => {
    for (const [selector, note] of pending) {
      if (!isThere(selector)) continue;
      pending.delete(selector);
      oncePainted(note);
    }
  };
  new MutationObserver(look).observe(document, { subtree: true, childList: true });
}
