import { expect, test } from 'vitest';
import { highlightCode } from './highlight-code.ts';

test.each([
  ['js', "const a = 'b'; // c", ['kwd', 'str', 'cmnt']],
  ['TypeScript', 'let a: number = 1', ['kwd', 'num']],
  ['python', 'def f(): return "x"', ['kwd', 'func', 'str']],
  ['json', '{"a": true}', ['bool']],
  ['sql', "SELECT 1 FROM a WHERE b = 'c'", ['kwd', 'num', 'str']],
] as const)('%s has its colours', (language, text, roles) => {
  const found = new Set(highlightCode(language, text)?.map(({ role }) => role));
  expect([...found]).toEqual(expect.arrayContaining([...roles]));
});

test.each(['', 'klingon', 'constructor', '__proto__', 'toString'])('a language called %j stays plain', (language) => {
  expect(highlightCode(language, 'x')).toBeNull();
});

test('much stays plain', () => {
  expect(highlightCode('js', 'x'.repeat(4_000))).not.toBeNull();
  expect(highlightCode('js', 'x'.repeat(4_001))).toBeNull();
});

const languages = [
  'asm',
  'bash',
  'c',
  'css',
  'diff',
  'docker',
  'go',
  'html',
  'http',
  'ini',
  'java',
  'js',
  'json',
  'lua',
];
const more = [
  'make',
  'md',
  'pl',
  'py',
  'rs',
  'sql',
  'toml',
  'ts',
  'uri',
  'xml',
  'yaml',
  'csv',
  'log',
  'regex',
  'jsdoc',
];

test.each([...languages, ...more])('%s changes no character', (language) => {
  const signs = [
    '"',
    "'",
    '`',
    '${',
    '}',
    '/*',
    '*/',
    '//',
    '<',
    '>',
    '<a b="',
    '#',
    '\\',
    '\n',
    ' ',
    '1e',
    '漢',
    '👍🏽',
    'ا',
    '--',
  ];
  for (let start = 0; start < 60; start++) {
    const text = Array.from({ length: 40 }, (_, index) => signs[(start * 7 + index * (start + 3)) % signs.length]).join(
      '',
    );
    expect(
      highlightCode(language, text)
        ?.map((piece) => piece.text)
        .join(''),
    ).toBe(text);
  }
});
