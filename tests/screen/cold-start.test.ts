// What a device shows before it has opened anything: the list of conversations, from what it kept.
import { expect, test, type Page } from '@playwright/test';
import * as v from 'valibot';
import { must } from '../../shared/base/assert.ts';
import { parseDocumentName } from '../../shared/conversation/document-name.ts';
import { helloAnswer } from '../../shared/protocol/people-api.ts';
import { addConversations } from '../kit/add-conversations.ts';
import { openTestServer } from '../kit/test-server.ts';
import { openBrowser, setUpLink, signUpThrough, untilInstalled } from './pages.ts';
import { ada } from './two-people.ts';
import { readStart, watchStarts } from './watched-start.ts';

const count = 100;

test('without a server, the list is painted before any document is opened', async ({ browser }) => {
  const server = await openTestServer();
  const page = await openBrowser(browser);
  const device = page.context();
  await signUpThrough(page, setUpLink(server), ada);
  const [first] = addConversations(server.dataDir, [await userIdOf(page)], count);
  await page.reload();
  await expect(page.locator('.list-rows > li').first()).toHaveAttribute('aria-setsize', `${count}`);
  await untilInstalled(page);
  await page.close();
  await server.stop();

  await watchStarts(device);
  const { conversationId } = must(parseDocumentName(must(first, 'a conversation')), 'its name');
  for (const path of ['/', `/c/${conversationId}`]) {
    const started = await device.newPage();
    const cpu = await device.newCDPSession(started);
    await cpu.send('Emulation.setCPUThrottlingRate', { rate: 4 }); // a slow device paints late
    await started.goto(`${server.url}${path}`);
    await expect(started.locator('.list-rows > li').first()).toHaveAttribute('aria-setsize', `${count}`);
    await expect.poll(async () => (await readStart(started)).documentsMs.length).toBeGreaterThan(0);
    const { listMs, documentsMs } = await readStart(started);
    expect(documentsMs.filter((openedMs) => listMs === null || openedMs < listMs)).toEqual([]);
    await started.close();
  }
  await server.close();
});

async function userIdOf(page: Page) {
  const answer = await page.evaluate(() => fetch('/api/hello').then((response) => response.json()));
  return must(v.parse(helloAnswer, answer).me, 'somebody signed in').userId;
}
