// One change of the conversation, watched from inside the page: from the press to its last message painted, which
// documents were opened for it and what left for the server meanwhile.
import type { BrowserContext, Page } from '@playwright/test';
import { must } from '../../../shared/base/assert.ts';
import { until } from '../../kit/until.ts';

export interface Switch {
  /** From the input event until the last message stands on the screen. */
  readonly ms: number;
  readonly documents: number;
  /** Frames about this conversation, and requests, that were sent before. */
  readonly sent: readonly string[];
}

interface Watch {
  /** The last message of the conversation that is switched to. */
  text: string | null;
  pressedMs: number | null;
  done: Switch | null;
  /** Of the whole page. */
  documents: number;
  sent: string[];
}

const maxSwitchMs = 60_000;

/** From now on every page of this context watches itself. */
export async function watchSwitches(context: BrowserContext): Promise<void> {
  await context.addInitScript(watchPage);
}

/** Presses the conversation's row in the list and waits until this text, its last message, stands on the screen. */
export async function switchTo(page: Page, conversationId: string, text: string): Promise<Switch> {
  await page.evaluate((text) => Reflect.get(window, 'watch').expect(text), text);
  await bringIntoList(page, conversationId);
  await page.locator(`.list-row[href="/c/${conversationId}"]`).click();
  let done: Switch | null = null;
  const look = async () => {
    done = await page.evaluate((): Switch | null => Reflect.get(window, 'watch').done);
    return done !== null;
  };
  await until(look, `${conversationId} on the screen`, maxSwitchMs);
  return must<Switch>(done, 'a switch');
}

/** Of a long list only the rows around the view are made. */
async function bringIntoList(page: Page, conversationId: string): Promise<void> {
  const row = page.locator(`.list-row[href="/c/${conversationId}"]`);
  const list = page.locator('.list-rows');
  for (let scrolled = 0; (await row.count()) === 0; scrolled += 400) {
    const isAtEnd = await list.evaluate(async (rows, to) => {
      rows.scrollTo(0, to);
      // The rows there are made when the browser tells of it, before it paints.
      await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
      return to > rows.scrollHeight;
    }, scrolled);
    if (isAtEnd) throw new Error(`${conversationId} is not in the list`);
  }
}

/** How many documents the page has opened since it began. */
export function documentsOpened(page: Page): Promise<number> {
  return page.evaluate((): number => Reflect.get(window, 'watch').documents);
}

/** Runs in the page. */
function watchPage(): void {
  const watch: Watch & { expect(text: string): void } = {
    ...{ text: null, pressedMs: null, done: null, documents: 0, sent: [] },
    expect: (text) => void Object.assign(watch, { text, pressedMs: null, done: null }),
  };
  Reflect.set(window, 'watch', watch);
  const open: IDBFactory['open'] = Reflect.get(IDBFactory.prototype, 'open');
  IDBFactory.prototype.open = function (this: IDBFactory, name, version) {
    if (name.includes('/conversation/')) watch.documents++;
    return open.call(this, name, version);
  };
  const send: WebSocket['send'] = Reflect.get(WebSocket.prototype, 'send');
  WebSocket.prototype.send = function (this: WebSocket, data) {
    // The address comes first, then what the frame is.
    const addressEnd = 1 + (data instanceof Uint8Array ? (data[0] ?? 0) : 0);
    const address = data instanceof Uint8Array ? new TextDecoder().decode(data.subarray(1, addressEnd)) : '';
    const isShown = address.includes(`/${location.pathname.split('/')[2]}/`);
    if (data instanceof Uint8Array && isShown) watch.sent.push(`frame of type ${data[addressEnd]}`);
    return send.call(this, data);
  };
  const fetchNow = window.fetch.bind(window);
  window.fetch = (input, init) => {
    const { method, url } = new Request(input, init);
    watch.sent.push(`${method} ${new URL(url).pathname}`);
    return fetchNow(input, init);
  };
  let before = { documents: 0, sent: 0 };
  const press = ({ timeStamp }: Event) => {
    if (watch.text === null || watch.pressedMs !== null) return;
    watch.pressedMs = timeStamp;
    before = { documents: watch.documents, sent: watch.sent.length };
  };
  addEventListener('click', press, { capture: true });
  const lastRow = () => [...document.querySelectorAll('.timeline .bubble-words')].at(-1);
  const isInView = (row: Element) => {
    const box = row.closest('.timeline-box')?.getBoundingClientRect();
    const { top, bottom } = row.getBoundingClientRect();
    return box !== undefined && top >= box.top && bottom <= box.bottom + 1;
  };
  const note = () => {
    const { pressedMs, documents, sent } = watch;
    const ms = performance.now() - (pressedMs ?? 0);
    watch.done = { ms, documents: documents - before.documents, sent: sent.slice(before.sent) };
    watch.text = null;
  };
  let isLooking = false;
  const lookNextFrame = () => {
    const row = lastRow();
    // A frame begins, and what comes after it has been painted is a task of its own.
    if (row?.textContent === watch.text && isInView(row)) return void setTimeout(() => ((isLooking = false), note()));
    requestAnimationFrame(lookNextFrame);
  };
  const look = () => {
    if (isLooking || watch.pressedMs === null || watch.text === null || lastRow()?.textContent !== watch.text) return;
    isLooking = true;
    requestAnimationFrame(lookNextFrame);
  };
  new MutationObserver(look).observe(document, { subtree: true, childList: true });
}
