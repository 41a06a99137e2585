import { expect, test } from 'vitest';
import { ar } from './ar.ts';
import { de } from './de.ts';
import { en } from './en.ts';

const problems = ['empty', 'too-large', 'too-many', 'not-allowed', 'unreadable', 'full'] as const;
const forms = ['image', 'video', 'audio', 'voice', 'document'] as const;

test.each([
  ['English', en],
  ['German', de],
  ['Arabic', ar],
])('%s tells the limit that a file is beyond', (_, words) => {
  const told = forms.map((form) => words.tray.problem('too-large', form, '2 GB'));
  expect(told.filter((text) => text.includes('2 GB'))).toHaveLength(forms.length);
  expect(new Set(problems.map((problem) => words.tray.problem(problem, 'image', '2 GB')))).toHaveLength(
    problems.length,
  );
});

test('a refusal that has nothing to do with files is left to the words of all', () => {
  expect([en, de, ar].map((words) => words.upload.problem('server-error'))).toEqual([null, null, null]);
});
