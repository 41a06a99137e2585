import { expect, test } from 'vitest';
import { nearlyBegins } from './nearly-begins.ts';

test.each([
  ['harbour', 'harbour'],
  ['harbour', 'harb'],
  ['harbour', 'hrbour'],
  ['harbour', 'harrbour'],
  ['harbour', 'hatbour'],
  ['harbour', 'habrour'],
  ['harbour', 'ahrb'],
  ['maximiliane', 'maxmiliaen'],
  ['maximiliane', 'mxaimliane'],
])('%s is nearly what %s begins', (word, letters) => expect(nearlyBegins(word, letters)).toBe(true));

test.each([
  ['harbour', 'hrb'],
  ['harbour', 'yard'],
  ['harbour', 'hxxb'],
  ['harbour', 'habruor'],
  ['ben', 'benjamin'],
  ['maximiliane', 'mxaimlaien'],
])('%s is not what %s begins', (word, letters) => expect(nearlyBegins(word, letters)).toBe(false));
