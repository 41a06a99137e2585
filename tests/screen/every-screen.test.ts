// Every state of every address fits and is accessible. `npm test` looks at the smallest width alone, light and dark;
// `npm run screens` at all widths, also with text twice as large and from right to left, and leaves a picture of each in
// test-results/pictures as <address>-<state>-<width>-<look>.png.
import { test, type Browser, type Page } from '@playwright/test';
import { openDemoStage, type DemoStage } from './demo-stage.ts';
import { expectFits } from './fits.ts';
import { expectAccessibleNow, openBrowser } from './pages.ts';
import { states, type ScreenState } from './states.ts';

interface Look {
  readonly name: string;
  readonly widths: readonly number[];
  readonly isDark?: true;
  /** Of all text. */
  readonly scale?: string;
  readonly direction?: 'rtl';
  /** What axe looks at; the rest is the same in another look. */
  readonly axed?: 'all' | 'colours';
}

const allLooks: readonly Look[] = [
  { name: 'light', widths: [320, 768, 1440], axed: 'all' },
  { name: 'dark', widths: [320, 768, 1440], isDark: true, axed: 'colours' },
  { name: 'large', widths: [320, 1440], scale: '200%' },
  { name: 'rtl', widths: [320, 1440], direction: 'rtl' },
];
const fewLooks: readonly Look[] = [
  { name: 'light', widths: [320], axed: 'all' },
  { name: 'dark', widths: [320], isDark: true, axed: 'colours' },
];
const isForPeople = process.env['ALL_LOOKS'] !== undefined;
const looks = isForPeople ? allLooks : fewLooks;
const pictures = new URL('../../test-results/pictures/', import.meta.url).pathname;

let demo: DemoStage;
/** One browser each, which goes from state to state: a cold start is what takes long. */
const browsers = new Map<string, Page>();
test.beforeAll(async () => {
  test.setTimeout(180_000);
  demo = await openDemoStage();
});
test.afterAll(async () => {
  for (const page of browsers.values()) await page.context().close();
  await demo.close();
});

for (const [address, ofAddress] of Object.entries(states)) {
  for (const state of ofAddress) {
    test(`${address}, ${state.name}`, async ({ browser }) => {
      const page = await browserOf(browser, state);
      const [first] = looks;
      await page.setViewportSize(sizeOf(first?.widths[0] ?? 320));
      await state.show(page, demo);
      for (const look of looks) await takeLook(page, look, `${address}-${state.name}`);
    });
  }
}

async function browserOf(browser: Browser, { as }: ScreenState): Promise<Page> {
  const key = as ?? 'nobody';
  const before = browsers.get(key);
  await before?.context().setOffline(false);
  if (before !== undefined) return before;
  const page = await openBrowser(browser, { phone: true, isForAll: true });
  if (as !== null) await demo.signIn(page, as);
  browsers.set(key, page);
  return page;
}

async function takeLook(page: Page, look: Look, name: string): Promise<void> {
  await page.emulateMedia({ colorScheme: look.isDark === true ? 'dark' : 'light', reducedMotion: 'reduce' });
  await page.evaluate(
    ([scale, direction]) => {
      document.documentElement.style.fontSize = scale ?? '';
      document.documentElement.dir = direction ?? 'ltr';
    },
    [look.scale, look.direction] as const,
  );
  for (const width of look.widths) {
    await page.setViewportSize(sizeOf(width));
    if (isForPeople) {
      await page.screenshot({ path: `${pictures}${name}-${width}-${look.name}.png`, animations: 'disabled' });
    }
    // Colours move nothing.
    if (isForPeople || look.axed !== 'colours') await expectFits(page, `${name} at ${width}, ${look.name}`);
    if (look.axed === 'all') await expectAccessibleNow(page);
    if (look.axed === 'colours') await expectAccessibleNow(page, look.name, 'colours');
  }
}

function sizeOf(width: number) {
  return { width, height: width < 720 ? 700 : 900 };
}
