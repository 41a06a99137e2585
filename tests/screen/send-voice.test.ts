// Voice messages, in a browser with windows: its engine alone has no microphone, be it a made-up one.
import { expect, test, type Page } from '@playwright/test';
import { must } from '../../shared/base/assert.ts';
import { en as words } from '../../client/ui/words/en.ts';
import { en as sending } from '../../client/ui/words/sending/en.ts';
import { openTestServer, type TestServer } from '../kit/test-server.ts';
import { expectFits } from './fits.ts';
import { enter, expectAccessible, openBrowser } from './pages.ts';
import { openTwoPeople } from './two-people.ts';

test.use({
  // The microphone beeps once a second.
  launchOptions: async ({ launchOptions }, use) => {
    const args = [...(launchOptions.args ?? []), '--use-fake-device-for-media-stream'];
    await use({ ...launchOptions, executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium', args });
  },
});

let server: TestServer;
test.beforeEach(async () => {
  server = await openTestServer();
});
test.afterEach(() => server.close());

test('a voice message is recorded, listened to and sent, or discarded, and without a microphone it says why', async ({
  browser,
}) => {
  test.setTimeout(180_000); // a browser with windows, and sound
  const { adaPage, benPage } = await openTwoPeople(browser, server);
  const tray = adaPage.getByRole('group', { name: sending.tray.label });
  const record = adaPage.getByRole('button', { name: words.composer.record });
  await record.click();
  await expect(adaPage.getByText(sending.voice.problems.denied)).toBeVisible();
  await adaPage.context().grantPermissions(['microphone']);
  await record.click();
  await expectRecorded(adaPage, 1);
  await adaPage.keyboard.press('Escape');
  await expect(adaPage.getByText(sending.voice.cancelled)).toBeVisible();
  await expect(adaPage.locator('.tile')).toHaveCount(0);

  await record.click();
  await expectRecorded(adaPage, 2);
  await adaPage.getByRole('button', { name: sending.voice.stop }).dblclick();
  await expect(adaPage.locator('.tile')).toHaveCount(1);
  const place = tray.getByRole('slider', { name: sending.voice.seek });
  await expect(place).toHaveValue('0');
  await place.fill('1000');
  await expect(place).toHaveValue('1000');
  await tray.getByRole('button', { name: sending.voice.play, exact: true }).click();
  await expect(place).not.toHaveValue('1000'); // further on, or back at its beginning once it has ended
  await expectAccessible(adaPage);
  await adaPage.getByRole('button', { name: words.composer.send, exact: true }).click();
  await expect(adaPage.locator('.tile')).toHaveCount(0);
  await expect(benPage.locator('.sound')).toHaveCount(1);

  // Whoever goes elsewhere finds what they have said where they said it.
  await record.click();
  await expectRecorded(adaPage, 1);
  await adaPage.keyboard.press('Control+Shift+E');
  await adaPage.goBack();
  await expect(place).toBeVisible();
});

test('on a phone a swipe discards a recording, and a press sends it at once', async ({ browser }) => {
  const people = await server.people('Ada Example', 'Ben Sample');
  const [asAda, asBen] = [must(people[0], 'Ada'), must(people[1], 'Ben')];
  const address = `${server.url}/c/${await asAda.direct(asBen)}`;
  const page = await openBrowser(browser, { phone: true, touch: true });
  await page.context().grantPermissions(['microphone']);
  await enter(page, asAda);
  await page.setViewportSize({ width: 320, height: 640 });
  await page.goto(address);
  const record = page.getByRole('button', { name: words.composer.record });
  await record.tap();
  await expectRecorded(page, 1);
  await expectFits(page, 'recording');
  await swipe(page, '.recorder-bar', -150);
  await expect(page.getByText(sending.voice.cancelled)).toBeVisible();
  await expect(page.locator('.recorder, .tile')).toHaveCount(0);
  // The finger that swiped was lifted over what is no more: Chromium may take the next quick tap for the end of that.
  await record.click();
  await expectRecorded(page, 1);
  await page.getByRole('button', { name: sending.voice.send }).click();
  await expect(page.locator('.sound')).toHaveCount(1);
});

test('a microphone that is pulled out keeps what was said, and one that cannot be recorded from is let go of', async ({
  browser,
}) => {
  test.setTimeout(180_000);
  const { adaPage } = await openTwoPeople(browser, server);
  await adaPage.context().grantPermissions(['microphone']);
  await adaPage.evaluate(() => {
    const devices = navigator.mediaDevices;
    const open = devices.getUserMedia.bind(devices);
    devices.getUserMedia = async (wanted) => Object.assign(globalThis, { opened: await open(wanted) }).opened;
  });
  const record = adaPage.getByRole('button', { name: words.composer.record });
  await record.click();
  await expectRecorded(adaPage, 1);
  await adaPage.evaluate(() => {
    const { opened } = globalThis as unknown as { opened: MediaStream };
    for (const track of opened.getTracks()) track.dispatchEvent(new Event('ended'));
  });
  await expect(adaPage.getByText(sending.voice.cut)).toBeVisible();
  await expect(adaPage.locator('.tile')).toHaveCount(1);
  await adaPage.getByRole('button', { name: words.composer.send, exact: true }).click();

  await adaPage.evaluate(() => {
    MediaRecorder.prototype.start = () => {
      throw new DOMException('no encoder', 'NotSupportedError');
    };
  });
  await record.click();
  await expect(adaPage.getByText(sending.voice.problems.unsupported)).toBeVisible();
  const states = () =>
    (globalThis as unknown as { opened: MediaStream }).opened.getTracks().map(({ readyState }) => readyState);
  expect(await adaPage.evaluate(states)).toEqual(['ended']);
});

/** So many seconds at least. */
async function expectRecorded(page: Page, seconds: number): Promise<void> {
  const shown = async () => Number((await page.locator('.recorder-time').textContent())?.split(':').at(-1));
  await expect.poll(shown).toBeGreaterThanOrEqual(seconds);
}

/** With a finger, from the middle of something. */
async function swipe(page: Page, selector: string, pixels: number): Promise<void> {
  const box = must(await page.locator(selector).boundingBox(), selector);
  const client = await page.context().newCDPSession(page);
  const y = box.y + box.height / 2;
  const touch = (type: 'touchStart' | 'touchMove', along: number) =>
    client.send('Input.dispatchTouchEvent', { type, touchPoints: [{ x: box.x + box.width / 2 + along, y }] });
  await touch('touchStart', 0);
  for (let step = 1; step <= 10; step++) await touch('touchMove', (pixels * step) / 10);
  await client.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
}
