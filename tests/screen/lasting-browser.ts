// A browser with a profile on the disk, as a person has it: it can be killed and started again with what it kept.
import { mkdtemp, readlink, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type BrowserContext, type LaunchOptions, type Page } from '@playwright/test';

/** Much longer than any step of a browser takes: what hangs names itself. */
export const patienceMs = 30_000;

export interface LastingBrowser {
  /** Where it keeps everything. */
  readonly profile: string;
  /** Starts it, with one page that shows nothing yet. */
  start(): Promise<Page>;
  /** Ends it as a person does; it puts all it holds on the disk, cookies too, which else take it half a minute. */
  quit(): Promise<void>;
  /** Ends it with SIGKILL: nothing of it can still write anything. */
  kill(): Promise<void>;
  close(): Promise<void>;
}

export async function makeLastingBrowser(launchOptions: LaunchOptions): Promise<LastingBrowser> {
  const profile = await mkdtemp(join(tmpdir(), 'biz1-profile-'));
  let context: BrowserContext | null = null;
  return {
    profile,
    async start() {
      context = await chromium.launchPersistentContext(profile, {
        ...launchOptions,
        executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium', // as people have it
        viewport: { width: 1440, height: 900 },
        locale: 'en-GB',
        timezoneId: 'Europe/Berlin',
      });
      context.setDefaultTimeout(patienceMs);
      return context.pages()[0] ?? context.newPage();
    },
    async quit() {
      if (context !== null) await withPatience(context.close(), 'the browser to quit');
      context = null;
    },
    async kill() {
      const closed = new Promise((resolve) => context?.once('close', resolve));
      process.kill(await processOf(profile), 'SIGKILL');
      await withPatience(closed, 'the killed browser to be gone');
      context = null;
    },
    async close() {
      if (context !== null) await withPatience(context.close(), 'the browser to close');
      await rm(profile, { recursive: true, force: true });
    },
  };
}

/** Fails, and says what for, when it does not come. */
export async function withPatience<T>(coming: Promise<T>, what: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`waited ${patienceMs} ms for ${what}`)), patienceMs);
  });
  try {
    return await Promise.race([coming, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** The browser's own lock names its host and process: `host-1234`. */
async function processOf(profile: string): Promise<number> {
  const owner = await readlink(join(profile, 'SingletonLock'));
  return Number(owner.slice(owner.lastIndexOf('-') + 1));
}
