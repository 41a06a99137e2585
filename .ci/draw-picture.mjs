// Draws the pictures of the README: one conversation of the demo, in light and in dark. Run by hand after a build, when
// the screens have changed: `node .ci/draw-picture.mjs`.
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { findChromium } from '../tests/chromium.mjs';
import { openDemoStage } from '../tests/screen/demo-stage.ts';

const size = { width: 1120, height: 680 };
const pictures = join(import.meta.dirname, '../docs/pictures');

const demo = await openDemoStage();
const browser = await chromium.launch({ executablePath: findChromium(), args: ['--no-sandbox', '--disable-gpu'] });
const page = await browser.newPage({ viewport: size, locale: 'en-GB', reducedMotion: 'reduce' });
await demo.signIn(page, 'ben');
await page.goto(`${demo.url}${await demo.conversationPath(page, 'ada')}`);
await page.locator('.bubble-words').first().waitFor();
for (const colorScheme of ['light', 'dark']) {
  await page.emulateMedia({ colorScheme });
  await page.screenshot({ path: join(pictures, `conversation-${colorScheme}.png`), animations: 'disabled' });
}
await browser.close();
await demo.close();
