// What one sees and hears of the files that others have sent: in the rows, large, page by page, and while one is elsewhere.
import { readFile } from 'node:fs/promises';
import { expect, test, type Browser, type Locator, type Page } from '@playwright/test';
import { must } from '../../shared/base/assert.ts';
import { en as seeing } from '../../client/ui/words/seeing/en.ts';
import { en as words } from '../../client/ui/words/en.ts';
import { en as reading } from '../../client/ui/words/viewer/en.ts';
import { openTestServer, type TestServer } from '../kit/test-server.ts';
import { openFileCase, sayFiles, type FileCase, type Said } from './file-stage.ts';
import { openMenu, openMessageStage, rowOf, type MessageStage } from './message-stage.ts';
import { expectAccessibleNow, openBrowser, untilInstalled } from './pages.ts';

let server: TestServer;
let stage: MessageStage;
let files: FileCase;
test.beforeEach(async () => {
  server = await openTestServer();
  stage = await openMessageStage(server);
  files = openFileCase(stage.ada);
});
test.afterEach(async () => {
  await stage.close();
  await server.close();
});

const adaSays = (...said: readonly Said[]) => sayFiles(stage.ada, stage.conversationId, said);

/** Ben's, with the rows of a message being there; what each file is asked for is for the test to answer. */
async function openBenHoldingFiles(browser: Browser): Promise<{ page: Page; release: () => void }> {
  const page = await openBrowser(browser);
  const [name = '', value = ''] = stage.ben.cookie.split('=');
  await page.context().addCookies([{ name, value, url: server.url }]);
  let release: () => void = () => undefined;
  const released = new Promise<void>((resolve) => (release = resolve));
  await page.route('**/api/files/**', async (route) => {
    await released;
    await route.continue();
  });
  await page.goto(`${server.url}/c/${stage.conversationId}`);
  await expect(page.getByRole('log')).toBeVisible();
  return { page, release: () => release() };
}

/** Where each row stands on the screen, and how large it is. */
function placesOf(page: Page): Promise<unknown> {
  return page.locator('.row').evaluateAll((rows) =>
    rows.map((row) => {
      const { x, y, width, height } = row.getBoundingClientRect();
      return [x, y, width, height].map(Math.round);
    }),
  );
}

const isPainted = (picture: Locator) =>
  expect
    .poll(() => picture.evaluate((element) => element instanceof HTMLImageElement && element.naturalWidth > 0))
    .toBe(true);

const small = (page: Page) => page.locator('.grid-tile-picture');
const shownName = (page: Page) => page.locator('.lightbox-name');

test('pictures come into the room that was theirs from the first frame, and no row moves', async ({ browser }) => {
  await adaSays(
    { text: 'one', files: [await files.photo()] },
    { files: [await files.tall(), await files.film(), await files.photo()] },
    { files: [await files.pdf()] },
    { text: 'the last', files: [await files.voice(1), await files.unknown()] },
  );
  const { page, release } = await openBenHoldingFiles(browser);
  await expect(rowOf(page, 'the last').getByText('backup.bin')).toBeVisible();
  await expect(page.locator('.grid-tile-blur').first()).toBeAttached();
  await expect(small(page)).toHaveCount(0);
  const room = must(await page.locator('.carried-grid').first().boundingBox(), 'room for the photo');
  expect(room.width / room.height).toBeCloseTo(900 / 600, 1);
  const before = await placesOf(page);
  release();
  await expect(small(page)).toHaveCount(4);
  for (const picture of await small(page).all()) await isPainted(picture);
  expect(await placesOf(page)).toEqual(before);
  await expectAccessibleNow(page);
});

test('a picture that no browser’s memory holds is not shown, whatever it is said to be', async ({ browser }) => {
  await adaSays({ text: 'look', files: [await files.bomb(), await files.tall()] });
  const page = await stage.show(browser, stage.ben);
  await expect(page.getByText(seeing.notShownShort)).toHaveCount(1);
  await expect(small(page)).toHaveCount(1);
  await isPainted(small(page));
  await page.getByRole('button', { name: seeing.showPicture('tall.jpg') }).click();
  const box = page.getByRole('dialog', { name: seeing.lightbox });
  await isPainted(box.getByRole('img', { name: 'tall.jpg' }));
  await page.keyboard.press('ArrowLeft');
  await expect(shownName(page)).toContainText('bomb.png');
  await expect(box.getByText(seeing.notShown)).toBeVisible();
  await expect(box.getByRole('img', { name: 'bomb.png' })).toHaveCount(0);
});

test('one goes through all pictures by keys, looks closely, and comes back to where one was', async ({ browser }) => {
  await adaSays(
    { text: 'first', files: [await files.photo('a.jpg')] },
    { files: [await files.tall('b.jpg'), await files.film('c.mp4'), await files.photo('d.jpg')] },
  );
  const page = await stage.show(browser, stage.ben);
  const opener = page.getByRole('button', { name: seeing.showPicture('a.jpg') });
  await opener.click();
  const box = page.getByRole('dialog', { name: seeing.lightbox });
  await expect(shownName(page)).toContainText('a.jpg');
  await isPainted(box.getByRole('img', { name: 'a.jpg' }));
  await expectAccessibleNow(page);
  const sheet = box.locator('.lightbox-sheet');
  const whole = must(await sheet.boundingBox(), 'the picture');
  await page.keyboard.press('+');
  await page.keyboard.press('+');
  expect(must(await sheet.boundingBox(), 'the picture').width).toBeGreaterThan(whole.width * 2);
  await page.keyboard.press('0');
  expect(must(await sheet.boundingBox(), 'the picture').width).toBeCloseTo(whole.width, 0);
  for (const enlarge of [() => sheet.dblclick(), () => page.mouse.wheel(0, -500)]) {
    await enlarge();
    await expect.poll(async () => (await sheet.boundingBox())?.width).toBeGreaterThan(whole.width * 1.5);
    await page.keyboard.press('0');
  }
  const gone: string[] = [];
  for (let step = 0; step < 4; step++) {
    await page.keyboard.press('ArrowRight'); // the last press finds nothing any more
    gone.push((await shownName(page).innerText()).replace(/^\W+/u, ''));
  }
  expect(gone).toEqual(['b.jpg', 'c.mp4', 'd.jpg', 'd.jpg']);
  for (let step = 0; step < 3; step++) await page.keyboard.press('ArrowLeft');
  await expect(shownName(page)).toContainText('a.jpg');
  await page.keyboard.press('Escape');
  await expect(box).toBeHidden();
  await expect(opener).toBeFocused();
});

test('a video plays where it stands and from any place in it, by pieces, and silences the one before', async ({
  browser,
}) => {
  await adaSays(
    { text: 'one', files: [await files.film('one.mp4')] },
    { text: 'two', files: [await files.film('two.mp4')] },
  );
  const page = await stage.show(browser, stage.ben);
  const pieces: string[] = [];
  page.on('response', (answer) => {
    if (answer.status() === 206) pieces.push(answer.headers()['content-range'] ?? '');
  });
  const start = (name: string) => page.getByRole('button', { name: seeing.playVideo(name, '0:12') }).click();
  await start('one.mp4');
  const first = page.locator('video[aria-label="one.mp4"]');
  const isPlaying = (video: Locator) => video.evaluate((one) => !(one as HTMLVideoElement).paused);
  const timeOf = (video: Locator) => video.evaluate((one) => (one as HTMLVideoElement).currentTime);
  await expect.poll(() => timeOf(first)).toBeGreaterThan(0);
  await expect(first).toBeFocused();
  await first.evaluate((one) => ((one as HTMLVideoElement).currentTime = 9));
  await expect.poll(() => timeOf(first)).toBeGreaterThan(9);
  expect(pieces[0]).toMatch(/^bytes 0-\d+\/\d+$/);
  await start('two.mp4');
  const second = page.locator('video[aria-label="two.mp4"]');
  await expect.poll(() => timeOf(second)).toBeGreaterThan(0);
  expect(await isPlaying(first)).toBe(false);
});

test('voice goes on to the next, as fast as one likes, while one is elsewhere', async ({ browser }) => {
  await adaSays({ text: 'one', files: [await files.voice(1)] }, { text: 'two', files: [await files.voice(2)] });
  const page = await stage.show(browser, stage.ben);
  const playing = () => page.evaluate(() => navigator.mediaSession.metadata?.title ?? null);
  await rowOf(page, 'one')
    .getByRole('button', { name: /^Play: Voice/u })
    .click();
  await expect.poll(playing).toBe('voice-1.webm');
  const player = page.getByRole('region', { name: seeing.player });
  await player.getByRole('button', { name: seeing.pace(1) }).click();
  await player.getByRole('button', { name: seeing.pace(1.5) }).click();
  await page
    .getByRole('link', { name: words.saved.title })
    .or(page.getByRole('link', { name: words.contacts.title }))
    .first()
    .click();
  await expect(page.getByRole('log')).toHaveCount(0);
  await expect.poll(playing).toBe('voice-2.webm');
  await expect(player.getByRole('button', { name: seeing.pace(2) })).toBeVisible();
  await expect(player).toHaveCount(0); // both are at their end
});

test('the place in a voice message is chosen by keys and by pressing, though its file says no length', async ({
  browser,
}) => {
  await adaSays({ text: 'one', files: [await files.voice(1)] });
  const page = await stage.show(browser, stage.ben);
  const row = rowOf(page, 'one');
  await row.focus();
  const slider = row.getByRole('slider', { name: seeing.place('voice') });
  await slider.focus();
  await slider.press('End');
  await expect(slider).toHaveAttribute('aria-valuetext', seeing.placeAt('0:03', '0:03'));
  await slider.press('Home');
  await expect(slider).toHaveAttribute('aria-valuetext', seeing.placeAt('0:00', '0:03'));
  await expect(slider).toBeFocused();
  const { x, y, width, height } = must(await slider.boundingBox(), 'the waveform');
  await page.mouse.move(x + width * 0.7, y + height / 2);
  await page.mouse.down();
  await expect(slider).toHaveAttribute('aria-valuetext', seeing.placeAt('0:02', '0:03'));
  await page.mouse.up(); // it plays from there, to its end
  await expect(slider).toHaveAttribute('aria-valuetext', seeing.placeAt('0:00', '0:03'));
});

test('documents are read here or kept under their names, byte for byte', async ({ browser }) => {
  const unknown = await files.unknown(`${'a long name of a backup '.repeat(6)}.bin`);
  await adaSays(
    { text: 'paper', files: [await files.pdf()] },
    { text: 'code', files: [await files.code()] },
    { text: 'bytes', files: [unknown] },
  );
  const page = await stage.show(browser, stage.ben);
  await rowOf(page, 'paper')
    .getByRole('button', { name: /^Open\s+offer\.pdf/u })
    .click();
  const viewer = page.getByRole('dialog', { name: 'offer.pdf' });
  await expect(viewer.locator('canvas').first()).toBeVisible();
  await expect(viewer.getByText(/1 of 2/u)).toBeVisible();
  await expectAccessibleNow(page);
  await page.setViewportSize({ width: 320, height: 640 });
  const pageWidth = async () => (await viewer.locator('canvas').first().boundingBox())?.width;
  await expect.poll(pageWidth).toBe(288);
  await viewer.getByRole('button', { name: reading.zoomIn }).click();
  await expect.poll(pageWidth).toBe(360);
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.keyboard.press('Escape');
  await rowOf(page, 'code')
    .getByRole('button', { name: /^Open\s+sun\.ts/u })
    .click();
  await expect(
    page.getByRole('dialog', { name: 'sun.ts' }).locator('.code-kwd', { hasText: 'const' }).first(),
  ).toBeVisible();
  await page.keyboard.press('Escape');
  const kept = async (press: () => Promise<void>) => {
    const [download] = await Promise.all([page.waitForEvent('download'), press()]);
    expect(download.suggestedFilename()).toBe(unknown.attachment.name);
    expect(new Uint8Array(await readFile(await download.path()))).toEqual(unknown.bytes);
  };
  await kept(() => rowOf(page, 'bytes').locator('.document-open').click());
  await openMenu(page, 'bytes');
  await kept(() => page.getByRole('menuitem', { name: words.acts.download }).click());
});

test('what cannot be had says so and comes when asked again; what was seen stays with no network', async ({
  browser,
}) => {
  const photo = await files.tall();
  await adaSays({ text: 'look', files: [photo] });
  const page = await openBrowser(browser);
  const [name = '', value = ''] = stage.ben.cookie.split('=');
  await page.context().addCookies([{ name, value, url: server.url }]);
  const address = `**/api/files/${photo.attachment.hash}**`;
  await page.context().route(address, (route) => route.abort());
  await page.goto(`${server.url}/c/${stage.conversationId}`);
  const missing = page.getByRole('button', { name: `tall.jpg. ${seeing.missing}` });
  await expect(missing).toBeVisible();
  await page.context().unroute(address);
  await missing.click();
  await isPainted(small(page).first());
  await untilInstalled(page);
  await page.context().setOffline(true);
  await page.reload();
  await isPainted(small(page).first());
});
