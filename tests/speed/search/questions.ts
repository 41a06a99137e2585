// What people look for in the bench's talk: of each kind as many, drawn from what was said so that most is found. Pure.
import type { Query, Term } from '../../../shared/search/query.ts';
import { emptyQuery } from '../../../shared/search/query.ts';
import { foldText } from '../../../shared/text/fold-text.ts';
import { commonWord, firstAt, makeRandom, saidAt, type Said } from './corpus.ts';

export interface Question {
  readonly kind: string;
  readonly query: Query;
  /** Its words as one types them, for those who know no query of ours. */
  readonly words: string;
}

type Draw = () => number;

export function makeQuestions(count: number, messages: number): readonly Question[] {
  const draw = makeRandom(4711);
  const names = Object.keys(kinds);
  return Array.from({ length: count }, (_, index) => {
    const kind = names[index % names.length] ?? '';
    const make = kinds[kind];
    for (;;) {
      const query = make?.(draw, messages) ?? null;
      if (query === null) continue;
      return { kind, query, words: query.terms.map(({ words }) => words.join(' ')).join(' ') };
    }
  });
}

const part = (word: string): Term => ({ kind: 'part', words: [foldText(word)], isNegated: false });
const of = (...words: readonly string[]): Query => ({ ...emptyQuery, terms: words.map(part) });
const phrase = (...words: readonly string[]): Query => ({
  ...emptyQuery,
  terms: [{ kind: 'phrase', words: words.map(foldText), isNegated: false }],
});

/** Null: drawn badly, another. */
const kinds: Readonly<Record<string, (draw: Draw, messages: number) => Query | null>> = {
  'a word': (draw, messages) => anyOf(draw, messages, ([one]) => (one === undefined ? null : of(one))),
  'a common word': (draw) => of(commonWord(Math.floor(draw() * 3), Math.floor(draw() * 50))),
  'the beginning of a word': (draw, messages) =>
    anyOf(draw, messages, ([one = '']) => (one.length < 5 ? null : of(one.slice(0, 4)))),
  'part of a word': (draw, messages) =>
    anyOf(draw, messages, ([one = '']) => (one.length < 7 ? null : of(one.slice(2, 6)))),
  'two words': (draw, messages) =>
    anyOf(draw, messages, ([one, two]) => (one === undefined || two === undefined ? null : of(one, two))),
  'three words': (draw, messages) =>
    anyOf(draw, messages, ([one, two, three]) => (three === undefined ? null : of(one ?? '', two ?? '', three))),
  'two common words': (draw) => of(commonWord(0, Math.floor(draw() * 200)), commonWord(0, Math.floor(draw() * 200))),
  'common words that never meet': (draw) =>
    of(commonWord(0, Math.floor(draw() * 50)), commonWord(3, Math.floor(draw() * 50))),
  'a phrase': (draw, messages) =>
    anyOf(draw, messages, (_, said) => {
      const words = spaced(said);
      return words.length < 4 ? null : phrase(words[1] ?? '', words[2] ?? '');
    }),
  'a phrase of common words': (draw) =>
    phrase(commonWord(0, Math.floor(draw() * 30)), commonWord(0, Math.floor(draw() * 30))),
  'one sign of Chinese or Japanese': (draw, messages) => signs(draw, messages, 1),
  'two signs': (draw, messages) => signs(draw, messages, 2),
  'four signs': (draw, messages) => signs(draw, messages, 4),
  'from somebody': (draw, messages) =>
    anyOf(draw, messages, ([one = ''], { author }) => ({ ...of(one), from: [author] })),
  'in one conversation': (draw, messages) =>
    anyOf(draw, messages, ([one = ''], { conversationId }) => ({ ...of(one), in: [conversationId] })),
  'before a day': (draw, messages) =>
    anyOf(draw, messages, ([one = ''], { at }) => ({ ...of(one), until: Math.max(firstAt + 1, at + 86_400_000) })),
  'with a link': (draw) => ({ ...of(commonWord(0, Math.floor(draw() * 100))), has: ['link'] }),
  'a number': (draw, messages) => of(`INV-${Math.floor(draw() * Math.min(messages, 1e5))}`),
  'nothing that was said': (draw) => of(`qxz${Math.floor(draw() * 1e9).toString(36)}`),
};

function anyOf(
  draw: Draw,
  messages: number,
  make: (words: readonly string[], said: Said) => Query | null,
): Query | null {
  const said = saidAt(Math.floor(draw() * messages));
  const words = spaced(said).toSorted((one, other) => other.length - one.length);
  return words.length === 0 ? null : make(words, said);
}

function spaced({ text }: Said): readonly string[] {
  return /[\u3000-\u9fff]/u.test(text) ? [] : (foldText(text).match(/[\p{L}\p{M}]+/gu) ?? []);
}

function signs(draw: Draw, messages: number, count: number): Query | null {
  const { text } = saidAt(Math.floor(draw() * messages));
  const run = /[\u3040-\u9fff]{4,}/u.exec(text)?.[0];
  return run === undefined ? null : of(run.slice(0, count));
}
