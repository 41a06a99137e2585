// Every state of every address: fits, is accessible, and leaves a picture in test-results/pictures as
// <address>-<state>-<width>-<look>.png. `npm test` looks at the smallest width alone, light and dark; `npm run screens` at
// all widths, also with text twice as large, and from right to left.
import { test, type Page } from '@playwright/test';
import { openDemoStage, type DemoStage } from './demo-stage.ts';
import { expectFits } from './fits.ts';
import { expectAccessibleNow, openBrowser } from './pages.ts';
import { states } from './states.ts';

interface Look {
  readonly name: string;
  readonly widths: readonly number[];
  readonly isDark?: true;
  /** Of all text. */
  readonly scale?: string;
  readonly direction?: 'rtl';
  /** Colours and names are the same in the others. */
  readonly isAxed?: true;
}

const allLooks: readonly Look[] = [
  { name: 'light', widths: [320, 768, 1440], isAxed: true },
  { name: 'dark', widths: [320, 768, 1440], isDark: true, isAxed: true },
  { name: 'large', widths: [320, 1440], scale: '200%' },
  { name: 'rtl', widths: [320, 1440], direction: 'rtl' },
];
const fewLooks: readonly Look[] = [
  { name: 'light', widths: [320], isAxed: true },
  { name: 'dark', widths: [320], isDark: true, isAxed: true },
];
const looks = process.env['ALL_LOOKS'] === undefined ? fewLooks : allLooks;
const pictures = new URL('../../test-results/pictures/', import.meta.url).pathname;

let demo: DemoStage;
test.beforeAll(async () => {
  test.setTimeout(180_000);
  demo = await openDemoStage();
});
test.afterAll(() => demo.close());

for (const [address, ofAddress] of Object.entries(states)) {
  for (const state of ofAddress) {
    test(`${address}, ${state.name}`, async ({ browser }) => {
      const page = await openBrowser(browser, { phone: true });
      const [first] = looks;
      await page.setViewportSize(sizeOf(first?.widths[0] ?? 320));
      if (state.as !== null) await demo.signIn(page, state.as);
      await state.show(page, demo);
      for (const look of looks) await takeLook(page, look, `${address}-${state.name}`);
      await page.context().close();
    });
  }
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
    await page.screenshot({ path: `${pictures}${name}-${width}-${look.name}.png`, animations: 'disabled' });
    await expectFits(page, `${name} at ${width}, ${look.name}`);
    if (look.isAxed === true) await expectAccessibleNow(page);
  }
}

function sizeOf(width: number) {
  return { width, height: width < 720 ? 700 : 900 };
}
