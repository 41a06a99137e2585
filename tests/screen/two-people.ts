// Ada and Ben, signed up in browsers of their own, with their conversation open on both screens.
import { expect, type Browser, type Page } from '@playwright/test';
import type { TestServer } from '../kit/test-server.ts';
import { composer, inviteFrom, openBrowser, setUpLink, signUpThrough, writeTo } from './pages.ts';

export const ada = { name: 'Ada Example', handle: 'ada' };
export const ben = { name: 'Ben Sample', handle: 'ben' };

export interface TwoPeople {
  readonly adaPage: Page;
  readonly benPage: Page;
}

export async function openTwoPeople(browser: Browser, server: TestServer): Promise<TwoPeople> {
  const adaPage = await openBrowser(browser);
  await signUpThrough(adaPage, setUpLink(server), ada);
  const benPage = await openBrowser(browser);
  await signUpThrough(benPage, await inviteFrom(adaPage), ben);
  await writeTo(adaPage, ben.name);
  await benPage.getByRole('link', { name: ada.name }).first().click();
  await expect(composer(benPage, ada.name)).toBeVisible();
  return { adaPage, benPage };
}
