// Ada with two devices and Ben in a browser, in a conversation or a group, for what is done to messages. Whoever only has
// to say something does it from an engine without a screen.
import { expect, type Browser, type Locator, type Page } from '@playwright/test';
import { must } from '../../shared/base/assert.ts';
import { en as words } from '../../client/ui/words/en.ts';
import type { MenuAct } from '../../client/ui/conversation/row-menu.tsx';
import type { OpenConversation } from '../../client/engine/messenger.ts';
import type { TimelineItem } from '../../shared/conversation/timeline.ts';
import type { ConversationId } from '../../shared/ids.ts';
import { startDevice, type EngineDevice } from '../kit/engine-device.ts';
import { makeGroup } from '../kit/group-acts.ts';
import type { Person } from '../kit/person.ts';
import type { TestServer } from '../kit/test-server.ts';
import { until } from '../kit/until.ts';
import { openBrowser } from './pages.ts';

export interface MessageStage {
  readonly ada: Person;
  readonly ben: Person;
  readonly conversationId: ConversationId;
  /** Opens a browser of somebody at the conversation. */
  show(
    browser: Browser,
    person: Person,
    options?: { readonly phone?: boolean; readonly touch?: boolean },
  ): Promise<Page>;
  /** An engine of somebody with the conversation open; closed by `close`. */
  speak(person: Person, timeZone?: string): Promise<OpenConversation>;
  close(): Promise<void>;
}

export async function openMessageStage(server: TestServer, kind: 'direct' | 'group' = 'direct'): Promise<MessageStage> {
  const [one, other] = await server.people('Ada Example', 'Ben Sample');
  const [ada, ben] = [must(one, 'Ada'), must(other, 'Ben')];
  const conversationId = kind === 'direct' ? await ada.direct(ben) : await makeGroup([ada, ben]);
  const devices: EngineDevice[] = [];
  return {
    ada,
    ben,
    conversationId,
    async show(browser, person, options = {}) {
      const page = await openBrowser(browser, options);
      await goTo(page, person, `/c/${conversationId}`);
      return page;
    },
    async speak(person, timeZone = 'Europe/Berlin') {
      const device = await startDevice(person, { name: `${person.name} ${devices.length}`, timeZone });
      devices.push(device);
      return device.open(conversationId);
    },
    async close() {
      await Promise.all(devices.map((device) => device.close()));
    },
  };
}

/** As somebody who is signed in. */
async function goTo(page: Page, { cookie, url }: Person, path: string): Promise<void> {
  const [name = '', value = ''] = cookie.split('=');
  await page.context().addCookies([{ name, value, url }]);
  await page.goto(`${url}${path}`);
  await expect(page.getByRole('log')).toBeVisible();
}

/** The row of the message with this text. */
export function rowOf(page: Page, text: string): Locator {
  return page.locator('.row', { has: page.locator('.bubble-words', { hasText: text }) });
}

/** What `conversation` shows of a message, as soon as it is there. */
export async function itemOf(conversation: OpenConversation, text: string): Promise<TimelineItem> {
  const find = () => conversation.items.get().find((item) => item.text === text && item.place !== null);
  await until(() => find() !== undefined, text);
  return must(find(), text);
}

export async function openMenu(page: Page, text: string): Promise<void> {
  await rowOf(page, text).locator('.row-line').hover();
  await rowOf(page, text).getByRole('button', { name: words.conversation.actions }).click();
  await expect(page.getByRole('menu')).toBeVisible();
}

/** Does one thing to a message by its menu. */
export async function doTo(page: Page, text: string, act: Exclude<MenuAct, 'unread' | 'readAll'>): Promise<void> {
  await openMenu(page, text);
  await page.getByRole('menuitem', { name: words.acts[act], exact: true }).click();
}

export async function reactTo(page: Page, text: string, emoji: string): Promise<void> {
  await openMenu(page, text);
  await page.getByRole('menuitemcheckbox', { name: words.acts.reactWith(emoji) }).click();
}

/** The chip of one kind of reaction under a message. */
export function chipOf(page: Page, text: string, emoji: string): Locator {
  return rowOf(page, text).locator('.reaction', { hasText: emoji });
}

export async function untilSaid(conversation: OpenConversation): Promise<void> {
  const isSent = (item: TimelineItem) => {
    const status = conversation.markOf(item)?.status;
    return status === undefined || ['sent', 'delivered', 'read'].includes(status);
  };
  await until(() => conversation.items.get().every(isSent), 'everything to be sent');
}
