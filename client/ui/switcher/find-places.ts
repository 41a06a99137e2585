// Which conversations and people are meant by a few letters. Pure. Neither case nor accents count, and the words may
// come in any order; what is named so from its beginning comes first, among equals what is pinned, then what was used last.
// Where nothing is named so, whatever is nearly named so is meant: letters are missed, doubled and swapped.
import { nearlyBegins } from './nearly-begins.ts';

export interface Named {
  /** Names, handles and titles by which it is found. */
  readonly names: readonly string[];
  readonly isPinned?: boolean;
}

/** As it is compared: `Dóra Példa` is `dora pelda`. */
function fold(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replace(/\s+/gu, ' ').trim();
}

/** Those that the query means, the best first; all of them, as they stand, for an empty query. `places`: newest first. */
export function findPlaces<Place extends Named>(query: string, places: readonly Place[]): readonly Place[] {
  const wanted = fold(query.trim().replace(/^@/u, ''));
  if (wanted === '') return places;
  const judged = places.map((place) => ({ place, names: place.names.map(fold) }));
  const named = best(judged, (name) => rankOf(name, wanted));
  return named.length > 0 ? named : best(judged, (name) => (isNearly(name, wanted) ? 0 : notMeant));
}

interface Judged<Place> {
  readonly place: Place;
  readonly names: readonly string[];
}

function best<Place extends Named>(judged: readonly Judged<Place>[], rank: (name: string) => number): Place[] {
  return judged
    .map(({ place, names }) => ({ place, rank: Math.min(...names.map(rank)) }))
    .filter((one) => one.rank < notMeant)
    .sort(
      (one, other) =>
        one.rank - other.rank || Number(other.place.isPinned ?? false) - Number(one.place.isPinned ?? false),
    )
    .map(({ place }) => place);
}

const notMeant = 3;

/** 0 from its beginning, 1 from the beginnings of its words, 2 somewhere inside it. */
function rankOf(name: string, wanted: string): number {
  if (name.startsWith(wanted)) return 0;
  const words = wordsOf(name);
  if (wanted.split(' ').every((part) => words.some((word) => word.startsWith(part)))) return 1;
  return name.includes(wanted) ? 2 : notMeant;
}

function isNearly(name: string, wanted: string): boolean {
  const words = wordsOf(name);
  return wanted.split(' ').every((part) => words.some((word) => nearlyBegins(word, part)));
}

function wordsOf(name: string): string[] {
  return name.split(/[\s\p{P}]+/u);
}
