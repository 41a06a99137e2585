// Which documents of conversations a page has open, watched from inside it: by their databases.
import type { BrowserContext, Page } from '@playwright/test';

interface Watched {
  /** Databases that are open now. */
  open: string[];
  /** The most at a time since the last look. */
  most: number;
  /** How many were opened since the last look. */
  opened: number;
}

/** From now on every page of this context watches itself. */
export async function watchDocuments(context: BrowserContext): Promise<void> {
  await context.addInitScript(watchPage);
}

/** What was open and opened since the last look, or since the page began. */
export function takeDocuments(page: Page): Promise<Watched> {
  return page.evaluate(() => {
    const watched: Watched = Reflect.get(window, 'documents');
    const taken = { ...watched };
    Object.assign(watched, { most: watched.open.length, opened: 0 });
    return taken;
  });
}

/** Runs in the page. */
function watchPage(): void {
  const watched: Watched = { open: [], most: 0, opened: 0 };
  Reflect.set(window, 'documents', watched);
  const open: IDBFactory['open'] = Reflect.get(IDBFactory.prototype, 'open');
  IDBFactory.prototype.open = function (this: IDBFactory, name, version) {
    if (name.includes('/conversation/')) {
      watched.open = [...watched.open, name];
      watched.most = Math.max(watched.most, watched.open.length);
      watched.opened++;
    }
    return open.call(this, name, version);
  };
  const close: IDBDatabase['close'] = Reflect.get(IDBDatabase.prototype, 'close');
  IDBDatabase.prototype.close = function (this: IDBDatabase) {
    watched.open = watched.open.filter((name) => name !== this.name);
    return close.call(this);
  };
}
