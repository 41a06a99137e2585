// The page of the demo in a real browser, under the server's own policy: a click lets one be somebody, another click
// somebody else, also once the app's worker answers for all pages of the app.
import { expect, test } from '@playwright/test';
import { en as words } from '../../client/ui/words/en.ts';
import { openDemoStage, type DemoStage } from './demo-stage.ts';
import { expectFits } from './fits.ts';
import { expectAccessible, openBrowser, untilInstalled } from './pages.ts';

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
