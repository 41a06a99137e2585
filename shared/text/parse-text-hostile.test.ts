import { expect, test } from 'vitest';
import { maxTextLength } from '../conversation/events.ts';
import { mintUserId } from '../ids.ts';
import type { Mention } from '../rules/mentions.ts';
import { parseText } from './parse-text.ts';
import { plainText } from './plain-text.ts';
import type { Block, ListBlock, Span } from './tree.ts';

const hostile = [
  ...['*', '_', '~', '`', '[', ']', '(', ')', '>', '\\', '@', '-', '#', ' ', '\n', '.', ':', '!', '\ud83d', '\u202e'],
  ...['**', '~~', '*a', 'a*', '*a ', ' *a_', '**a *b _c ', '_*', '[*', '[a', '[a](', '[a](b', '](', ']()', '([', '[]('],
  ...[
    '> ',
    '>> ',
    '> > ',
    '>\n',
    '- ',
    '-\n',
    '- a\n',
    ' - a\n',
    '1. ',
    '1. a\n  b\n',
    '```\n',
    '``` ',
    '`` ` ',
    '`a``b```c',
  ],
  ...[
    'http://',
    'https://a',
    'http://!',
    'www.',
    'www.a',
    'tel:',
    'mailto:a',
    'https://a)',
    'https://a*',
    'h',
    '\n \n',
    '\\*',
  ],
  ...[
    '@Ada',
    '@Ad',
    '@@Ada ',
    '*@Ada',
    'é',
    'x\n\n',
    '\u0301',
    '👩‍👩‍👧',
    'ة',
    '*"',
    '"*',
    '**"',
    '_"*"_',
    '[a](https://a)',
  ],
  // What opens and never ends, with more than text in it.
  ...['*a `b` ', '[a `b` ', '_a https://a ', '**a *b* `c` '],
];

/** The first half opens, the second ends it all. */
const nested = [
  ['*a ', 'b* '],
  ['**a _b ', 'c_ d** '],
  ['[', '](https://a) '],
  ['*a [b ', 'c](https://a) d* '],
  ['~~**_', '_**~~'],
] as const;

const mentions: Mention[] = Array.from({ length: 50 }, (_, index) => ({
  who: mintUserId(new Uint8Array(15).fill(index)),
  label: `Ada${'x'.repeat(index)}`,
}));

function filled(pattern: string, length: number): string {
  return pattern.repeat(Math.ceil(length / pattern.length)).slice(0, length);
}

/** What a text does is counted, not timed: each character that strings and patterns hand out, search or compare. */
function workOf(perform: () => unknown): number {
  let work = 0;
  const undo = [
    count(String.prototype, 'charCodeAt', () => 1),
    count(String.prototype, 'charAt', () => 1),
    count(String.prototype, 'slice', (_, result) => String(result).length + 1),
    count(String.prototype, 'indexOf', (text: string, result) => (Number(result) < 0 ? text.length : 0) + 1),
    count(String.prototype, 'startsWith', (_, isSo, [sought]) => (isSo === true ? String(sought).length : 1)),
    count(String.prototype, 'trim', (text: string) => text.length + 1),
    count(String.prototype, 'trimEnd', (text: string) => text.length + 1),
    count(String.prototype, 'split', (text: string) => text.length + 1),
    count(String.prototype, 'replace', (text: string) => text.length + 1),
    count(String.prototype, 'matchAll', (text: string) => text.length + 1),
    count(RegExp.prototype, 'test', (_, __, [tested]) => String(tested).length + 1),
    count(RegExp.prototype, 'exec', costOfExec),
    count(Array.prototype, 'push', () => 1),
    count(Array.prototype, 'splice', () => 1),
  ];
  try {
    perform();
  } finally {
    for (const restore of undo) restore();
  }
  return work;

  function count(
    owner: object,
    name: string,
    cost: (self: never, result: unknown, args: readonly unknown[]) => number,
  ): () => void {
    const whole = Object.getOwnPropertyDescriptor(owner, name) ?? {};
    const original = whole.value as (...args: unknown[]) => unknown;
    const counting = function (this: unknown, ...args: unknown[]): unknown {
      const result = Reflect.apply(original, this, args);
      work += cost(this as never, result, args);
      return result;
    };
    Object.defineProperty(owner, name, { ...whole, value: counting });
    return () => Object.defineProperty(owner, name, whole);
  }
}

/** A pattern that goes through a text looks at what lies between two places, one that is tied to a place at what it finds. */
function costOfExec(pattern: unknown, result: unknown, [tested]: readonly unknown[]): number {
  const { global, sticky, lastIndex } = pattern as RegExp;
  const found = (result as RegExpExecArray | null)?.[0].length ?? 0;
  if (sticky) return found + 1;
  return global && result !== null ? lastIndex - walkedTo(pattern as RegExp, lastIndex) + 1 : String(tested).length + 1;
}

const walked = new WeakMap<RegExp, number>();

function walkedTo(pattern: RegExp, now: number): number {
  const before = walked.get(pattern) ?? 0;
  walked.set(pattern, now);
  return before;
}

test.each(hostile)('the work for %j grows with its length alone', (pattern) => {
  const work = (length: number) => {
    const text = filled(pattern, length);
    return workOf(() => parseText(text, mentions));
  };
  const [quarter, whole] = [work(maxTextLength / 4), work(maxTextLength)];
  expect(whole).toBeLessThan(5 * quarter);
  expect(whole).toBeLessThan(150 * maxTextLength);
});

test.each(hostile)('whatever %j becomes is no deeper than a screen can draw', (pattern) => {
  expect(depthOf(parseText(filled(pattern, maxTextLength), mentions))).toBeLessThan(60);
});

test.each(nested)('the work for %j and then %j grows with its length alone, and so does no depth', (opens, ends) => {
  const half = (length: number) => filled(opens, length / 2) + filled(ends, length / 2);
  const work = (length: number) => workOf(() => parseText(half(length)));
  expect(work(maxTextLength)).toBeLessThan(5 * work(maxTextLength / 4));
  expect(depthOf(parseText(half(maxTextLength)))).toBeLessThan(60);
});

test('letters stay whole and in order, whatever stands around them', () => {
  const signs = ['*', '**', '_', '~', '`', '```', '[', ']', '(', ')', '>', '- ', '1. ', '\n', ' ', '\\', '@', '.', '/'];
  for (let seed = 1; seed <= 3_000; seed++) {
    const random = makeRandom(seed);
    const pick = (from: readonly string[]) => from[Math.floor(random() * from.length)] ?? '';
    const text = Array.from({ length: 24 }, () => pick(random() < 0.4 ? letters : signs)).join('');
    expect([text, lettersOf(plainText(parseText(text)))]).toEqual([text, lettersOf(text)]);
  }
});

const letters = ['a', 'ب', 'é', '漢', '👍🏽', '👩‍👩‍👧'];

function lettersOf(text: string): string {
  return text.match(/[\p{L}\p{M}\p{Extended_Pictographic}\p{Emoji_Modifier}\u200d]/gu)?.join('') ?? '';
}

/** mulberry32 */
function makeRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

function depthOf(blocks: readonly Block[]): number {
  return (
    1 +
    deepest(blocks, (block) => {
      if (block.kind === 'quote') return depthOf(block.blocks);
      if (block.kind === 'list') return depthOfList(block);
      return block.kind === 'paragraph' ? depthOfSpans(block.spans) : 0;
    })
  );
}

function depthOfList({ items }: ListBlock): number {
  return 1 + deepest(items, ({ spans, lists }) => Math.max(depthOfSpans(spans), deepest(lists, depthOfList)));
}

function depthOfSpans(spans: readonly Span[]): number {
  return 1 + deepest(spans, (span) => ('spans' in span ? depthOfSpans(span.spans) : 0));
}

function deepest<T>(values: readonly T[], depth: (value: T) => number): number {
  return values.reduce((most, value) => Math.max(most, depth(value)), 0);
}
