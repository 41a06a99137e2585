import { expect, test } from 'vitest';
import { mintUserId } from '../ids.ts';
import { everyone, type Mention } from '../rules/mentions.ts';
import { parseText } from './parse-text.ts';
import type { Block, ListBlock, Span } from './tree.ts';

/** The tree in a line: `b(…)` bold, `i(…)` italic, `s(…)` strike, `c(…)` code, `a(…→…)` a link, `@(…)` a mention. */
function draw(text: string, mentions: readonly Mention[] = []): string {
  return parseText(text, mentions).map(drawBlock).join(' | ');
}

function drawBlock(block: Block): string {
  if (block.kind === 'paragraph') return drawSpans(block.spans);
  if (block.kind === 'quote') return `quote(${block.blocks.map(drawBlock).join(' | ')})`;
  return block.kind === 'list' ? drawList(block) : `code[${block.language}](${block.text})`;
}

function drawList({ isNumbered, items }: ListBlock): string {
  const drawn = items.map(({ number, spans, lists }) =>
    [number === null ? '-' : `${number}.`, drawSpans(spans), ...lists.map(drawList)].join(' '),
  );
  return `${isNumbered ? 'ol' : 'ul'}(${drawn.join('; ')})`;
}

function drawSpans(spans: readonly Span[]): string {
  return spans.map(drawSpan).join('');
}

function drawSpan(span: Span): string {
  switch (span.kind) {
    case 'text':
      return span.text;
    case 'code':
      return `c(${span.text})`;
    case 'mention':
      return `@(${span.label})`;
    case 'link':
      return `a(${drawSpans(span.spans)}→${span.href})`;
    default:
      return `${span.kind[0]}(${drawSpans(span.spans)})`;
  }
}

test.each([
  ['**bold** and *italic* and _italic_ and __bold__', 'b(bold) and i(italic) and i(italic) and b(bold)'],
  ['~~gone~~ and ~gone~', 's(gone) and s(gone)'],
  ['***both***', 'i(b(both))'],
  ['***both** italic*', 'i(b(both) italic)'],
  ['**bold *both***', 'b(bold i(both))'],
  ['*one\ntwo*', 'i(one\ntwo)'],
  ['(*in brackets*), "**quoted**"!', '(i(in brackets)), "b(quoted)"!'],
  ['这是**重点**内容', '这是b(重点)内容'],
  ['**مهم** جدا', 'b(مهم) جدا'],
  ['👩‍👩‍👧*yes*🏽', '👩‍👩‍👧i(yes)🏽'],
  ['**👍🏽**', 'b(👍🏽)'],
  ['❤️**yes**', '❤️b(yes)'],
])('%j carries its marks', (text, drawn) => {
  expect(draw(text)).toBe(drawn);
});

test.each([
  'snake_case_words and __dirname',
  '2*3*4 = 24, 2 * 3 * 4',
  '5*(3+2)*x',
  'src/**/*.ts, **/*.tsx and *.js',
  '__init__.py',
  '-_- ^_^ ^_^ T_T *_* >_< >:( (*^_^*)',
  '¯\\_(ツ)_/¯',
  'C:\\_build_\\x',
  '*** ---- **** ____ ~~~~',
  'I`m here, it`s fine',
  '**open and *open',
  '*over\n\nan empty line*',
  '[brackets] and [1](2)',
  '# no heading',
  '+ 49 30 1234',
  '-no item',
  '1.no item',
  '<b>no HTML</b> &amp; <img src=x onerror=alert(1)>',
  'e-mail: a_b_c@example.com',
  '1.5 litres, -3 degrees, -nothing',
  '\u202eeht\u202c אבג ‎ة',
])('%j stays as it was typed', (text) => {
  expect(draw(text)).toBe(text);
});

test.each([
  ['`code`', 'c(code)'],
  ['``a ` b``', 'c(a ` b)'],
  ['`` ` ``', 'c(`)'],
  ['`**no** @x https://a.example`', 'c(**no** @x https://a.example)'],
  ['`open **bold**', '`open b(bold)'],
  ['在`代码`里', '在c(代码)里'],
])('%j holds code in a line', (text, drawn) => {
  expect(draw(text)).toBe(drawn);
});

test.each([
  ['\\*no*', '*no*'],
  ['\\**a*', '*i(a)'],
  ['\\> no quote', '> no quote'],
  ['\\- no item', '- no item'],
  ['\\@ada', '@ada'],
  ['\\\\server\\share', '\\\\server\\share'],
])('%j loses the power of its mark', (text, drawn) => {
  expect(draw(text)).toBe(drawn);
});

test.each([
  ['```ts\nconst a = 1;\n\n  b\n```', 'code[ts](const a = 1;\n\n  b)'],
  ['before\n```\na\n```\nafter', 'before | code[](a) | after'],
  ['```a b\nc```', 'code[](a b\nc)'],
  ['```\nnever ended', 'code[](never ended)'],
  ['````\n```\n````', 'code[](```)'],
  ['```', '```'],
  ['```one line```', 'c(one line)'],
])('%j holds a block of code', (text, drawn) => {
  expect(draw(text)).toBe(drawn);
});

test.each([
  ['> one\n> **two**\nthree', 'quote(one\nb(two)) | three'],
  ['>> deep\n> less', 'quote(quote(deep) | less)'],
  ['> - a\n> ```\n> code\n> ```', 'quote(ul(- a) | code[](code))'],
  ['> > > > deepest', 'quote(quote(quote(> deepest)))'],
  ['>', 'quote()'],
])('%j holds a quote', (text, drawn) => {
  expect(draw(text)).toBe(drawn);
});

test.each([
  ['- a\n- b', 'ul(- a; - b)'],
  ['* a\n* *b*', 'ul(- a; - i(b))'],
  ['3. a\n7) b', 'ol(3. a; 7. b)'],
  ['- a\n  - b\n    1. c\n- d', 'ul(- a ul(- b ol(1. c)); - d)'],
  ['- a\n  goes on\n- b', 'ul(- a\ngoes on; - b)'],
  ['1. a\n- b', 'ol(1. a) | ul(- b)'],
  ['shopping:\n• milk\n\nthanks', 'shopping: | ul(- milk) | \nthanks'],
])('%j holds a list', (text, drawn) => {
  expect(draw(text)).toBe(drawn);
});

test('every line break stays', () => {
  const text = 'one\n\n\ntwo  \n   three\n';
  expect(draw(text)).toBe(text);
});

test.each([
  ['https://a.example/x_y_z?q=*1*', 'a(https://a.example/x_y_z?q=*1*→https://a.example/x_y_z?q=*1*)'],
  ['See www.a.example.', 'See a(www.a.example→https://www.a.example/).'],
  ['(https://a.example/b_(c)) ', '(a(https://a.example/b_(c)→https://a.example/b_(c))) '],
  [
    '**https://a.example**, *www.a.example!*',
    'b(a(https://a.example→https://a.example/)), i(a(www.a.example→https://www.a.example/)!)',
  ],
  ['看https://a.example/路。谢谢', '看a(https://a.example/路→https://a.example/%E8%B7%AF)。谢谢'],
  ['mailto:a@b.example tel:+49-30-123', 'a(mailto:a@b.example→mailto:a@b.example) a(tel:+49-30-123→tel:+49-30-123)'],
  ['[**words**](https://a.example)', 'a(b(words)→https://a.example/)'],
  ['[a](https://a.example/(x))', 'a(a→https://a.example/(x))'],
  ['[https://b.example](https://a.example)', 'a(https://b.example→https://a.example/)'],
  [
    '[a [b](https://a.example) c](https://b.example)',
    '[a a(b→https://a.example/) c](a(https://b.example→https://b.example/))',
  ],
  ['![x](https://a.example)', '!a(x→https://a.example/)'],
])('%j holds a link', (text, drawn) => {
  expect(draw(text)).toBe(drawn);
});

test.each([
  '[a](javascript:alert(1))',
  '[a](JaVaScRiPt:alert`1`)',
  '[a](data:text/html,x)',
  '[a](//evil.example)',
  '[a](/settings)',
  '[a](java\nscript:alert(1))',
  '[](mailto:)',
  'https://',
  'http://user@evil.example',
  'xhttps://a.example',
  'javascript:alert(1)',
])('%j leads nowhere', (text) => {
  expect(JSON.stringify(parseText(text))).not.toContain('href');
});

test('a mention is found by its label, the longer one first, and never in code or inside a word', () => {
  const ada = mintUserId(new Uint8Array(15).fill(1));
  const lovelace = mintUserId(new Uint8Array(15).fill(2));
  const mentions: Mention[] = [
    { who: ada, label: 'Ada' },
    { who: lovelace, label: 'Ada Lovelace' },
    { who: everyone, label: 'alle' },
  ];
  expect(draw('**@Ada**, @Ada Lovelace: @alle! x@Ada @Adam `@Ada` @ada', mentions)).toBe(
    'b(@(Ada)), @(Ada Lovelace): @(alle)! x@Ada @Adam c(@Ada) @ada',
  );
});
