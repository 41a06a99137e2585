// A translation: the words of a language in the shape of the English ones. What it lacks is said in English.
// Promises: after `complete` every word is there. Does not know which languages there are.
import type { Words } from './en.ts';

export type Translation = Part<Words> & Pick<Words, 'language' | 'direction'>;

type Part<T> = { readonly [Key in keyof T]?: T[Key] extends Sentence ? T[Key] : Part<T[Key]> };

type Sentence = string | ((...values: never[]) => string);

/** The base with everything replaced that the part has. */
export function complete<T extends object>(base: T, part: Part<T>): T {
  const entries = Object.entries(base).map(([key, word]: [string, unknown]) => {
    const own: unknown = Reflect.get(part, key);
    return [key, isSection(word) ? complete(word, isSection(own) ? own : {}) : (own ?? word)];
  });
  return Object.fromEntries(entries) as T; // the same keys, each with a word of the same kind
}

/** The paths of all words that the part lacks, like `account.signIn`. */
export function missingIn(base: object, part: object): string[] {
  return Object.entries(base).flatMap(([key, word]: [string, unknown]) => {
    const own: unknown = Reflect.get(part, key);
    if (isSection(word)) return missingIn(word, isSection(own) ? own : {}).map((path) => `${key}.${path}`);
    return own === undefined ? [key] : [];
  });
}

function isSection(word: unknown): word is object {
  return typeof word === 'object' && word !== null;
}
