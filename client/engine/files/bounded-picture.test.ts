import { expect, test } from 'vitest';
import { pngOfSize } from '../../../tests/kit/sample-pictures.ts';
import { isBoundedPicture } from './bounded-picture.ts';

test('a picture is shown by what it is, whatever it is said to be, and never one that no memory holds', async () => {
  const shown = (...parts: (Uint8Array | string)[]) =>
    isBoundedPicture(
      new Blob(
        parts.map((part) => Buffer.from(part)),
        { type: 'image/png' },
      ),
    );
  expect(await shown(pngOfSize(800, 600))).toBe(true);
  expect(await shown(pngOfSize(8_000, 8_000))).toBe(true);
  expect(await shown(pngOfSize(8_000, 8_001))).toBe(false);
  expect(await shown(pngOfSize(30_000, 30_000))).toBe(false);
  expect(await shown('<svg xmlns="http://www.w3.org/2000/svg"/>')).toBe(false);
  expect(await shown()).toBe(false);
});
