// Where the built app has the code of one of its files that come when they are first used.
import { readFileSync } from 'node:fs';
import { must } from '../../shared/base/assert.ts';

/** Its address, from the app's root. `source`: beneath `client/`. */
export function builtChunk(source: string): string {
  const text = readFileSync(new URL('../../dist/client/.vite/manifest.json', import.meta.url), 'utf8');
  const manifest = JSON.parse(text) as Record<string, { readonly file: string }>;
  return `/${must(manifest[source], source).file}`;
}
