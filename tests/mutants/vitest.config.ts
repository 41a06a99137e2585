// The project's own test configuration with one mutant in it: the one that MUTANT names just now, none without.
// The working tree stays as it is; the text is replaced as a file is loaded.
import { join } from 'node:path';
import { defineConfig, type Plugin } from 'vitest/config';
import own from '../../vite.config.ts';
import { countOf } from './mutant.ts';
import { mutants } from './mutants.ts';

const root = join(import.meta.dirname, '..', '..').replaceAll('\\', '/');

export default defineConfig({
  root,
  test: { projects: (own.test?.projects ?? []).map((project) => Object.assign({ plugins: [replaceText()] }, project)) },
});

/** What is to be changed in this file now. */
function changeOf(id: string) {
  const mutant = mutants.find(({ name }) => name === process.env['MUTANT']);
  return mutant !== undefined && id.split('?')[0] === `${root}/${mutant.file}` ? mutant : null;
}

function replaceText(): Plugin {
  return {
    name: 'mutant',
    enforce: 'pre', // before anything is compiled
    // What vitest keeps of compiled files from run to run must be another for each.
    configureVitest({ defineCacheKeyGenerator }) {
      defineCacheKeyGenerator(({ id }) => JSON.stringify(changeOf(id)) ?? undefined);
    },
    transform(code, id) {
      const change = changeOf(id);
      if (change === null) return null;
      const { file, text, replacement } = change;
      if (countOf(code, text) !== 1) throw new Error(`${file} does not hold this exactly once: ${text}`);
      return { code: code.replace(text, () => replacement), map: null };
    },
  };
}
