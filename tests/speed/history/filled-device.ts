// A device that has everything: the app in a browser, left alone until the background has fetched every chapter.
import type { Page } from '@playwright/test';
import { until } from '../../kit/until.ts';
import { keptOn } from '../../screen/pages.ts';
import { documentsOpened } from './watched-switch.ts';
import type { Positions } from './workspace.ts';

const maxFillMs = 240_000;
const maxStartMs = 60_000;
/** Without a new document for so long, a start is over. */
const quietMs = 500;

/** Until the device holds every chapter as it stands on the server. */
export async function fillDevice(page: Page, url: string, positions: Positions): Promise<void> {
  await page.goto(url);
  await page.locator('.list-row').first().waitFor();
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await until(() => holdsAll(page, positions), 'every chapter on the device', maxFillMs);
}

/** The app begun anew, with no conversation open; nothing is under way any more. */
export async function startQuiet(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await until(async () => (await documentsOpened(page)) > 0, 'the background to begin', maxStartMs);
  let opened = -1;
  const isQuiet = async () => {
    const before = opened;
    opened = await documentsOpened(page);
    if (opened !== before) await page.waitForTimeout(quietMs);
    return opened === before;
  };
  await until(isQuiet, 'the last document to be opened', maxStartMs);
}

/** By what the background has told the disk of the chapters that it has fetched. */
async function holdsAll(page: Page, positions: Positions): Promise<boolean> {
  await page.waitForTimeout(quietMs); // what is asked costs the page something
  const kept = new Map(await keptOn(page));
  return [...positions].every(([chapter, position]) => kept.get(`held/${chapter}`) === position);
}
