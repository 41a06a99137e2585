// Draws the PNG icons from the two SVGs beside them. Run by hand when an SVG changes: `node .ci/draw-icons.mjs`.
// Promises: the same SVG makes the same picture. The PNGs are committed, so no build needs a browser.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { findChromium } from '../tests/chromium.mjs';

const folder = join(import.meta.dirname, '../client/public');

/** Phones cut `icon-maskable` to a shape of their own; iOS paints what is transparent black. */
const icons = [
  { svg: 'icon.svg', png: 'icon-192.png', size: 192 },
  { svg: 'icon.svg', png: 'icon-512.png', size: 512 },
  { svg: 'icon-maskable.svg', png: 'icon-maskable-192.png', size: 192 },
  { svg: 'icon-maskable.svg', png: 'icon-maskable-512.png', size: 512 },
  { svg: 'icon-maskable.svg', png: 'apple-touch-icon.png', size: 180 },
];

const browser = await chromium.launch({ executablePath: findChromium(), args: ['--no-sandbox', '--disable-gpu'] });
for (const { svg, png, size } of icons) {
  const page = await browser.newPage({ viewport: { width: size, height: size } });
  const source = Buffer.from(readFileSync(join(folder, svg))).toString('base64');
  await page.setContent(
    `<style>body { margin: 0 } img { display: block }</style><img width="${size}" src="data:image/svg+xml;base64,${source}">`,
  );
  await page.locator('img').evaluate((image) => image.decode());
  writeFileSync(join(folder, png), await page.screenshot({ omitBackground: true }));
  await page.close();
}
await browser.close();
