// What the words of a query may have been meant to be: words that this device knows and that differ by a letter, by two
// where they are long. Of a word with one letter wrong either half is right, so these are looked up as any other part.
import type { Query, Term } from '../../../shared/search/query.ts';
import type { IndexedChapter } from './indexed-chapter.ts';
import { eachHolding, weightOf, wordOf, type Words } from './words.ts';

/** A shorter word with another letter is another word. */
const minLength = 4;
const longWord = 8;
/** Its thirds are still worth looking up. */
const longPart = 6;
const maxGuesses = 3;

export interface GuessParts {
  readonly chapters: readonly IndexedChapter[];
  readonly giveWay: () => Promise<boolean>;
}

/** The likeliest first; none where every word is known as it stands or nothing is near. */
export async function guess(query: Query, { chapters, giveWay }: GuessParts): Promise<readonly Query[]> {
  let queries: readonly Query[] = [query];
  for (const [index, term] of query.terms.entries()) {
    const near = await nearTo(term, chapters, giveWay);
    if (near === null) return [];
    if (near.length === 0) continue;
    queries = queries
      .flatMap((known) => near.map((word) => ({ ...known, terms: known.terms.with(index, partOf(word)) })))
      .slice(0, maxGuesses);
  }
  return queries.filter((known) => known !== query);
}

function partOf(word: string): Term {
  return { kind: 'part', words: [word], isNegated: false };
}

/** Null when it was stopped. */
async function nearTo(
  { kind, words: [word = ''], isNegated }: Term,
  chapters: readonly IndexedChapter[],
  giveWay: () => Promise<boolean>,
): Promise<readonly string[] | null> {
  if (isNegated || kind === 'phrase' || word.length < minLength || !/^[\p{L}\p{N}\p{M}]+$/u.test(word)) return [];
  const most = word.length < longWord ? 1 : 2;
  const weights = new Map<string, number>();
  for (const { segment } of chapters) {
    for (const words of [segment.plain, segment.other]) countNear(words, { word, most, weights });
    if (!(await giveWay())) return null;
  }
  return [...weights]
    .toSorted(([, one], [, other]) => other - one)
    .slice(0, maxGuesses)
    .map(([known]) => known);
}

interface Wanted {
  readonly word: string;
  readonly most: number;
  readonly weights: Map<string, number>;
}

function countNear(words: Words, { word, most, weights }: Wanted): void {
  const seen = new Set<number>();
  // Two letters that changed places may spoil two parts.
  for (const part of partsOf(word, word.length < longPart ? most + 1 : most + 2)) {
    eachHolding(words, part, (number) => {
      if (seen.has(number)) return;
      seen.add(number);
      const known = wordOf(words, number);
      if (Math.abs(known.length - word.length) > most || known.includes(word) || known.includes(' ')) return;
      const distance = distanceOf(word, known, most);
      if (distance > most) return;
      weights.set(known, (weights.get(known) ?? 0) + weightOf(words, number) / 8 ** distance);
    });
  }
}

function partsOf(word: string, count: number): string[] {
  const size = word.length / count;
  return Array.from({ length: count }, (_, index) =>
    word.slice(Math.round(index * size), Math.round((index + 1) * size)),
  );
}

/** Letters that are other, too many or too few; two that changed places count as one. More than `most` is `most + 1`. */
function distanceOf(one: string, other: string, most: number): number {
  let [before, last] = [new Array<number>(), Array.from({ length: other.length + 1 }, (_, index) => index)];
  for (let row = 1; row <= one.length; row++) {
    const next = [row];
    for (let column = 1; column <= other.length; column++) {
      const isSame = one[row - 1] === other[column - 1];
      let least = Math.min(
        (last[column - 1] ?? 0) + (isSame ? 0 : 1),
        (last[column] ?? 0) + 1,
        (next[column - 1] ?? 0) + 1,
      );
      const isTurned = one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1];
      if (row > 1 && column > 1 && isTurned) least = Math.min(least, (before[column - 2] ?? 0) + 1);
      next.push(least);
    }
    if (Math.min(...next) > most) return most + 1;
    [before, last] = [last, next];
  }
  return Math.min(last.at(-1) ?? 0, most + 1);
}
