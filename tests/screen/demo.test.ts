// The page of the demo in a real browser, under the server's own policy: a click lets one be somebody, another click
// somebody else, also once the app's worker answers for all pages of the app.
import { expect, test } from '@playwright/test';
import { en as words } from '../../client/ui/words/en.ts';
import { openDemoStage, type DemoStage } from './demo-stage.ts';
import { expectFits } from './fits.ts';
import { expectAccessible, openBrowser, stillPlaceOf, untilInstalled } from './pages.ts';

let demo: DemoStage;
test.beforeAll(async () => {
  test.setTimeout(180_000);
  demo = await openDemoStage();
});
test.afterAll(() => demo.close());

test('one click signs in as anybody, and another as somebody else', async ({ browser }) => {
  const page = await openBrowser(browser, { phone: true });
  await page.goto(`${demo.url}/demo`);
  await page.setViewportSize({ width: 320, height: 700 });
  await expectFits(page, 'the page of the demo');
  await expectAccessible(page);
  await page.screenshot({ path: new URL('../../test-results/pictures/demo-320-dark.png', import.meta.url).pathname });
  await page.getByRole('button', { name: /^Ada Example/ }).click();
  await expect(page.getByRole('button', { name: words.frame.menu('Ada Example') })).toBeVisible();

  await untilInstalled(page);
  await page.goto(`${demo.url}/demo`);
  await page.getByRole('button', { name: /^Ben Sample/ }).click();
  await expect(page.getByRole('button', { name: words.frame.menu('Ben Sample') })).toBeVisible();
});

test('nothing stands above the oldest row of a talk with pictures, for whoever goes up to it by keys', async ({
  browser,
}) => {
  const page = await openBrowser(browser);
  await demo.signIn(page, 'ada');
  await page.goto(demo.url);
  const fair = 'Autumn trade fair in Beispielstadt: stand, travel and samples';
  await page.goto(`${demo.url}${await demo.conversationPath(page, fair)}`);
  await expect(page.getByText('Here it is, both cases.').last()).toBeVisible();
  const box = page.locator('.timeline-box');
  const oldest = box.locator('.row, .notice').filter({ hasText: 'created the group' }).first();
  await expect(async () => {
    await box.press('PageUp');
    expect(await box.evaluate(({ scrollTop }) => scrollTop)).toBe(0);
    await expect(oldest).toBeInViewport({ timeout: 1_000 });
  }).toPass();
  const top = await stillPlaceOf(oldest);
  expect(top - ((await box.boundingBox())?.y ?? 0)).toBeLessThan(60);
});
