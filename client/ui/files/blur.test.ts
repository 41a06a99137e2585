import { expect, test } from 'vitest';
import { blurAddress } from './blur.ts';

/** The same each time. */
function* bytesOf(seed: number): Generator<number> {
  for (let state = seed; ;) {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    yield (state >> 8) & 255;
  }
}

test('whatever stands where rough colours should, it is a small picture or none', () => {
  const source = bytesOf(7);
  for (let round = 0; round < 500; round++) {
    const bytes = Array.from({ length: 5 + (round % 21) }, () => source.next().value ?? 0);
    const address = blurAddress(btoa(String.fromCharCode(...bytes)));
    if (address === null) continue;
    expect(address).toMatch(/^data:image\/png;base64,[A-Za-z0-9+/]+=*$/);
    expect(address.length).toBeLessThan(10_000);
  }
  expect(blurAddress('***')).toBeNull();
  expect(blurAddress('HBkSHYSIeHiPiHh8eJd4eTN0EEQG')).toMatch(/^data:image\/png/);
});
