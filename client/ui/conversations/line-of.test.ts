import { expect, test } from 'vitest';
import { documentOf, pictureOf } from '../../../tests/kit/sample-files.ts';
import { ar } from '../words/ar.ts';
import { de } from '../words/de.ts';
import { en } from '../words/en.ts';
import { complete } from '../words/translation.ts';
import { lineOf } from './line-of.ts';

const nobody = () => null;
const photos = [pictureOf('a.png'), pictureOf('b.png'), pictureOf('c.png')];

test('a message is told by its words, and by its files where it has none', () => {
  expect(lineOf({ text: 'look **here**', mentions: [], attachments: photos }, nobody, en)).toBe('look here');
  expect(lineOf({ text: '', mentions: [], attachments: photos }, nobody, en)).toBe('3 photos');
  expect(lineOf({ text: '', mentions: [], attachments: [documentOf('plan *1*.pdf')] }, nobody, en)).toBe(
    'plan *1*.pdf',
  );
  expect(lineOf({ text: '', mentions: [], files: { form: 'mixed', count: 2, name: 'a' } }, nobody, en)).toBe('2 files');
  expect(lineOf({ text: '', mentions: [], files: null }, nobody, en)).toBe('');
});

test('each language says it in its own words', () => {
  const voice = { form: 'voice', count: 1, name: 'a', durationMs: 12_000 } as const;
  const line = (words: typeof en) => lineOf({ text: '', mentions: [], files: voice }, nobody, words);
  expect([en, complete(en, de), complete(en, ar)].map(line)).toEqual([
    'Voice message 0:12',
    'Sprachnachricht 0:12',
    'رسالة صوتية 0:12',
  ]);
});
