// Draws the picture of the README: one conversation seen from both sides, in light and in dark. Run by hand after a
// build, when the screens have changed: `node .ci/draw-picture.mjs`. Everything in it is said by the real client.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { chapterName } from '../shared/conversation/document-name.ts';
import { en as words } from '../client/ui/words/en.ts';
import { LastingDevice } from '../tests/kit/lasting-device.ts';
import { openTestServer } from '../tests/kit/test-server.ts';
import { until } from '../tests/kit/until.ts';
import { findChromium } from '../tests/chromium.mjs';

const size = { width: 720, height: 640 };
const picture = join(import.meta.dirname, '../docs/pictures/conversation.png');

// A morning of its own, so that the same picture comes out at any hour. Sessions are made before: they run out.
const midnight = Date.parse('2026-03-12T00:00:00+01:00');
let now = Date.now();
const pages = [];
Date.now = () => now;
const server = await openTestServer({ now: () => now });
const browser = await chromium.launch({ executablePath: findChromium(), args: ['--no-sandbox', '--disable-gpu'] });

const [ada, ben, ...others] = await server.people(
  'Ada Example',
  'Ben Sample',
  'Cleo Demo',
  'Dora Fiction',
  'Emil Madeup',
);
const greetings = ['The invoice for March is on its way.', 'See you at the fair on Friday!', 'Thanks, that solved it.'];
const adaPage = await signIn(ada, 'light');
const benPage = await signIn(ben, 'dark');
for (const [index, other] of others.entries()) {
  await at(`07:${10 + 17 * index}`);
  for (const partner of index === 1 ? [ada, ben] : [ada]) await greet(other, partner, greetings[index]);
}
await ada.direct(ben);
await at('08:41');
for (const page of pages) await page.goto(server.url);
await adaPage.locator('.list-row', { hasText: ben.name }).click();
await benPage.locator('.list-row', { hasText: ada.name }).click();
await say(benPage, 'Good morning! The harbour order is packed, 14 crates.');
await at('08:43');
await say(adaPage, 'Wonderful. Is the van booked?');
await at('08:44');
await say(benPage, 'For 10:30. The driver has your number.');
await say(benPage, 'One crate of lemons is short, I put a note into the papers.');
await at('08:52');
await say(adaPage, 'Good that you looked! I tell them: after lunch, one crate to follow.');
await at('08:53');
await say(adaPage, 'Coffee when you are back?');
await at('08:54');
await say(benPage, 'Always ☕');
await until(async () => (await adaPage.locator('.mark-delivered').count()) === 3, 'the marks');
await until(async () => (await benPage.locator('.mark-delivered').count()) === 4, 'the marks');

const halves = [];
for (const page of pages) {
  await page.mouse.move(size.width - 1, 1); // over nothing that answers
  halves.push(await page.screenshot({ animations: 'disabled', caret: 'hide' }));
}
const sheet = await browser.newPage({ viewport: { width: 2 * size.width, height: size.height } });
const images = halves.map((half) => `<img src="data:image/png;base64,${half.toString('base64')}">`);
await sheet.setContent(`<style>body { margin: 0; display: flex }</style>${images.join('')}`);
await sheet.evaluate(() => Promise.all([...document.images].map((image) => image.decode())));
mkdirSync(join(picture, '..'), { recursive: true });
writeFileSync(picture, await sheet.screenshot());
await browser.close();
await server.close();

/** Moves every clock to that time of the morning, as the people in the picture read it. */
async function at(time) {
  const [hours, minutes] = time.split(':').map(Number);
  now = midnight + (hours * 60 + minutes) * 60_000;
  for (const page of pages) await page.clock.setFixedTime(now);
}

async function greet(from, to, text) {
  const conversationId = await from.direct(to);
  const device = new LastingDevice(from, chapterName({ conversationId, chapter: 1 }));
  await device.connect();
  device.write(text);
  await until(() => device.acknowledged === 1, 'the greeting to be stored');
  device.cut();
}

async function signIn(person, colorScheme) {
  const context = await browser.newContext({
    viewport: size,
    colorScheme,
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
  });
  const page = await context.newPage();
  await page.goto(`${server.url}/sign-in`);
  await page.getByRole('textbox', { name: words.account.email }).fill(person.email);
  await page.getByLabel(words.account.password, { exact: true }).fill(person.password);
  await page.getByRole('button', { name: words.account.signIn }).click();
  await page.locator('.frame').waitFor();
  pages.push(page);
  return page;
}

async function say(page, text) {
  const field = page.locator('.composer-text');
  await field.fill(text);
  await field.press('Enter');
  for (const each of pages) await each.locator('.bubble-words', { hasText: text }).waitFor();
}
