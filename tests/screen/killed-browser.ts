// A browser that is killed while somebody writes in it, and that tells what stood on its screen until then.
// What reached this process before the end was really shown; a word that the kill swallows counts as never shown.
import type { BrowserContext, CDPSession, LaunchOptions, Page } from '@playwright/test';
import { must } from '../../shared/base/assert.ts';
import { en as words } from '../../client/ui/words/en.ts';
import { until } from '../kit/until.ts';
import { makeLastingBrowser, patienceMs, withPatience } from './lasting-browser.ts';

/** What a message meets on its way to the disk: given to the store, taken by it, its transaction complete. */
export const steps = ['given', 'taken', 'complete'] as const;

export type Instant =
  | { readonly kind: 'after-enter'; readonly delayMs: number }
  | { readonly kind: 'when-shown' }
  /** The tab stands still there until it is dead. */
  | { readonly kind: 'at-step'; readonly step: (typeof steps)[number] };

export interface Kill {
  readonly what: 'tab' | 'browser';
  /** Written one after the other. The first to reach a step ends it; the other instants are the last one's. */
  readonly texts: readonly string[];
  readonly instant: Instant;
}

/** The name of the mark that a message was first shown as written with, by its text. */
export type Shown = ReadonlyMap<string, string>;

export interface KilledBrowser {
  /** A new page, in a new life of the browser if the last one was killed. */
  open(): Promise<Page>;
  /** Writes into what has the focus, and kills. */
  writeAndKill(page: Page, kill: Kill): Promise<Shown>;
  close(): Promise<void>;
}

export async function makeKilledBrowser(launchOptions: LaunchOptions): Promise<KilledBrowser> {
  const lasting = await makeLastingBrowser(launchOptions);
  const shown = new Map<string, string>();
  const reached = new Set<string>();
  let context: BrowserContext | null = null;
  const start = async () => {
    const page = await lasting.start();
    context = page.context();
    await context.exposeFunction('tellShown', (text: string, mark: string) => void shown.set(text, mark));
    await context.exposeFunction('tellStep', (step: string) => void reached.add(step));
    await context.addInitScript(watchPage, words.conversation.writing);
    return page;
  };
  const untilInstant = (instant: Instant, last: string) => {
    switch (instant.kind) {
      case 'after-enter':
        return pause(instant.delayMs);
      case 'when-shown':
        return until(() => shown.has(last), `${last} to be shown as written`, patienceMs);
      case 'at-step':
        return until(() => reached.has(instant.step), `a message to be ${instant.step}`, patienceMs);
    }
  };
  return {
    open: () => (context === null ? start() : context.newPage()),
    async writeAndKill(page, { what, texts, instant }) {
      shown.clear();
      reached.clear();
      const tabs = await renderersOf(page.context());
      const keys = await page.context().newCDPSession(page);
      await page.evaluate(
        (step) => Reflect.set(window, 'standStillAt', step),
        instant.kind === 'at-step' ? instant.step : null,
      );
      const typing = typeLines(keys, texts);
      if (instant.kind === 'after-enter') await typing;
      await untilInstant(instant, must(texts.at(-1), 'something to write'));
      if (what === 'tab') await killTabs(page, tabs);
      else {
        await lasting.kill();
        context = null;
      }
      return new Map([...shown].filter(([text]) => texts.includes(text)));
    },
    close: () => lasting.close(),
  };
}

async function renderersOf(context: BrowserContext): Promise<readonly number[]> {
  const browser = await must(context.browser(), 'a running browser').newBrowserCDPSession();
  const { processInfo } = await browser.send('SystemInfo.getProcessInfo');
  await browser.detach();
  return processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id);
}

/** Ends every tab at once, and the app's worker with them. */
async function killTabs(page: Page, renderers: readonly number[]): Promise<void> {
  const crashed = new Promise((resolve) => page.once('crash', resolve));
  for (const id of renderers) process.kill(id, 'SIGKILL');
  await withPatience(crashed, 'the killed tab to crash');
  await withPatience(page.close(), 'the crashed tab to close');
  // Else the next page may be given to one of the dead.
  const isGone = async () => !(await renderersOf(page.context())).some((id) => renderers.includes(id));
  await until(isGone, 'the killed processes to be gone', patienceMs);
}

/** Settles when all has been typed but the last Enter, which is under way. Whoever stands still or is dead is not waited for. */
async function typeLines(keys: CDPSession, texts: readonly string[]): Promise<void> {
  const pressed = Array.from(texts.map((text) => `${text}\r`).join('')).map((character) => press(keys, character));
  await Promise.all(pressed.slice(0, -1));
}

async function press(keys: CDPSession, text: string): Promise<void> {
  const key = text === '\r' ? 'Enter' : text;
  const events = (['keyDown', 'keyUp'] as const).map((type) =>
    keys.send('Input.dispatchKeyEvent', type === 'keyDown' ? { type, key, text } : { type, key }),
  );
  await Promise.allSettled(events);
}

/** Finer than a timer, and everything else goes on. */
async function pause(delayMs: number): Promise<void> {
  const endMs = performance.now() + delayMs;
  while (performance.now() < endMs) await new Promise((resolve) => setImmediate(resolve));
}

/** Runs in the page. Tells of each message of mine once its mark is another than this and the composer is rid of it. */
function watchPage(writing: string): void {
  const tell = (name: 'tellShown' | 'tellStep', ...told: string[]) => Reflect.get(window, name)(...told);
  const toldTexts = new Set<string>();
  const look = () => {
    const unsent = document.querySelector('textarea')?.value ?? '';
    for (const row of [...document.querySelectorAll('.row-mine')].slice(-5)) {
      const text = row.querySelector('.bubble-words')?.textContent ?? '';
      const mark = row.querySelector('.mark')?.getAttribute('aria-label') ?? writing;
      if (mark === writing || unsent.includes(text) || toldTexts.has(text)) continue;
      toldTexts.add(text);
      tell('tellShown', text, mark);
    }
  };
  new MutationObserver(look).observe(document, { subtree: true, childList: true, attributes: true });

  const reach = (step: string) => {
    if (Reflect.get(window, 'standStillAt') !== step) return;
    tell('tellStep', step);
    const endMs = performance.now() + 10_000;
    while (performance.now() < endMs);
  };
  const add: IDBObjectStore['add'] = Reflect.get(IDBObjectStore.prototype, 'add');
  IDBObjectStore.prototype.add = function (this: IDBObjectStore, value, key) {
    const request = add.call(this, value, key);
    if (this.name !== 'updates') return request;
    request.addEventListener('success', () => reach('taken'));
    this.transaction.addEventListener('complete', () => reach('complete'));
    reach('given');
    return request;
  };
}
