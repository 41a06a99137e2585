// Ada and Ben in browsers of their own, with their conversation open on both screens. How one signs up is looked at
// elsewhere: they have.
import { expect, type Browser, type Page } from '@playwright/test';
import { must } from '../../shared/base/assert.ts';
import type { TestServer } from '../kit/test-server.ts';
import { composer, enter, openBrowser } from './pages.ts';

export const ada = { name: 'Ada Example', handle: 'ada' };
export const ben = { name: 'Ben Sample', handle: 'ben' };

export interface TwoPeople {
  readonly adaPage: Page;
  readonly benPage: Page;
}

export async function openTwoPeople(browser: Browser, server: TestServer): Promise<TwoPeople> {
  const people = await server.people(ada.name, ben.name);
  const [adaPage, benPage] = [await openBrowser(browser), await openBrowser(browser)];
  const [asAda, asBen] = [must(people[0], ada.name), must(people[1], ben.name)];
  const conversationId = await asAda.direct(asBen);
  for (const [page, person, other] of [
    [adaPage, asAda, ben],
    [benPage, asBen, ada],
  ] as const) {
    await enter(page, person);
    await page.locator(`a.list-row[href="/c/${conversationId}"]`).click();
    await expect(composer(page, other.name)).toBeVisible();
  }
  return { adaPage, benPage };
}
