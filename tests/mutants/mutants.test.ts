// Whoever changes what a mutant breaks hears of it at once, and not only when all of them are run.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { countOf } from './mutant.ts';
import { mutants } from './mutants.ts';

const root = join(import.meta.dirname, '..', '..');

test('each mutant has a name of its own', () => {
  const names = mutants.map(({ name }) => name);
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
});

test('what each mutant changes stands once in its file: if not, say anew what breaks the promise', () => {
  const stale = mutants.filter(({ file, text }) => countOf(readFileSync(join(root, file), 'utf8'), text) !== 1);
  expect(stale.map(({ name, file }) => `${name}: ${file}`)).toEqual([]);
});

test('each mutant changes something, and names a test file that is there', () => {
  const idle = mutants.filter(
    ({ text, replacement, killer }) => text === replacement || !existsSync(join(root, killer.file)),
  );
  expect(idle.map(({ name }) => name)).toEqual([]);
});
