// A conversation that is opened cold is on the screen before any document is read, and stays where it is when it is.
import { expect, test, type Page } from '@playwright/test';
import { en as words } from '../../client/ui/words/en.ts';
import { must } from '../../shared/base/assert.ts';
import { chapterName } from '../../shared/conversation/document-name.ts';
import type { MessageEvent } from '../../shared/conversation/events.ts';
import type { ConversationId } from '../../shared/ids.ts';
import type { Person } from '../kit/person.ts';
import { openTestServer, type TestServer } from '../kit/test-server.ts';
import { openDevice, type WireDevice, type WireReplica } from '../kit/wire-device.ts';
import { composer, openBrowser, safeMarks, texts } from './pages.ts';

const count = 40;
let server: TestServer;
let ada: Person;
let conversationId: ConversationId;
let writer: WireDevice;
let replica: WireReplica;
let linked: MessageEvent;

test.beforeEach(async () => {
  server = await openTestServer();
  const [one, other] = await server.people('Ada Example', 'Ben Sample');
  ada = must(one, 'Ada');
  const ben = must(other, 'Ben');
  conversationId = await ada.direct(ben);
  writer = await openDevice(ben);
  replica = await writer.open(chapterName({ conversationId, chapter: 1 }));
  const messages = Array.from({ length: count }, (_, index) => writer.write(replica, `message ${index}`));
  linked = must(messages[3], 'a message');
  await writer.acknowledged(replica);
});
test.afterEach(async () => {
  await writer.close();
  await server.close();
});

test('what was shown last is painted while no document opens, and nothing moves when one does', async ({ browser }) => {
  const page = await seenOnce(await openBrowser(browser));
  await holdDocuments(page);
  await page.goto(`${server.url}/c/${conversationId}`);
  await expect(line(page, count - 1)).toBeInViewport();
  await expect(page.getByRole('log')).toHaveAttribute('aria-busy', 'true');
  expect(await documentsOpened(page)).toBe(0);
  const before = await topOf(page);
  await page.evaluate(() => dispatchEvent(new Event('let-documents-open')));
  await expect(page.getByRole('log')).not.toHaveAttribute('aria-busy');
  expect(await documentsOpened(page)).toBeGreaterThan(0);
  expect(Math.abs((await topOf(page)) - before)).toBeLessThan(1);
  expect((await texts(page)).at(-1)).toBe(`message ${count - 1}`);
});

test('a link to a message leads there as soon as the document is read', async ({ browser }) => {
  const page = await seenOnce(await openBrowser(browser));
  await holdDocuments(page);
  await page.goto(`${server.url}/c/${conversationId}/m/${linked.id}@${linked.at}`);
  await expect(line(page, count - 1)).toBeInViewport();
  await page.evaluate(() => dispatchEvent(new Event('let-documents-open')));
  await expect(page.locator('.row-highlighted', { has: line(page, 3) })).toBeInViewport();
  await expect(page).toHaveURL(`${server.url}/c/${conversationId}`);
});

test('what is sent while the document is being read goes as soon as it is', async ({ browser }) => {
  const page = await seenOnce(await openBrowser(browser));
  await holdDocuments(page);
  await page.goto(`${server.url}/c/${conversationId}`);
  await expect(line(page, count - 1)).toBeInViewport();
  for (const text of ['not this', 'at once']) {
    await composer(page, 'Ben Sample').fill(text);
    await expect(page.getByText(words.composer.notReady)).toHaveCount(0);
    await composer(page, 'Ben Sample').press('Enter');
    await expect(page.getByText(words.composer.notReady)).toBeVisible();
  }
  await expect(composer(page, 'Ben Sample')).toHaveValue('at once');
  await page.evaluate(() => dispatchEvent(new Event('let-documents-open')));
  await expect(safeMarks(page)).toHaveCount(1);
  await expect(composer(page, 'Ben Sample')).toHaveValue('');
  expect((await texts(page)).slice(-2)).toEqual([`message ${count - 1}`, 'at once']);
});

test('what was deleted meanwhile is not painted', async ({ browser }) => {
  const page = await seenOnce(await openBrowser(browser));
  const secret = writer.write(replica, 'a secret');
  await writer.acknowledged(replica);
  await expect(page.locator('.row', { hasText: 'a secret' })).toBeInViewport();
  await expect.poll(() => screenfuls(page)).toContain('a secret');
  writer.erase(replica, secret.id, secret.at);
  await expect(page.locator('.row', { hasText: 'a secret' })).toHaveCount(0);
  await holdDocuments(page);
  await page.reload();
  await expect(line(page, count - 1)).toBeInViewport();
  expect(await documentsOpened(page)).toBe(0);
  await expect(page.getByText('a secret')).toHaveCount(0);
  expect(await screenfuls(page)).not.toContain('a secret');
});

const line = (page: Page, index: number) => page.locator('.bubble-words', { hasText: new RegExp(`message ${index}$`) });

/** Ada has read all of it on this device, and it is kept. */
async function seenOnce(page: Page): Promise<Page> {
  const [name = '', value = ''] = ada.cookie.split('=');
  await page.context().addCookies([{ name, value, url: server.url }]);
  await page.goto(`${server.url}/c/${conversationId}`);
  await page.getByRole('log').press('End', { timeout: 20_000 });
  await expect(line(page, count - 1)).toBeInViewport();
  await expect(page.locator('.list-unread')).toHaveCount(0);
  await expect.poll(() => screenfuls(page)).toContain(`message ${count - 1}`);
  return page;
}

function topOf(page: Page): Promise<number> {
  return line(page, count - 1).evaluate((element) => element.getBoundingClientRect().top);
}

/** From the next load on no document's database opens before the page is told so. */
async function holdDocuments(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const open = indexedDB.open.bind(indexedDB);
    const letGo = new Promise((resolve) => {
      addEventListener('let-documents-open', resolve);
    });
    const counts = { opened: 0 };
    Object.assign(window, { documents: counts });
    const openLater = async (held: Record<string, (event: Event) => void>, name: string) => {
      await letGo;
      counts.opened++;
      const request = open(name);
      for (const type of ['success', 'error', 'upgradeneeded', 'blocked']) {
        request.addEventListener(type, (event) => held[`on${type}`]?.(event));
      }
    };
    const hold = (name: string, version?: number) => {
      if (!name.includes('/conversation/')) return open(name, version);
      const held = {};
      void openLater(held, name);
      return held;
    };
    Object.defineProperty(IDBFactory.prototype, 'open', { value: hold });
  });
}

function documentsOpened(page: Page): Promise<number> {
  return page.evaluate(() => (window as unknown as { documents: { opened: number } }).documents.opened);
}

/** All that is kept of what was shown. */
function screenfuls(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const whenDone = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.addEventListener('success', () => resolve(request.result));
        request.addEventListener('error', () => reject(request.error));
      });
    const databases = await indexedDB.databases();
    const name = databases.find(({ name }) => name?.endsWith('/screenfuls'))?.name;
    if (name === undefined) return '';
    const database = await whenDone(indexedDB.open(name));
    const all = await whenDone(database.transaction('values').objectStore('values').getAll());
    database.close();
    return JSON.stringify(all);
  });
}
