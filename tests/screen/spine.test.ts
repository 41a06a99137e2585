// Two people in two browsers, from the set-up link to messages both ways: the whole path, on the screen.
import { expect, test } from '@playwright/test';
import { en as words } from '../../client/ui/words/en.ts';
import { openTestServer, type TestServer } from '../kit/test-server.ts';
import { inviteFrom, openBrowser, safeMarks, say, setUpLink, signUpThrough, texts, writeTo } from './pages.ts';

let server: TestServer;
test.beforeEach(async () => {
  server = await openTestServer();
});
test.afterEach(() => server.close());

test('two people sign up by their links and write to each other, once each and in order', async ({ browser }) => {
  const ada = await openBrowser(browser);
  await signUpThrough(ada, setUpLink(server), { name: 'Ada Example', handle: 'ada' });
  const invitation = await inviteFrom(ada);
  const ben = await openBrowser(browser, { phone: true, dark: true });
  await signUpThrough(ben, invitation, { name: 'Ben Sample', handle: 'ben' });

  await writeTo(ada, 'Ben Sample');
  await say(ada, 'Ben Sample', 'first');
  await ben
    .getByRole('link', { name: /Ada Example/ })
    .first()
    .click();
  await expect.poll(() => texts(ben)).toEqual(['first']);

  // Messages both ways, each on the other screen.
  const said = ['first'];
  for (let round = 1; round <= 5; round++) {
    for (const [from, to, screen] of [
      [ada, 'Ben Sample', ben],
      [ben, 'Ada Example', ada],
    ] as const) {
      said.push(`round ${round} to ${to}`);
      await say(from, to, `round ${round} to ${to}`);
      await expect.poll(() => texts(screen)).toEqual(said);
    }
  }
  await expect(ada.getByText(words.conversation.waiting)).toHaveCount(0);
  await expect(safeMarks(ada)).toHaveCount(6);

  for (const page of [ada, ben]) {
    await page.reload();
    await expect.poll(() => texts(page)).toEqual(said);
  }
  await expect(safeMarks(ada)).toHaveCount(6);
});

test('what is written without a server waits, says so, survives a reload and arrives once', async ({ browser }) => {
  const ada = await openBrowser(browser);
  await signUpThrough(ada, setUpLink(server), { name: 'Ada Example', handle: 'ada' });
  const ben = await openBrowser(browser);
  await signUpThrough(ben, await inviteFrom(ada), { name: 'Ben Sample', handle: 'ben' });
  await writeTo(ada, 'Ben Sample');
  await say(ada, 'Ben Sample', 'before');
  await expect(safeMarks(ada)).toHaveCount(1);
  await ben
    .getByRole('link', { name: /Ada Example/ })
    .first()
    .click();
  await expect.poll(() => texts(ben)).toEqual(['before']);

  await ada.context().setOffline(true);
  await say(ada, 'Ben Sample', 'in the tunnel');
  await expect(ada.getByRole('img', { name: words.conversation.waiting })).toHaveCount(1);
  await expect(ada.getByRole('status').filter({ hasText: words.link.offlineShort }).first()).toBeVisible();
  await ada.context().setOffline(false);
  await expect.poll(() => texts(ben)).toEqual(['before', 'in the tunnel']);
  await expect(safeMarks(ada)).toHaveCount(2);
  await ada.reload();
  await expect.poll(() => texts(ada)).toEqual(['before', 'in the tunnel']);
});
