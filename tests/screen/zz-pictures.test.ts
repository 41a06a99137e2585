import { expect, test } from '@playwright/test';
import { en, en as words } from '../../client/ui/words/en.ts';
import { ar } from '../../client/ui/words/ar.ts';
import { complete } from '../../client/ui/words/translation.ts';
import { openTestServer } from '../kit/test-server.ts';
import { composer } from './pages.ts';
import { expectFits } from './fits.ts';
import { ben, openTwoPeople } from './two-people.ts';
test('pictures', async ({ browser }) => {
  test.setTimeout(200_000);
  const server = await openTestServer();
  const { adaPage: page, benPage } = await openTwoPeople(browser, server);
  const dir = new URL('../../test-results/pictures/', import.meta.url).pathname;
  const shot = async (name: string) => {
    for (const [w, h] of [
      [320, 640],
      [1200, 800],
    ] as const)
      for (const scheme of ['light', 'dark'] as const) {
        await page.setViewportSize({ width: w, height: h });
        await page.emulateMedia({ colorScheme: scheme });
        await expectFits(page, `${name} ${w}`);
        await page.screenshot({ path: `${dir}later-${name}-${w}-${scheme}.png`, animations: 'disabled' });
      }
    await page.setViewportSize({ width: 1200, height: 800 });
  };
  const run = async (W: typeof en, tag: string) => {
    await page
      .locator('textarea')
      .last()
      .fill('Good morning, all of you who read the long long minutes of yesterday before the meeting at ten');
    await page.getByRole('button', { name: W.errands.later }).click();
    await expect(page.getByRole('menuitem').first()).toBeVisible();
    await shot(`${tag}-menu`);
    await page.getByRole('menuitem').first().click();
    await page.locator('textarea').last().fill('صباح الخير');
    await page.getByRole('button', { name: W.errands.later }).click();
    await page.getByRole('menuitem').nth(1).click();
    await shot(`${tag}-scheduled`);
    await page.getByRole('listitem').getByRole('button', { name: W.errands.edit }).first().click();
    await shot(`${tag}-edit`);
    await page.keyboard.press('Escape');
    const at = page.url();
    await page.goto(`${server.url}/settings/auto-reply`);
    await page.getByRole('combobox', { name: W.errands.answers }).selectOption('outside-hours');
    await shot(`${tag}-hours`);
    await page.getByRole('combobox', { name: W.errands.answers }).selectOption('period');
    await shot(`${tag}-period`);
    await page.goto(`${server.url}/settings/scheduled`);
    await expect(page.locator('.scheduled-one').first()).toBeVisible();
    await shot(`${tag}-list`);
    await page.goto(at);
  };
  await run(words, 'en');
  await page.evaluate(() => undefined);
  await page.goto(`${server.url}/settings/appearance`);
  await page.getByRole('combobox').first().selectOption('ar');
  await page.goto(server.url);
  await page.locator('a.list-row').first().click();
  await page.locator('textarea').last().waitFor();
  await run(complete(en, ar), 'ar');
  void benPage;
  void composer;
  void ben;
  await server.close();
});
