// Airplane mode: the network refuses and cuts, the browsers are offline, they are killed and started again, and
// nothing that was written is lost, doubled, or said to be further than it is.
import { expect, test, type LaunchOptions, type Page } from '@playwright/test';
import { en as words } from '../../client/ui/words/en.ts';
import { signUp } from '../kit/person.ts';
import { openProxy, type Proxy } from '../kit/proxy.ts';
import { openTestServer, type TestServer } from '../kit/test-server.ts';
import { makeLastingBrowser, type LastingBrowser } from './lasting-browser.ts';
import {
  inviteFrom,
  keptOn,
  openFromList,
  say,
  setUpLink,
  signInAt,
  signUpThrough,
  texts,
  untilInstalled,
  writeTo,
  type Newcomer,
  arrivedMarks,
} from './pages.ts';
import { ada, ben } from './two-people.ts';

const messagesBeforeKill = 20;
const messagesAfterKill = 3;

let proxy: Proxy;
let server: TestServer;
let browsers: LastingBrowser[] = [];

test.beforeEach(async () => {
  // The proxy's address is the workspace's: no byte of any browser goes another way.
  proxy = await openProxy('http://127.0.0.1:1');
  server = await openTestServer({ baseUrl: proxy.url });
  proxy.pointAt(`http://127.0.0.1:${server.server.config.port}`);
});
test.afterEach(async () => {
  for (const browser of browsers) await browser.close();
  browsers = [];
  await server.close();
  await proxy.close();
});

test('two people offline, both killed, show the same afterwards, once each', async ({ launchOptions }) => {
  test.setTimeout(180_000);
  const adas = await makeDevice(launchOptions, { owner: ada, partner: ben });
  const bens = await makeDevice(launchOptions, { owner: ben, partner: ada });
  await signUpThrough(await adas.start(), setUpLink(server), ada);
  await signUpThrough(await bens.start(), await inviteFrom(adas.page), ben);
  await writeTo(adas.page, ben.name);
  await say(adas.page, ben.name, 'before');
  await openFromList(bens.page, ada.name);
  const said = await flyAndLand([adas, bens], ['before']);

  for (const { page, wrote } of [adas, bens]) {
    await expect(arrivedMarks(page)).toHaveCount(wrote.length);
  }
  expect(said).toHaveLength(1 + 2 * (messagesBeforeKill + messagesAfterKill));
});

test('two devices of one person offline, both killed, show the same afterwards, once each', async ({
  launchOptions,
}) => {
  test.setTimeout(180_000);
  const partner = { name: 'Ben', handle: 'ben' };
  const desk = await makeDevice(launchOptions, { owner: ada, partner, name: 'desk' });
  const phone = await makeDevice(launchOptions, { owner: ada, partner, name: 'phone' });
  await signUpThrough(await desk.start(), setUpLink(server), ada);
  // The other of this conversation has no device at all.
  await signUp(proxy.url, partner.name, new URL(await inviteFrom(desk.page)).hash.slice(1));
  await signInAt(await phone.start(), proxy.url, ada);
  await writeTo(desk.page, partner.name);
  await say(desk.page, partner.name, 'before');
  await openFromList(phone.page, partner.name);
  const said = await flyAndLand([desk, phone], ['before']);

  for (const { page } of [desk, phone]) {
    await expect(page.getByRole('img', { name: words.conversation.sent })).toHaveCount(said.length);
  }
});

interface Device {
  readonly name: string;
  readonly partner: Newcomer;
  readonly browser: LastingBrowser;
  readonly page: Page;
  /** What was written here, in order. */
  readonly wrote: string[];
  start(): Promise<Page>;
}

interface DeviceOptions {
  readonly owner: Newcomer;
  readonly partner: Newcomer;
  readonly name?: string;
}

async function makeDevice(launch: LaunchOptions, { owner, partner, name }: DeviceOptions): Promise<Device> {
  const browser = await makeLastingBrowser(launch);
  browsers.push(browser);
  let page: Page | undefined;
  return {
    name: name ?? owner.handle,
    partner,
    browser,
    wrote: [],
    get page() {
      if (page === undefined) throw new Error('the device was not started');
      return page;
    },
    async start() {
      return (page = await browser.start());
    },
  };
}

/** From a conversation open on both devices to the same on both after a flight. Answers the texts, in their order. */
async function flyAndLand(devices: readonly Device[], before: readonly string[]): Promise<string[]> {
  for (const { page, partner } of devices) {
    await expect.poll(() => texts(page)).toEqual(before);
    await untilInstalled(page);
    await expect.poll(() => keepsInList(page, partner.name)).toBe(true);
  }
  // A browser brings cookies and small values to the disk late, at the latest when it quits; the kills come after.
  const addresses = devices.map(({ page }) => page.url());
  for (const { browser } of devices) await browser.quit();
  for (const [index, device] of devices.entries()) await openAt(device, addresses[index] ?? '', before.length);
  devices[0]?.wrote.push(...before);

  const crossed = await takeOff(devices);
  for (const device of devices) await write(device, messagesBeforeKill);
  for (const [index, device] of devices.entries()) {
    await device.browser.kill();
    const page = await device.start();
    await page.context().setOffline(true);
    await page.goto(addresses[index] ?? '');
    await write(device, messagesAfterKill);
    expect(await texts(page)).toEqual(devices[0] === device ? device.wrote : [...before, ...device.wrote]);
  }
  expect(bytesThrough(proxy)).toEqual(crossed);
  return land(devices);
}

async function openAt(device: Device, address: string, count: number): Promise<void> {
  const { partner } = device;
  const page = await device.start();
  await page.goto(address);
  await expect.poll(() => texts(page), { message: `the conversation with ${partner.name}` }).toHaveLength(count);
}

/** Answers what had crossed the proxy when the last link was gone. */
async function takeOff(devices: readonly Device[]): Promise<Crossed> {
  proxy.refuse(true);
  proxy.cut();
  for (const { page } of devices) {
    await page.context().setOffline(true);
    await expect(page.getByRole('status').filter({ hasText: words.link.offlineShort }).first()).toBeVisible();
  }
  return bytesThrough(proxy);
}

async function write(device: Device, count: number): Promise<void> {
  const { page, partner, wrote, name } = device;
  const waiting = page.getByRole('img', { name: words.conversation.waiting });
  await expect(page.getByRole('log')).toBeVisible();
  const waitingBefore = wrote.filter((text) => text.startsWith(name)).length;
  await expect(waiting).toHaveCount(waitingBefore);
  for (let number = 1; number <= count; number++) {
    const text = `${name} ${wrote.length + 1}`;
    await say(page, partner.name, text);
    wrote.push(text);
  }
  await expect(waiting).toHaveCount(waitingBefore + count);
}

async function land(devices: readonly Device[]): Promise<string[]> {
  const all = devices.flatMap(({ wrote }) => wrote).sort();
  proxy.refuse(false);
  for (const { page } of devices) {
    await page.context().setOffline(false);
    await page.setViewportSize({ width: 1440, height: 5_000 }); // a timeline holds the rows near its view: all of them
  }
  for (const { page } of devices) {
    await expect.poll(async () => (await texts(page)).sort(), { timeout: 30_000 }).toEqual(all);
    await expect(page.getByRole('img', { name: words.conversation.waiting })).toHaveCount(0);
  }
  const [shown = [], ...others] = await Promise.all(devices.map(({ page }) => texts(page)));
  for (const other of others) expect(other).toEqual(shown);
  for (const { wrote } of devices) expect(shown.filter((text) => wrote.includes(text))).toEqual(wrote);
  return shown;
}

async function keepsInList(page: Page, name: string): Promise<boolean> {
  const rows = (await keptOn(page)).filter(([key]) => key.startsWith('conversation/'));
  return JSON.stringify(rows).includes(name);
}

interface Crossed {
  readonly connections: number;
  readonly bytes: number;
}

function bytesThrough({ connections }: Proxy): Crossed {
  const bytes = connections.map(({ passed }) => passed.toServer.length + passed.toClient.length);
  return { connections: connections.length, bytes: bytes.reduce((total, count) => total + count, 0) };
}
