// What is told of messages beside the app: pushes as the browser delivers them to the worker, the notice on the page, the
// question that leads to them, and their settings.
import { expect, test, type Browser, type Page, type Worker } from '@playwright/test';
import { idBytes, mintEventId, type ConversationId } from '../../shared/ids.ts';
import type { PushPayload } from '../../shared/protocol/push-api.ts';
import { en as words } from '../../client/ui/words/en.ts';
import type { Person } from '../kit/person.ts';
import { openTestServer, type TestServer } from '../kit/test-server.ts';
import { composer, enter, expectAccessible, openBrowser, openFromList, say, untilInstalled } from './pages.ts';
import { ada, ben } from './two-people.ts';

// What the other files make do with, the engine without a browser's windows, shows no notices.
test.use({
  launchOptions: {
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
  },
});

let server: TestServer;
test.beforeEach(async () => {
  server = await openTestServer();
});
test.afterEach(() => server.close());

const id = mintEventId('message', new Uint8Array(idBytes).fill(7));
const content = { name: ben.name, title: null, text: 'Are you there?', isMentioned: false };

interface Stage {
  readonly page: Page;
  readonly worker: Worker;
  readonly asBen: Person;
  readonly conversationId: ConversationId;
  readonly push: (payload: PushPayload) => Promise<void>;
}

/** Ada with notices on, whose browser has the app, and Ben who may write to her. */
async function openStage(browser: Browser, language: 'ar' | null = null): Promise<Stage> {
  const [asAda, asBen] = (await server.people(ada.name, ben.name)) as [Person, Person];
  const conversationId = await asAda.direct(asBen);
  const page = await openBrowser(browser);
  await page.context().grantPermissions(['notifications'], { origin: server.url });
  await page.addInitScript(
    (choices) => {
      if (location.protocol !== 'http:') return; // a blank page keeps nothing
      if (localStorage.getItem('biz1/preferences') === null) localStorage.setItem('biz1/preferences', choices);
    },
    JSON.stringify({ notices: true, noticesAsked: true }),
  );
  await page.goto(server.url);
  await untilInstalled(page);
  await enter(page, asAda);
  if (language !== null) await speak(page, language);
  // The words are with the worker.
  await expect.poll(() => languageOfWorker(page)).toBe(language ?? words.language);
  const [worker = await page.context().waitForEvent('serviceworker')] = page.context().serviceWorkers();
  return { page, worker, asBen, conversationId, push: await pusherTo(page) };
}

async function speak(page: Page, language: string): Promise<void> {
  const choices = JSON.stringify({ notices: true, noticesAsked: true, language });
  await page.evaluate((choices) => localStorage.setItem('biz1/preferences', choices), choices);
  await page.reload();
}

function languageOfWorker(page: Page): Promise<unknown> {
  return page.evaluate(async () => {
    const kept = await caches.match('/notice-phrases', { cacheName: 'notices' });
    return ((await kept?.json()) as { language: string } | undefined)?.language;
  });
}

async function pusherTo(page: Page): Promise<Stage['push']> {
  const browserItself = await page.context().newCDPSession(page);
  let registrationId = '';
  browserItself.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
    registrationId = registrations.find(({ scopeURL }) => scopeURL.startsWith(server.url))?.registrationId ?? '';
  });
  await browserItself.send('ServiceWorker.enable');
  await expect.poll(() => registrationId).not.toBe('');
  return async (payload) => {
    const data = JSON.stringify(payload);
    await browserItself.send('ServiceWorker.deliverPushMessage', { origin: server.url, registrationId, data });
  };
}

/** Title and text of what the system shows. */
function shown(worker: Worker): Promise<string[]> {
  return worker.evaluate(async () => {
    const { registration } = self as unknown as { registration: ServiceWorkerRegistration };
    return (await registration.getNotifications()).map(({ title, body }) => `${title}: ${body}`);
  });
}

function press(worker: Worker): Promise<void> {
  return worker.evaluate(async () => {
    const scope = self as unknown as { registration: ServiceWorkerRegistration; NotificationEvent: typeof Event };
    const [notification] = await scope.registration.getNotifications();
    const event = new scope.NotificationEvent('notificationclick', { notification } as EventInit);
    self.dispatchEvent(event);
  });
}

test('a push tells who wrote and what, counts what follows, and one message counts once', async ({ browser }) => {
  const { page, worker, conversationId, push } = await openStage(browser);
  await page.goto('about:blank');
  const message = { kind: 'message', conversationId, id, at: 1_000, content } as const;
  await push(message);
  await expect.poll(() => shown(worker)).toEqual([`${ben.name}: Are you there?`]);
  await push(message);
  await push({ ...message, at: 2_000, content: { ...content, text: 'Hello?' } });
  await expect.poll(() => shown(worker)).toEqual([`${ben.name}: Hello?\n${words.notices.new(2)}`]);
});

test('a push without content says in the language of the app that something came, and is taken back', async ({
  browser,
}) => {
  const { page, worker, conversationId, push } = await openStage(browser, 'ar');
  await page.goto('about:blank');
  await push({ kind: 'message', conversationId, id, at: 1_000, content: null });
  await expect.poll(() => shown(worker)).toEqual([`${words.product}: رسالة واحدة جديدة`]);
  await push({ kind: 'clear', conversationId });
  await expect.poll(() => shown(worker)).toEqual([]);
});

test('whoever looks at the app is told by the app alone', async ({ browser }) => {
  const { worker, conversationId, push } = await openStage(browser);
  await push({ kind: 'message', conversationId, id, at: 1_000, content });
  await push({ kind: 'test' });
  await expect.poll(() => shown(worker)).toEqual([`${words.product}: ${words.notices.test}`]);
});

test('a notice that is pressed leads the open page to the message, and goes', async ({ browser }) => {
  const { page, worker, asBen, conversationId, push } = await openStage(browser);
  const benPage = await openBrowser(browser);
  await enter(benPage, asBen);
  await openFromList(benPage, ada.name);
  await say(benPage, ada.name, 'Are you there?');
  await page.goto('about:blank');
  await push({ kind: 'message', conversationId, id, at: 1_000, content });
  await expect.poll(() => shown(worker)).toHaveLength(1);
  await page.goto(`${server.url}/people`);
  await expect(page.locator('.list-row').first()).toContainText('Are you there?');
  await page.waitForLoadState('networkidle'); // what listens comes late
  await press(worker);
  await expect(page).toHaveURL(new RegExp(`/c/${conversationId}`));
  await expect(page.locator('.bubble-words')).toHaveText('Are you there?');
  await expect.poll(() => shown(worker)).toEqual([]);
});

test('what is read takes its notice away', async ({ browser }) => {
  const { page, worker, asBen, conversationId, push } = await openStage(browser);
  const benPage = await openBrowser(browser);
  await enter(benPage, asBen);
  await page.goto('about:blank');
  await openFromList(benPage, ada.name);
  await say(benPage, ada.name, 'Are you there?');
  await push({ kind: 'message', conversationId, id, at: 1_000, content });
  await expect.poll(() => shown(worker)).toHaveLength(1);
  await page.goto(server.url);
  await openFromList(page, ben.name);
  await expect.poll(() => shown(worker)).toEqual([]);
});

test('a message to another conversation is told on the page, and leads there', async ({ browser }) => {
  const { page, asBen, conversationId } = await openStage(browser);
  const benPage = await openBrowser(browser);
  await enter(benPage, asBen);
  await page.goto(`${server.url}/people`);
  await openFromList(benPage, ada.name);
  await say(benPage, ada.name, 'A word with you');
  const toast = page.locator('.notice-toast');
  await expect(toast).toContainText('A word with you');
  await expect(toast).toContainText(ben.name);
  await expectAccessible(page);
  await toast.getByRole('link').click();
  await expect(page).toHaveURL(new RegExp(`/c/${conversationId}`));
  await expect(toast).toHaveCount(0);
  await say(benPage, ada.name, 'And another');
  await expect(page.getByText('And another').first()).toBeVisible();
  await expect(toast).toHaveCount(0);
});

test('a person is asked once, after somebody else has written, and not now is remembered', async ({ browser }) => {
  const [asAda, asBen] = (await server.people(ada.name, ben.name)) as [Person, Person];
  await asAda.direct(asBen);
  const [page, benPage] = [await openBrowser(browser), await openBrowser(browser)];
  await page.addInitScript(() => {
    Object.defineProperty(Notification, 'permission', { get: () => 'default' });
  });
  await enter(page, asAda);
  await enter(benPage, asBen);
  await openFromList(page, ben.name);
  const ask = page.getByText(words.notices.ask);
  await say(page, ben.name, 'One of my own');
  await expect(ask).toHaveCount(0);
  await openFromList(benPage, ada.name);
  await say(benPage, ada.name, 'One of his');
  await expect(ask).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: words.notices.notNow }).click();
  await expect(ask).toHaveCount(0);
  await page.reload();
  await expect(composer(page, ben.name)).toBeVisible();
  await expect(page.getByText('One of his').first()).toBeVisible();
  await expect(ask).toHaveCount(0);
});

test('the settings say what stands in the way, and keep quiet hours for all devices', async ({ browser }) => {
  const [asAda] = (await server.people(ada.name)) as [Person];
  const [page, phone] = [await openBrowser(browser), await openBrowser(browser, { phone: true })];
  const { notifications } = words.settings;
  await page.addInitScript(() => {
    Object.defineProperty(Notification, 'permission', { get: () => 'denied' });
  });
  await enter(page, asAda);
  await page.goto(`${server.url}/settings/notifications`);
  await expect(page.getByRole('alert').filter({ hasText: notifications.denied })).toBeVisible();
  await page.getByRole('checkbox', { name: notifications.quiet }).check();
  await page.getByLabel(notifications.quietFrom).fill('21:30');
  await page.getByRole('button', { name: words.settings.save }).click();
  await expect(page.getByText(notifications.saved, { exact: true })).toBeVisible();
  await expectAccessible(page);
  await phone.context().grantPermissions(['notifications'], { origin: server.url });
  await enter(phone, await asAda.signInAgain());
  await phone.goto(`${server.url}/settings/notifications`);
  await expect(phone.getByLabel(notifications.quietFrom)).toHaveValue('21:30');
  await phone.getByRole('checkbox', { name: notifications.on }).check();
  await expect(phone.getByText(notifications.openOnly)).toBeVisible(); // this browser has no push service
  await phone.getByRole('button', { name: notifications.test }).click();
  await expect(phone.getByText(notifications.testSent)).toBeVisible();
  await expectAccessible(phone);
  await phone.context().setOffline(true);
  await phone.getByRole('checkbox', { name: notifications.content }).check();
  await expect(phone.getByText(notifications.offline)).toBeVisible();
});
