// Keeps the documents true: every path, link, script and setting that they name exists.
// Examples in fenced blocks are read for scripts only; a path in prose stands in `backticks`.
import { posix } from 'node:path';
import { describe, expect, test } from 'vitest';
import { isThere, readSources, type SourceFile } from './source-files.ts';

const documents = readSources(['*.md', 'docs/**/*.md']);
const scripts = scriptNames();

describe.each(documents)('$path', (document) => {
  test('names only paths that exist', () => {
    expect(namedPaths(document.text).filter((path) => !isThere(path))).toEqual([]);
  });

  test('links only to files and headings that exist', () => {
    expect(brokenLinks(document)).toEqual([]);
  });

  test('names only npm scripts that exist', () => {
    expect(namedScripts(document.text).filter((name) => !scripts.includes(name))).toEqual([]);
  });
});

test('the settings table names every setting of the server, and no other', () => {
  const table = readSources(['docs/operating.md']).flatMap(({ text }) => matches(text, /^\| `([A-Z_]+)`/gm));
  const parsed = readSources(['sync-server/config.ts']).flatMap(({ text }) => matches(text, /^ {2}([A-Z_]+): \{$/gm));
  expect(table.sort()).toEqual(parsed.sort());
});

test('a document with a wrong path, link, heading and script is seen', () => {
  const text = '# Title\nSee `shared/nowhere.ts`, [it](docs/none.md), [here](#no-such), run `npm run nothing`.';
  expect(namedPaths(text).filter((path) => !isThere(path))).toEqual(['shared/nowhere.ts']);
  expect(brokenLinks({ path: 'x.md', text })).toEqual(['docs/none.md', '#no-such']);
  expect(namedScripts(text).filter((name) => !scripts.includes(name))).toEqual(['nothing']);
});

function namedPaths(text: string): string[] {
  const names = matches(withoutBlocks(text), /`((?:client|shared|sync-server|tests|docs|\.ci)\/[^`\s]*)`/g);
  // `tests/x/*` and `docs/NNNN-….md` stand for many files, and `src/a.ts:12` for a line in one.
  return names.filter((name) => !/[*<>{}…]|NNNN/.test(name)).map((name) => name.replace(/[:#].*$/, ''));
}

function namedScripts(text: string): string[] {
  return [...matches(text, /\bnpm run ([\w:-]+)/g), ...matches(text, /\bnpm (start|test)\b/g)];
}

function brokenLinks({ path, text }: SourceFile): string[] {
  const links = matches(withoutBlocks(text), /\]\(([^)\s]+)\)/g).filter((link) => !/^(https?|mailto):/.test(link));
  return links.filter((link) => {
    const [file = '', heading] = link.split('#');
    const target = file === '' ? path : posix.join(posix.dirname(path), file);
    if (file !== '' && !isThere(target)) return true;
    if (heading === undefined) return false;
    const targetText = file === '' ? text : (readSources([target])[0]?.text ?? '');
    return !headingAnchors(targetText).includes(heading);
  });
}

// As code hosts make them: lower case, marks dropped, spaces to hyphens.
function headingAnchors(text: string): string[] {
  return matches(withoutBlocks(text), /^#{1,6} (.+)$/gm).map((heading) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

function withoutBlocks(text: string): string {
  return text.replace(/^```[\s\S]*?^```/gm, '');
}

function matches(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].map((match) => match[1] ?? '');
}

function scriptNames(): string[] {
  const [manifest] = readSources(['package.json']);
  const parsed: { scripts: Record<string, string> } = JSON.parse(manifest?.text ?? '');
  return Object.keys(parsed.scripts);
}
