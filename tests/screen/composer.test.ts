// Where one writes: what is offered while one types, what a key does, and that what was begun is there again, here and on
// one's other devices.
import { expect, test } from '@playwright/test';
import { en as words } from '../../client/ui/words/en.ts';
import { openTestServer, type TestServer } from '../kit/test-server.ts';
import { composer, expectAccessible, texts } from './pages.ts';
import { ben, openTwoPeople } from './two-people.ts';

let server: TestServer;
test.beforeAll(async () => {
  server = await openTestServer();
});
test.afterAll(() => server.close());

test('an emoji is picked by a word, in its colour, and stands first the next time', async ({ browser }) => {
  const { adaPage: page, benPage } = await openTwoPeople(browser, server);
  const field = composer(page, ben.name);
  await field.fill('Well done! Bye');
  for (let step = 0; step < 3; step++) await field.press('ArrowLeft');
  const opener = page.getByRole('button', { name: words.emoji.title, exact: true });
  await opener.click();
  const picker = page.getByRole('dialog', { name: words.emoji.title });
  await picker.getByRole('radio', { name: words.emoji.toneNames.medium, exact: true }).check({ force: true });
  const search = picker.getByRole('searchbox', { name: words.emoji.search });
  await search.fill('thumbsu');
  await expect(picker.getByRole('gridcell').first()).toHaveText('👍🏽');
  await expectAccessible(page);
  await search.press('ArrowDown');
  await expect(picker.getByRole('gridcell').first()).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(field).toBeFocused();
  await expect(field).toHaveValue('Well done! 👍🏽Bye');
  await field.press('Enter');
  await expect.poll(() => texts(benPage)).toContain('Well done! 👍🏽Bye');

  await page.reload();
  await opener.click();
  await expect(picker.getByRole('gridcell')).toHaveText(['👍🏽']);
  await page.keyboard.press('Escape');
  await expect(opener).toBeFocused();
});
