// A draft follows its writer from one screen to the next, and is gone from all of them once it is sent.
import { expect, test } from '@playwright/test';
import { openTestServer, type TestServer } from '../kit/test-server.ts';
import { composer, openBrowser, signInAt, texts } from './pages.ts';
import { ada, ben, openTwoPeople } from './two-people.ts';

let server: TestServer;
test.beforeAll(async () => {
  server = await openTestServer();
});
test.afterAll(() => server.close());

test('what is typed on one device stands on another, where the caret stays', async ({ browser }) => {
  const { adaPage } = await openTwoPeople(browser, server);
  const [desk, phone] = [adaPage, await openBrowser(browser, { phone: true })];
  await signInAt(phone, server.url, ada);
  await phone.getByRole('link', { name: ben.name }).first().click();
  const [onDesk, onPhone] = [composer(desk, ben.name), composer(phone, ben.name)];
  await onDesk.fill('shall we meet');
  await expect(onPhone).toHaveValue('shall we meet');

  await onPhone.press('End');
  await onPhone.pressSequentially(' at noon');
  await expect(onDesk).toHaveValue('shall we meet at noon');
  await onDesk.press('Home');
  await onDesk.pressSequentially('Ben, ');
  await expect(onPhone).toHaveValue('Ben, shall we meet at noon');
  await onPhone.pressSequentially('?');
  await expect(onDesk).toHaveValue('Ben, shall we meet at noon?');

  await onDesk.press('Enter');
  await expect.poll(() => texts(phone)).toEqual(['Ben, shall we meet at noon?']);
  await expect(onPhone).toHaveValue('');
  await expect(onDesk).toHaveValue('');
});
