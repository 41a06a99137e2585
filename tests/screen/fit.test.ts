// Every screen fits its window from the smallest phone to ultrawide: nothing scrolls sideways, nothing is cut off,
// everything one presses is large enough. Leaves a picture of each in test-results/pictures, light and dark.
import { expect, test, type Page } from '@playwright/test';
import { en as words } from '../../client/ui/words/en.ts';
import { PickyLog } from '../kit/picky-log.ts';
import { openTestServer, type TestServer } from '../kit/test-server.ts';
import { composer, openBrowser, say, setUpLink, texts } from './pages.ts';
import { ada, ben, openTwoPeople } from './two-people.ts';

const widths = [320, 390, 719, 720, 768, 1440, 2560];
const pictures = new URL('../../test-results/pictures/', import.meta.url).pathname;

const unwanted = 'the text that nobody takes';

let server: TestServer;
test.beforeEach(async () => {
  server = await openTestServer({ log: new PickyLog(unwanted) });
});
test.afterEach(() => server.close());

test('the forms of an account fit', async ({ browser }) => {
  const page = await openBrowser(browser);
  await page.goto(setUpLink(server));
  await page.getByRole('button', { name: words.account.signUp }).click();
  await expectFit(page, 'set-up');
  await page.goto(`${server.url}/sign-in`);
  await expect(page.getByRole('button', { name: words.account.signIn })).toBeVisible();
  await expectFit(page, 'sign-in');
});

test('the list and a conversation fit, with long words and another direction of writing', async ({ browser }) => {
  test.setTimeout(120_000);
  const { adaPage, benPage } = await openTwoPeople(browser, server);
  await say(adaPage, ben.name, `https://example.test/${'without-a-break'.repeat(30)}`);
  await say(adaPage, ben.name, 'one\ntwo\nthree');
  await say(benPage, ada.name, 'صباح الخير، هل وصل العقد الموقّع من العميل؟');
  await expect.poll(() => texts(adaPage)).toHaveLength(3);
  await say(adaPage, ben.name, unwanted);
  await expect(adaPage.getByRole('button', { name: words.conversation.sendAgain })).toBeVisible();
  await expectFit(adaPage, 'conversation');
  await composer(adaPage, ben.name).blur();
  await adaPage.keyboard.press('?');
  await expect(adaPage.getByRole('dialog')).toBeVisible();
  await expectFit(adaPage, 'shortcuts');
  await adaPage.goto(server.url);
  await expect(adaPage.getByRole('link', { name: ben.name }).first()).toBeVisible();
  await expectFit(adaPage, 'list');
});

async function expectFit(page: Page, name: string): Promise<void> {
  for (const width of widths) {
    await page.setViewportSize({ width, height: width < 720 ? 700 : 900 });
    expect(await sidewaysOverflow(page), `${name} at ${width}`).toBe(0);
    expect(await smallTargets(page), `${name} at ${width}`).toEqual([]);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await page.screenshot({ path: `${pictures}${name}-${width}-${colorScheme}.png`, animations: 'disabled' });
    }
  }
}

/** How many pixels any box of the page needs beyond its width. */
function sidewaysOverflow(page: Page): Promise<number> {
  return page.evaluate(() => {
    const boxes = [...document.querySelectorAll('html, body, main, section, dialog, ol, ul, li, p.bubble-text')];
    return Math.max(...boxes.map((box) => (box.clientWidth === 0 ? 0 : box.scrollWidth - box.clientWidth)));
  });
}

/** What one presses and is smaller than 40 pixels in a direction; links within a sentence are read, not aimed at. */
function smallTargets(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const targets = [...document.querySelectorAll('button, a:not(p a), input, textarea')];
    const visible = targets.filter((target) => target.checkVisibility());
    const small = visible.filter((target) => {
      const { width, height } = target.getBoundingClientRect();
      return width < 40 || height < 40;
    });
    return small.map((target) => `${target.tagName} ${target.className} ${target.getAttribute('aria-label') ?? ''}`);
  });
}
