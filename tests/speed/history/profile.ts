// A browser's profile on the disk, as a device has it: what one start of the browser has kept, the next one finds.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Page } from '@playwright/test';
import playwrightConfig from '../../screen/playwright.config.ts';

export interface Profile {
  /** Starts the browser, with one page. */
  start(): Promise<Page>;
  remove(): Promise<void>;
}

export async function makeProfile(): Promise<Profile> {
  const folder = await mkdtemp(join(tmpdir(), 'biz1-bench-profile-'));
  const { launchOptions } = playwrightConfig.use ?? {};
  return {
    async start() {
      const viewport = { width: 1440, height: 900 };
      const context = await chromium.launchPersistentContext(folder, { ...launchOptions, viewport });
      return context.pages()[0] ?? context.newPage();
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/** Signs the page's browser in at a server, with a session as `name=value`. */
export async function giveCookie(page: Page, url: string, cookie: string): Promise<void> {
  const [name = '', value = ''] = cookie.split('=');
  await page.context().addCookies([{ name, value, url }]);
}
