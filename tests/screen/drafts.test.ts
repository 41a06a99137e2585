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

  // Who stands in the middle of it stays there, whatever comes before and behind.
  await onDesk.press('Control+End');
  for (let step = 0; step < ' at noon?'.length; step++) await onDesk.press('ArrowLeft');
  await onPhone.press('Control+Home');
  await onPhone.pressSequentially('Dear ');
  await expect(onDesk).toHaveValue('Dear Ben, shall we meet at noon?');
  await onPhone.press('Control+End');
  await onPhone.pressSequentially(' A');
  await expect(onDesk).toHaveValue('Dear Ben, shall we meet at noon? A');
  await onDesk.pressSequentially(' here');
  await expect(onDesk).toHaveValue('Dear Ben, shall we meet here at noon? A');
  for (let step = 0; step < 2; step++) await onPhone.press('Backspace');
  await expect(onDesk).toHaveValue('Dear Ben, shall we meet here at noon?');

  await onDesk.press('Enter');
  await expect.poll(() => texts(phone)).toEqual(['Dear Ben, shall we meet here at noon?']);
  await expect(onPhone).toHaveValue('');
  await expect(onDesk).toHaveValue('');
});
