// When nobody sits before the page, by what the page itself tells.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { makeBrowserPlatform } from './browser-platform.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** As much of a page as idleness asks for. */
class StillPage extends EventTarget {
  readonly location = { origin: 'https://chat.example.org' };
  readonly crypto = globalThis.crypto;
  readonly document = Object.assign(new EventTarget(), { visibilityState: 'visible' });
  setTimeout = (run: () => void, delayMs: number) => globalThis.setTimeout(run, delayMs);
  clearTimeout = (timer: NodeJS.Timeout) => globalThis.clearTimeout(timer);

  touch(kind: string): void {
    this.dispatchEvent(new Event(kind));
  }
}

function watch() {
  const page = new StillPage();
  const heard: boolean[] = [];
  // It stands in for the window as far as this test goes.
  const platform = makeBrowserPlatform(page as unknown as Window & typeof globalThis);
  return { page, heard, platform, stop: platform.onIdle((isIdle) => heard.push(isIdle)) };
}

const minuteMs = 60_000;

test('nobody is there after five minutes without a touch, which is told once', () => {
  const { heard } = watch();
  vi.advanceTimersByTime(5 * minuteMs - 1);
  expect(heard).toEqual([]);
  vi.advanceTimersByTime(20 * minuteMs);
  expect(heard).toEqual([true]);
});

test.each(['pointerdown', 'pointermove', 'keydown', 'wheel', 'focus'])('%s says that somebody is there', (kind) => {
  const { page, heard } = watch();
  vi.advanceTimersByTime(4 * minuteMs);
  page.touch(kind);
  vi.advanceTimersByTime(4 * minuteMs);
  expect(heard).toEqual([]);
  vi.advanceTimersByTime(minuteMs);
  page.touch(kind);
  page.touch(kind);
  expect(heard).toEqual([true, false]);
  vi.advanceTimersByTime(5 * minuteMs);
  expect(heard).toEqual([true, false, true]);
});

test('whoever has stopped listening hears nothing', () => {
  const { page, heard, stop } = watch();
  stop();
  vi.advanceTimersByTime(6 * minuteMs);
  page.touch('keydown');
  expect(heard).toEqual([]);
});

test('nobody looks at a page that is hidden, or that was not touched for a minute', () => {
  const { page, platform } = watch();
  const looks: boolean[] = [];
  const show = (visibilityState: string) => {
    page.document.visibilityState = visibilityState;
    page.document.dispatchEvent(new Event('visibilitychange'));
  };
  const stop = platform.onAttention((isHere) => looks.push(isHere));
  vi.advanceTimersByTime(minuteMs - 1);
  page.touch('keydown');
  vi.advanceTimersByTime(minuteMs - 1);
  expect(looks).toEqual([]);
  vi.advanceTimersByTime(1);
  page.touch('pointermove');
  show('hidden');
  page.touch('focus'); // of a page behind another
  show('visible');
  expect(looks).toEqual([false, true, false, true]);
  stop();
  show('hidden');
  expect(looks).toHaveLength(4);
});
