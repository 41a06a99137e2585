// The files and links of conversations on the screen: by kind and month, by name and by whom, with no network, and the way
// back to their messages.
import { expect, test, type Page } from '@playwright/test';
import type { ConversationId } from '../../shared/ids.ts';
import { en as words } from '../../client/ui/words/en.ts';
import { en as told } from '../../client/ui/words/files-list/en.ts';
import { en as seeing } from '../../client/ui/words/seeing/en.ts';
import { makeGroup } from '../kit/group-acts.ts';
import type { Person } from '../kit/person.ts';
import { documentOf, pictureOf, videoOf, voiceOf } from '../kit/sample-files.ts';
import { sayWithFiles } from '../kit/say-with-files.ts';
import { sentPicture, sentSound, sentText } from '../kit/sent-files.ts';
import { openTestServer, type TestServer } from '../kit/test-server.ts';
import { enter, expectAccessibleNow, keptOn, openBrowser, untilInstalled } from './pages.ts';

let server: TestServer;
let [ada, ben, eve] = [] as unknown as [Person, Person, Person];
let direct: ConversationId;
let group: ConversationId;

test.beforeAll(async () => {
  server = await openTestServer();
  [ada, ben, eve] = (await server.people('Ada Example', 'Ben Sample', 'Eve Later')) as [Person, Person, Person];
  direct = await ada.direct(ben);
  group = await makeGroup([ada, eve], { title: 'Harbour' });
  const day = (text: string) => Date.parse(`${text}T12:00:00Z`);
  await sayWithFiles(server, ben, {
    chapter: { conversationId: direct, chapter: 1 },
    sayings: [
      {
        text: 'from the mole',
        attachments: [await sentPicture(ben, 'mole.png', 60), await sentPicture(ben, 'boats.png', 160)],
        at: day('2026-07-30'),
      },
      {
        text: 'as wished',
        attachments: [await sentText(ben, 'Angebot für die Straße.txt', 'Sie beginnt am Hafen.')],
        at: day('2026-08-02'),
      },
      { attachments: [voiceOf('a voice'), await sentSound(ben, 'shanty.wav')], at: day('2026-08-03') },
      { text: 'see https://example.org/tides for the tides', at: day('2026-08-04') },
      { attachments: [videoOf('launch.mp4')], at: day('2026-08-05') },
    ],
  });
  await sayWithFiles(server, eve, {
    chapter: { conversationId: group, chapter: 1 },
    sayings: [{ attachments: [documentOf('Angebot, second.pdf'), pictureOf('crane.jpg')], at: day('2026-08-06') }],
  });
});
test.afterAll(() => server.close());

test('files and links stand by kind under their months, the newest first, and lead to their messages', async ({
  browser,
}) => {
  const page = await openBrowser(browser);
  await enter(page, ada);
  await page.goto(`${server.url}/c/${direct}`);
  await page.getByRole('link', { name: words.conversation.files }).click();
  await expect(page.getByRole('heading', { name: told.titleIn('Ben Sample') })).toBeFocused();
  await expect(months(page)).toHaveText(['August 2026', 'July 2026']);
  await expect(page.locator('.listed-tile')).toHaveCount(3);
  const tiles = await page.locator('.listed-tile').evaluateAll((all) => all.map((one) => one.getAttribute('title')));
  expect(tiles).toEqual(['launch.mp4', 'mole.png', 'boats.png']);
  await expect(page.locator('.listed-tile img[src^="blob:"]')).toHaveCount(2);
  await page.locator('.listed-tile[title="mole.png"]').click();
  const large = page.getByRole('dialog', { name: seeing.lightbox });
  await expect(large).toContainText('mole.png');
  await page.keyboard.press('ArrowLeft');
  await expect(large).toContainText('boats.png');
  await page.keyboard.press('Escape');
  await expect(large).toHaveCount(0);
  await expect(page.locator('.listed-tile[title="mole.png"]')).toBeFocused();
  await tab(page, 'audio');
  await expect(names(page)).toHaveText(['a voice', 'shanty.wav']);
  await page.locator('.listed-open').last().click();
  await expect(page.getByRole('region', { name: seeing.player })).toContainText('Ben Sample');
  await tab(page, 'links');
  await expect(page.getByRole('link', { name: /example\.org\/tides/u }).first()).toHaveAttribute(
    'href',
    'https://example.org/tides',
  );
  await tab(page, 'documents');
  await expect(names(page)).toHaveText(['Angebot für die Straße.txt']);
  await page.locator('.listed-open').click();
  await expect(page.getByRole('dialog')).toContainText('Sie beginnt am Hafen.');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expectAccessibleNow(page);
  await page.getByRole('link', { name: told.toMessageOf('Angebot für die Straße.txt') }).click();
  await expect(page.locator('.row-highlighted')).toContainText('as wished');
  await page.goBack();
  await expect(page).toHaveURL(/\/files\/documents$/u);
});

test('of everything one finds by name and by whom, and with the keys alone one goes from one to the next', async ({
  browser,
}) => {
  const page = await openBrowser(browser);
  await enter(page, ada);
  await page
    .getByRole('button', { name: /^Menu of/u })
    .filter({ visible: true })
    .click();
  await page.getByRole('menuitem', { name: words.frame.files }).click();
  await tab(page, 'documents');
  const field = page.getByRole('searchbox');
  await field.fill('angebot');
  await expect(names(page)).toHaveText(['Angebot, second.pdf', 'Angebot für die Straße.txt']);
  await expect(page.locator('.listed-name .found-mark')).toHaveText(['Angebot', 'Angebot']);
  await expect(page.locator('.listed-about').first()).toContainText('Harbour');
  await field.fill('angebot from:ben');
  await expect(names(page)).toHaveText(['Angebot für die Straße.txt']);
  await field.fill('crane');
  await expect(page.getByText(told.noneFound)).toBeVisible();
  await tab(page, 'media');
  await expect(page.locator('.listed-tile')).toHaveCount(1);
  await field.fill('');
  await expect(page.locator('.listed-tile')).toHaveCount(4);
  await page.locator('.listed-tile').first().focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowRight');
  await expect(page.locator('.listed-tile[title="boats.png"]')).toBeFocused();
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox').fill('crane');
  await page
    .getByRole('dialog')
    .getByRole('link', { name: told.allFiles('crane') })
    .click();
  await expect(field).toHaveValue('crane');
  await expect(page.locator('.listed-tile')).toHaveCount(1);
  await field.press('ArrowDown');
  await expect(page.locator('.listed-tile')).toBeFocused();
  await page.goto(`${server.url}/search`);
  await page.getByRole('searchbox').fill('strasse has:document');
  await expect(page.locator('.found-file .found-mark')).toHaveText('Straße');
});

test('with no network this device lists what it holds, and says that there may be more', async ({ browser }) => {
  const page = await openBrowser(browser);
  await enter(page, ada);
  await untilInstalled(page);
  await page.goto(`${server.url}/c/${direct}`);
  const held = async () => (await keptOn(page)).filter(([key]) => key.startsWith('held/')).length;
  await expect.poll(held, { timeout: 60_000, intervals: [500] }).toBe(2);
  await page.context().setOffline(true);
  await page.goto(`${server.url}/files`);
  await expect(page.locator('.listed-tile')).toHaveCount(4, { timeout: 30_000 });
  await expect(page.locator('.search-note')).toContainText(told.onlyHere);
});

function months(page: Page) {
  return page.locator('.listed-month-name');
}

function names(page: Page) {
  return page.locator('.listed-name');
}

async function tab(page: Page, name: keyof typeof told.tabs): Promise<void> {
  await page.getByRole('navigation', { name: told.kinds }).getByRole('link', { name: told.tabs[name] }).click();
}
