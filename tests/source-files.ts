// The project's own files, as git would list them on a fresh clone, for tests that read the house itself.
// Paths are relative to the project's folder and use forward slashes.
import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const notOurs = ['node_modules', 'dist', 'data', 'demo-data', 'test-results'];

export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

export function readSources(patterns: readonly string[]): SourceFile[] {
  const paths = globSync([...patterns], { cwd: root, exclude: notOurs });
  return paths
    .map((path) => path.replaceAll('\\', '/'))
    .sort((a, b) => (a < b ? -1 : 1))
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));
}

export function isThere(path: string): boolean {
  return existsSync(join(root, path));
}
