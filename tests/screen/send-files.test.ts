// Ways in for files, from the first press to the other's device: chosen, pasted, dropped and shared. What arrives is
// what was sent, byte for byte.
import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { expect, test, type Page } from '@playwright/test';
import { en as words } from '../../client/ui/words/en.ts';
import { en as sending } from '../../client/ui/words/sending/en.ts';
import { openTestServer, type TestServer } from '../kit/test-server.ts';
import { composer, expectAccessible, openFromList, texts, untilInstalled } from './pages.ts';
import { dropFiles, pasteFiles, photo, shareFrom, type SentFile } from './bring-files.ts';
import { ada, ben, openTwoPeople } from './two-people.ts';

let server: TestServer;
test.beforeEach(async () => {
  server = await openTestServer();
});
test.afterEach(() => server.close());

const notes = textFile('notes.txt', 'What was said at the stand.\n');
/** A photo that says where it was taken, in a chunk behind its head. */
const placed: SentFile = { ...photo, buffer: withWords(photo.buffer, 'Location\0Beispielstadt') };
const unknown: SentFile = {
  name: 'samples.xyz',
  mimeType: '',
  buffer: Buffer.from(Array.from({ length: 3_000 }, (_, at) => (at * 7) % 256)),
};

test('files that are chosen, put in order and sent with a caption stand so on the other screen, also after a reload', async ({
  browser,
}) => {
  const { adaPage, benPage } = await openTwoPeople(browser, server);
  await choose(adaPage, [notes, unknown, textFile('too-much.txt', '')]);
  await expect(tileNames(adaPage)).toHaveText([notes.name, unknown.name, 'too-much.txt']);
  await expect(adaPage.getByRole('alert')).toContainText(sending.tray.problem('empty', 'document', null));
  await tile(adaPage, 'too-much.txt').focus();
  await adaPage.keyboard.press('Delete');
  await expect(tile(adaPage, unknown.name)).toBeFocused();
  await adaPage.keyboard.press('Alt+ArrowLeft');
  await expect(tileNames(adaPage)).toHaveText([unknown.name, notes.name]);
  await expect(tile(adaPage, unknown.name)).toBeFocused();
  await expectAccessible(adaPage);
  await adaPage.reload();
  await expect(tileNames(adaPage)).toHaveText([unknown.name, notes.name]);
  await composer(adaPage, ben.name).fill('From the fair');
  await adaPage.getByRole('button', { name: words.composer.send, exact: true }).click();
  await expect(adaPage.locator('.tile')).toHaveCount(0);
  await expect(composer(adaPage, ben.name)).toHaveValue('');
  await expect.poll(() => texts(benPage)).toEqual(['From the fair']);
  await expect(benPage.getByText(notes.name)).toBeVisible();
  for (const file of [notes, unknown]) await expect.poll(() => readAt(benPage, file)).toBe(hashOf(file));
  await benPage.reload();
  await expect(benPage.getByText(unknown.name)).toBeVisible();
});

test('what is pasted and dropped goes to its conversation, and pasted text stays text', async ({ browser }) => {
  const { adaPage, benPage } = await openTwoPeople(browser, server);
  await composer(adaPage, ben.name).focus();
  await pasteFiles(adaPage, [{ ...photo, name: 'image.png' }], ['text/plain', 'text/html']);
  await expect(adaPage.locator('.tile')).toHaveCount(0);
  await pasteFiles(adaPage, [{ ...placed, name: 'image.png' }]);
  await expect(tileNames(adaPage)).toHaveText([/^Picture \d{4}-\d\d-\d\d \d\d\.\d\d\.\d\d\.png$/]);
  await expect(adaPage.locator('.tile-picture img')).toBeVisible();
  await adaPage.locator('.tile-face').click();
  await adaPage.getByRole('menuitemcheckbox', { name: sending.tray.original }).click();
  await expect(adaPage.getByText(sending.tray.originalMark, { exact: true })).toBeVisible();
  await dropFiles(adaPage, '.timeline', [notes]);
  await adaPage.keyboard.press('Control+Shift+E'); // at once: it is theirs wherever one looks
  await expect(adaPage.locator('.composer')).toHaveCount(0);
  await adaPage.goBack();
  await expect(tileNames(adaPage).last()).toHaveText(notes.name);
  await composer(adaPage, ben.name).press('Enter');
  await expect(benPage.getByText(notes.name)).toBeVisible();
  await expect.poll(() => readAt(benPage, notes)).toBe(hashOf(notes));
  await expect.poll(() => readAt(benPage, placed)).toBe(hashOf(placed)); // as it was
});

test('owners say what may be sent, and whoever chooses a file is told', async ({ browser }) => {
  const { adaPage } = await openTwoPeople(browser, server);
  const address = adaPage.url();
  await adaPage.goto(`${server.url}/settings/workspace`);
  const pictures = adaPage.getByRole('textbox', { name: sending.limits.forms.image });
  await pictures.fill('some');
  await adaPage.getByRole('button', { name: words.settings.save }).click();
  await expect(pictures).toBeFocused();
  await pictures.fill('0');
  await adaPage.getByRole('button', { name: words.settings.save }).click();
  await expect(adaPage.getByText(words.settings.saved)).toBeVisible();
  await adaPage.goto(address);
  await choose(adaPage, [photo, notes]);
  await expect(adaPage.getByRole('alert')).toHaveText(
    sending.tray.problemOf(photo.name, sending.tray.problem('not-allowed', 'image', null)),
  );
  await expect(adaPage.getByText(sending.tray.total(1, '28 bytes'))).toBeVisible();
});

test('what is shared to the app goes where one chooses, with no network too', async ({ browser }) => {
  const { adaPage, benPage } = await openTwoPeople(browser, server);
  await untilInstalled(adaPage);
  await adaPage.reload(); // from now on the worker answers
  await adaPage.context().setOffline(true);
  await shareFrom(adaPage, 'Seen at the fair', [notes]);
  await expect(adaPage.getByText(notes.name)).toBeVisible();
  await adaPage.getByRole('checkbox', { name: ben.name }).check();
  await expectAccessible(adaPage);
  await adaPage.getByRole('button', { name: sending.share.now(1) }).click();
  await expect(composer(adaPage, ben.name)).toHaveValue('Seen at the fair');
  await expect(tileNames(adaPage)).toHaveText([notes.name]);
  await composer(adaPage, ben.name).press('Enter');
  await expect(composer(adaPage, ben.name)).toHaveValue('');

  await shareFrom(adaPage, 'To both', [unknown]);
  await adaPage.getByRole('checkbox', { name: ben.name }).check();
  await adaPage.getByRole('checkbox', { name: words.notes.name }).check();
  await adaPage.getByRole('button', { name: sending.share.now(2) }).click();
  await expect(adaPage).toHaveURL(`${server.url}/`);
  // Of neither anything is left where it was handed over.
  expect(await adaPage.evaluate(async () => (await (await caches.open('shared')).keys()).length)).toBe(0);
  await adaPage.context().setOffline(false);
  await expect.poll(() => texts(benPage)).toEqual(['Seen at the fair', 'To both']);
  await expect.poll(() => readAt(benPage, unknown)).toBe(hashOf(unknown));
  await openFromList(benPage, ada.name);
});

function withWords(png: Buffer, words: string): Buffer {
  const endOfHead = 33;
  const body = Buffer.from(`tEXt${words}`, 'latin1');
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(words.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([png.subarray(0, endOfHead), length, body, sum, png.subarray(endOfHead)]);
}

function textFile(name: string, text: string): SentFile {
  return { name, mimeType: 'text/plain', buffer: Buffer.from(text) };
}

async function choose(page: Page, files: readonly SentFile[]): Promise<void> {
  const choosing = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: words.composer.attach }).click();
  await page.getByRole('menuitem', { name: sending.attach.file }).click();
  await (await choosing).setFiles([...files]);
}

function tileNames(page: Page) {
  return page.locator('.tile-name');
}

/** The tile's part that takes the keys. */
function tile(page: Page, name: string) {
  return page.locator('.tile-face', { hasText: name });
}

function hashOf({ buffer }: SentFile): string {
  return createHash('sha256').update(buffer).digest('hex');
}

/** The hash of what somebody is given who asks for this file of the conversation that they look at; null for a refusal. */
function readAt(page: Page, file: SentFile): Promise<string | null> {
  return page.evaluate(async (hash) => {
    const conversation = location.pathname.split('/')[2] ?? '';
    const answer = await fetch(`/api/files/${hash}?in=${conversation}`);
    if (!answer.ok) return null;
    const digest = await crypto.subtle.digest('SHA-256', await answer.arrayBuffer());
    return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  }, hashOf(file));
}
