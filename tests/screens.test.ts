// Rules of every screen that no linter of ours knows: text stands in words, styles are logical, HTML is never injected.
// Right-to-left languages and translations cost nothing later because these hold from the first screen.
import { parseSync } from 'vite';
import { expect, test } from 'vitest';
import { readSources, type SourceFile } from './source-files.ts';

const physical = [
  /(?:^|[\s;{])((?:(?:margin|padding|scroll-margin|scroll-padding)-)?(?:left|right))\s*:/g,
  /(?:^|[\s;{])(border-(?:left|right)[\w-]*|border-(?:top|bottom)-(?:left|right)-radius)\s*:/g,
  /(?:^|[\s;{])((?:text-align|float|clear)\s*:\s*(?:left|right))\b/g,
];
const spokenAttributes = ['aria-label', 'aria-description', 'aria-roledescription', 'title', 'placeholder', 'alt'];

test('styles use logical properties only', () => {
  expect(readSources(['client/**/*.css']).flatMap(physicalProperties)).toEqual([]);
});

test('text that a person reads stands in words', () => {
  const screens = readSources(['client/**/*.tsx']).filter(({ path }) => !path.startsWith('client/ui/words/'));
  expect(screens.flatMap(textOutsideWords)).toEqual([]);
});

test('nothing is rendered from a string of HTML', () => {
  const pattern = /\b(?:innerHTML|outerHTML|insertAdjacentHTML|document\.write|srcdoc|DOMParser)\b/;
  const sources = readSources(['{client,shared}/**/*.{ts,tsx,html}']);
  expect(sources.filter(({ text }) => pattern.test(text)).map(({ path }) => path)).toEqual([]);
});

test('the page holds no inline script or style, which its policy forbids', () => {
  const pages = readSources(['client/*.html']);
  const inline = /<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)/i;
  expect(pages.filter(({ text }) => inline.test(text)).map(({ path }) => path)).toEqual([]);
});

test('a physical property, loose text and a loose label are seen', () => {
  const css = '.a { margin-left: 1px; inset-inline: 0; /* left: 0 */ }\n.b { text-align: right; left: 0 }';
  expect(physicalProperties({ path: 'a.css', text: css })).toEqual([
    'a.css: margin-left',
    'a.css: left',
    'a.css: text-align: right',
  ]);
  const tsx = 'const a = <p title="Close" class="x">Hello {w.name} · {"there"} {`and ${w.name}`}</p>;';
  const seen = textOutsideWords({ path: 'a.tsx', text: tsx }).sort();
  expect(seen).toEqual(['a.tsx: Close', 'a.tsx: Hello', 'a.tsx: and', 'a.tsx: there']);
});

function physicalProperties({ path, text }: SourceFile): string[] {
  const rules = text.replace(/\/\*[\s\S]*?\*\//g, '');
  return physical.flatMap((pattern) => [...rules.matchAll(pattern)].map((match) => `${path}: ${match[1]}`));
}

function textOutsideWords({ path, text }: SourceFile): string[] {
  const found: string[] = [];
  visit(parseSync(path, text).program, (node) => {
    if (node['type'] === 'JSXText') found.push(String(node['value']));
    if (node['type'] === 'JSXElement' || node['type'] === 'JSXFragment') {
      for (const child of listOf(node['children'])) found.push(...literalText(child));
    }
    if (
      node['type'] === 'JSXAttribute' &&
      isNode(node['name']) &&
      spokenAttributes.includes(String(node['name']['name']))
    ) {
      found.push(...literalText(node['value']));
    }
  });
  return found.filter((literal) => /\p{L}/u.test(literal)).map((literal) => `${path}: ${literal.trim()}`);
}

function literalText(node: unknown): string[] {
  if (!isNode(node)) return [];
  if (node['type'] === 'JSXExpressionContainer') return literalText(node['expression']);
  if (node['type'] === 'Literal' && typeof node['value'] === 'string') return [node['value']];
  if (node['type'] !== 'TemplateLiteral') return [];
  return listOf(node['quasis']).map((part) =>
    isNode(part) && isNode(part['value']) ? String(part['value']['raw']) : '',
  );
}

function visit(value: unknown, see: (node: Record<string, unknown>) => void): void {
  if (Array.isArray(value)) for (const item of value) visit(item, see);
  else if (isNode(value)) {
    see(value);
    for (const child of Object.values(value)) visit(child, see);
  }
}

function isNode(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}
