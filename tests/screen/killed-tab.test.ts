// Tabs and whole browsers are killed with SIGKILL at instants drawn by a seed: a moment after Enter, at each step
// between keystroke and disk, and the moment the screen says that a message is written. It says so by any mark but
// "not stored yet", with the composer rid of the text. From then on the message is there: after the next start without
// a network, or with one if its mark said that the server has it. SEED=… repeats a run; LONG_RUN=1 makes 1,000 kills.
import { randomInt } from 'node:crypto';
import * as prng from 'lib0/prng';
import { expect, test, type Page } from '@playwright/test';
import { parseConversationId, type ConversationId } from '../../shared/ids.ts';
import { must } from '../../shared/base/assert.ts';
import { en as words } from '../../client/ui/words/en.ts';
import { startDevice } from '../kit/engine-device.ts';
import { signUp, type Person } from '../kit/person.ts';
import { openTestServer, type TestServer } from '../kit/test-server.ts';
import { makeKilledBrowser, steps, type Instant, type Kill, type KilledBrowser, type Shown } from './killed-browser.ts';
import { composer, inviteFrom, setUpLink, signUpThrough, texts, writeTo } from './pages.ts';
import { ada } from './two-people.ts';

const seed = Number(process.env['SEED'] ?? randomInt(2 ** 31));
const kills = process.env['LONG_RUN'] === '1' ? 1_000 : 25;

let server: TestServer;
let isOnline: boolean;
test.beforeEach(async () => {
  server = await openTestServer();
  isOnline = true;
});
test.afterEach(() => server.close());

test('a message shown as written survives a killed tab or browser', async ({ launchOptions }) => {
  test.setTimeout(60_000 + kills * 20_000);
  const random = prng.create(seed);
  const killed = await makeKilledBrowser(launchOptions);
  const { ben, address, conversationId } = await begin(await killed.open());
  const counts = { kills, written: 0, shown: 0, found: 0, inFlight: 0 };
  const shownEver: string[] = [];
  let shown: Shown = new Map();
  for (let number = 0; number < kills; number++) {
    if (prng.int32(random, 0, 3) === 0) await setNetwork(!isOnline);
    const page = await start(killed, address);
    counts.found += await countFound(page, shown);
    await composer(page, ben.name).fill('');
    const kill = drawKill(random, number);
    shown = await killed.writeAndKill(page, kill);
    shownEver.push(...shown.keys());
    counts.written += kill.texts.length;
    counts.shown += shown.size;
    counts.inFlight += kill.texts.length - shown.size;
  }
  await setNetwork(true);
  counts.found += await countFound(await start(killed, address), shown);
  console.log(`seed ${seed}: ${JSON.stringify(counts)}`);
  expect(counts.found).toBe(counts.shown);
  await expectOnceEach(ben, conversationId, shownEver);
  await killed.close();
});

/** Ada and Ben, their conversation on Ada's screen, and the app on her device. */
async function begin(page: Page): Promise<{ ben: Person; address: string; conversationId: ConversationId }> {
  await signUpThrough(page, setUpLink(server), ada);
  const ben = await signUp(server.url, 'Ben', new URL(await inviteFrom(page)).hash.slice(1));
  await writeTo(page, ben.name);
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  const address = page.url();
  await page.close();
  const conversationId = must(parseConversationId(address.split('/').at(-1)), 'the address of a conversation');
  return { ben, address, conversationId };
}

async function start(killed: KilledBrowser, address: string): Promise<Page> {
  const page = await killed.open();
  await page.goto(address, { waitUntil: 'commit' });
  await expect(page.getByRole('log')).toBeVisible();
  return page;
}

/** With no network the server stops: the app starts from its worker, and what is shown comes from the disk alone. */
async function setNetwork(isThere: boolean): Promise<void> {
  if (isThere === isOnline) return;
  isOnline = isThere;
  if (!isOnline) return server.stop();
  server = await openTestServer({ dataDir: server.dataDir, port: Number(new URL(server.url).port) });
}

/** What the server had already, and this disk not yet, comes back from there. */
async function countFound(page: Page, shown: Shown): Promise<number> {
  const isOnServer = (mark: string) => mark !== words.conversation.waiting;
  const expected = [...shown].filter(([, mark]) => isOnline || !isOnServer(mark)).map(([text]) => text);
  const lost = async () => {
    const kept = await texts(page);
    return expected.filter((text) => kept.filter((other) => other === text).length !== 1);
  };
  await expect.soft.poll(lost, { message: `seed ${seed}` }).toEqual([]);
  return shown.size - (await lost()).length;
}

async function expectOnceEach(
  person: Person,
  conversationId: ConversationId,
  expected: readonly string[],
): Promise<void> {
  const device = await startDevice(person);
  const conversation = await device.open(conversationId);
  const missing = () => {
    const all = conversation.items.get().map(({ text }) => text);
    return expected.filter((text) => all.filter((other) => other === text).length !== 1);
  };
  await expect.poll(missing).toEqual([]);
  await device.close();
}

function drawKill(random: prng.PRNG, number: number): Kill {
  const instants: Instant[] = [
    { kind: 'after-enter', delayMs: prng.real53(random) * 20 },
    { kind: 'when-shown' },
    { kind: 'at-step', step: prng.oneOf(random, [...steps]) },
  ];
  return {
    what: number % 10 === 9 ? 'browser' : 'tab',
    texts: Array.from({ length: prng.int32(random, 1, 3) }, (_, index) => `m${number}.${index}`),
    instant: prng.oneOf(random, instants),
  };
}
