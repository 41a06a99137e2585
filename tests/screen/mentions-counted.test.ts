// An @ beside what is unread, where it mentions me: on each device alike, with and without a network.
import { expect, test, type Page } from '@playwright/test';
import { en as words } from '../../client/ui/words/en.ts';
import { chapterName } from '../../shared/conversation/document-name.ts';
import { appendEvent } from '../../shared/conversation/log.ts';
import type { ConversationId } from '../../shared/ids.ts';
import type { Mention } from '../../shared/rules/mentions.ts';
import { makeGroup } from '../kit/group-acts.ts';
import type { Person } from '../kit/person.ts';
import { messageAt } from '../kit/sample-events.ts';
import { openTestServer, type TestServer } from '../kit/test-server.ts';
import { openDevice } from '../kit/wire-device.ts';
import { composer, enter, expectAccessible, keptOn, openBrowser, untilInstalled } from './pages.ts';
import { ada, ben } from './two-people.ts';

const pictures = new URL('../../test-results/pictures/', import.meta.url).pathname;
const title = 'Harbour, the place where everybody talks about everything';

let server: TestServer;
let [asAda, asBen] = [] as unknown as [Person, Person];
let group: ConversationId;
test.beforeEach(async () => {
  server = await openTestServer();
  [asAda, asBen] = (await server.people(ada.name, ben.name)) as [Person, Person];
  group = await makeGroup([asAda, asBen], { title });
});
test.afterEach(() => server.close());

async function adaSays(...all: readonly (readonly [text: string, mentions?: Mention[]])[]): Promise<void> {
  const device = await openDevice(asAda);
  const replica = await device.open(chapterName({ conversationId: group, chapter: 1 }));
  for (const [index, [text, mentions]] of all.entries()) {
    appendEvent(replica.doc, asAda.userId, {
      ...messageAt(Date.now() + index, text),
      ...(mentions !== undefined && { mentions }),
    });
  }
  await device.acknowledged(replica);
  await device.close();
}

const signOf = (page: Page) => page.locator('.list-mention');
const says = (page: Page, unread: number, mentions: number) =>
  expect(page.locator('.list-signs')).toContainText(
    `${words.list.mentions(mentions)}${unread}${words.list.unread(unread)}`,
  );

test('an @ stands beside the number on each device, with no network too, until it is read on one of them', async ({
  browser,
}) => {
  const [page, other] = [await openBrowser(browser, { phone: true }), await openBrowser(browser)];
  await enter(page, asBen);
  await enter(other, await asBen.signInAgain());
  await adaSays(
    ['nobody'],
    ['@Ben look', [{ who: asBen.userId, label: 'Ben' }]],
    ['@all', [{ who: 'everyone', label: 'all' }]],
  );
  for (const one of [page, other]) await says(one, 3, 2);
  await expectAccessible(page);
  await page.screenshot({ path: `${pictures}mentions-list-phone.png` });
  await other.screenshot({ path: `${pictures}mentions-list.png` });
  await untilInstalled(page);
  const isHere = async () => (await keptOn(page)).some(([key]) => key.startsWith(`held/${group}`));
  await expect.poll(isHere).toBe(true);
  await page.context().setOffline(true);
  await page.reload();
  await says(page, 3, 2);
  await page.getByRole('link', { name: new RegExp(title) }).click();
  await expect(composer(page, title)).toBeVisible();
  await expect(page.locator('.bubble-words').getByText('@all')).toBeVisible();
  await page.goBack();
  await expect(signOf(page)).toHaveCount(0);
  await says(other, 3, 2);
  await page.reload();
  await expect(page.getByRole('link', { name: new RegExp(title) })).toBeVisible();
  await expect(signOf(page)).toHaveCount(0);
  await page.context().setOffline(false);
  await expect(signOf(other)).toHaveCount(0);
  await adaSays(['and on']);
  await expect(other.locator('.list-unread')).toBeVisible();
  await expect(signOf(other)).toHaveCount(0);
});

test('it stands well from right to left, and at the smallest width', async ({ browser }) => {
  const page = await openBrowser(browser);
  await enter(page, asBen);
  await adaSays(['@Ben look', [{ who: asBen.userId, label: 'Ben' }]]);
  await page.goto(`${server.url}/settings/appearance`);
  await page.getByRole('combobox', { name: words.preferences.language }).selectOption('ar');
  await expect(page.locator('html')).toHaveAttribute('dir', 'rtl');
  await page.goto(server.url);
  await page.setViewportSize({ width: 320, height: 600 });
  await expect(signOf(page)).toBeVisible();
  await page.screenshot({ path: `${pictures}mentions-list-rtl.png` });
  await expectAccessible(page);
});
