// A large file and a photo sent with no network, between words: the browser is killed and started again, still offline,
// and once it is back both are on the other's screen, once each and where they were said.
import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import { must } from '../../shared/base/assert.ts';
import { parseConversationId, type ConversationId } from '../../shared/ids.ts';
import { signUp, type Person } from '../kit/person.ts';
import { openProxy, type Proxy } from '../kit/proxy.ts';
import { openTestServer, type TestServer } from '../kit/test-server.ts';
import { photo } from './bring-files.ts';
import { makeLastingBrowser, type LastingBrowser } from './lasting-browser.ts';
import {
  composer,
  enter,
  inviteFrom,
  openBrowser,
  safeMarks,
  say,
  setUpLink,
  signUpThrough,
  texts,
  untilInstalled,
  writeTo,
} from './pages.ts';
import { ada, ben } from './two-people.ts';

const largeBytes = 50 * 1_024 * 1_024;

let proxy: Proxy;
let server: TestServer;
let device: LastingBrowser;
let folder: string;
test.beforeEach(async ({ launchOptions }) => {
  proxy = await openProxy('http://127.0.0.1:1', { onlyCounts: true });
  server = await openTestServer({ baseUrl: proxy.url });
  proxy.pointAt(`http://127.0.0.1:${server.server.config.port}`);
  device = await makeLastingBrowser(launchOptions);
  folder = await mkdtemp(join(tmpdir(), 'biz1-large-'));
});
test.afterEach(async () => {
  await device.close();
  await server.close();
  await proxy.close();
  await rm(folder, { recursive: true, force: true });
});

test('50 MB and a photo sent offline, in a browser that is killed, arrive once and in their places', async ({
  browser,
}) => {
  test.setTimeout(240_000);
  const content = randomBytes(largeBytes);
  const large = join(folder, 'large.bin');
  await writeFile(large, content);
  let page = await device.start();
  await signUpThrough(page, setUpLink(server), ada); // as a person does: what a browser is given otherwise it forgets
  const asBen = await signUp(proxy.url, ben.name, new URL(await inviteFrom(page)).hash.slice(1));
  await writeTo(page, ben.name);
  await say(page, ben.name, 'before');
  const path = page.url();
  const conversationId = must(parseConversationId(path.split('/').at(-1)), 'the address of a conversation');
  await expect(safeMarks(page)).toHaveCount(1);
  await untilInstalled(page);
  await device.quit(); // brings what a browser keeps late to the disk: a person has had the app for longer
  page = await device.start();
  proxy.refuse(true);
  proxy.cut();
  await page.goto(path);

  await chooseAndSend(page, large, 'the large one');
  await say(page, ben.name, 'between');
  await chooseAndSend(page, photo, '');
  await say(page, ben.name, 'after');
  await expect.poll(() => texts(page)).toEqual(['before', 'the large one', 'between', '', 'after']);
  await expect(page.locator('.row img.grid-tile-picture')).toBeVisible();
  await device.kill();

  page = await device.start();
  await page.goto(path);
  await expect.poll(() => texts(page)).toEqual(['before', 'the large one', 'between', '', 'after']);
  await expect(page.locator('.row img.grid-tile-picture')).toBeVisible();
  await expect(safeMarks(page)).toHaveCount(1);
  proxy.refuse(false);
  await expect(safeMarks(page)).toHaveCount(5, { timeout: 60_000 });

  const bens = await openBrowser(browser);
  await enter(bens, asBen);
  await bens.goto(path);
  await expect.poll(() => texts(bens)).toEqual(['before', 'the large one', 'between', '', 'after']);
  await expect(bens.locator('.row img.grid-tile-picture')).toHaveCount(1);
  expect(await hashThere(asBen, conversationId, content)).toBe(hashOf(content));
});

async function chooseAndSend(page: Page, file: string | typeof photo, caption: string): Promise<void> {
  await page.locator('.composer input[type=file]').setInputFiles(file);
  await expect(page.locator('.tile')).toHaveCount(1);
  await composer(page, ben.name).fill(caption);
  await composer(page, ben.name).press('Enter');
  await expect(page.locator('.tile')).toHaveCount(0, { timeout: 60_000 });
}

function hashOf(content: Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

async function hashThere(
  { url, cookie }: Person,
  conversationId: ConversationId,
  content: Uint8Array,
): Promise<string> {
  const answer = await fetch(`${url}/api/files/${hashOf(content)}?in=${conversationId}`, { headers: { cookie } });
  return hashOf(new Uint8Array(await answer.arrayBuffer()));
}
