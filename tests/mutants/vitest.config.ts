// The project's own test configuration with one mutant in it: the one that MUTANT names, none without.
// The working tree stays as it is; the text is replaced as a file is loaded.
import { join } from 'node:path';
import { defineConfig, type Plugin } from 'vitest/config';
import own from '../../vite.config.ts';
import { countOf, type Mutant } from './mutant.ts';
import { mutants } from './mutants.ts';

const root = join(import.meta.dirname, '..', '..');
const mutant = mutants.find(({ name }) => name === process.env['MUTANT']);
const plugins = mutant === undefined ? [] : [replaceText(mutant)];

export default defineConfig({
  root,
  test: { projects: (own.test?.projects ?? []).map((project) => Object.assign({ plugins }, project)) },
});

function replaceText({ file, text, replacement }: Mutant): Plugin {
  const path = join(root, file).replaceAll('\\', '/');
  return {
    name: 'mutant',
    enforce: 'pre', // before anything is compiled
    // What vitest keeps of compiled files from run to run must be another for this one.
    configureVitest({ defineCacheKeyGenerator }) {
      defineCacheKeyGenerator(({ id }) => (id.split('?')[0] === path ? `${text} → ${replacement}` : undefined));
    },
    transform(code, id) {
      if (id.split('?')[0] !== path) return null;
      if (countOf(code, text) !== 1) throw new Error(`${file} does not hold this exactly once: ${text}`);
      return { code: code.replace(text, () => replacement), map: null };
    },
  };
}
