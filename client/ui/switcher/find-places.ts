// Which conversations and people are meant by a few letters. Pure. Neither case nor accents count, and the words may
// come in any order; what is named so from its beginning comes first, and among equals what was used last.

export interface Named {
  /** Names, handles and titles by which it is found. */
  readonly names: readonly string[];
}

/** As it is compared: `Dóra Példa` is `dora pelda`. */
function fold(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replace(/\s+/gu, ' ').trim();
}

/** Those that the query means, the best first; all of them, as they stand, for an empty query. `places`: newest first. */
export function findPlaces<Place extends Named>(query: string, places: readonly Place[]): readonly Place[] {
  const wanted = fold(query.trim().replace(/^@/u, ''));
  if (wanted === '') return places;
  const judged = places.map((place) => ({
    place,
    rank: Math.min(...place.names.map((name) => rankOf(fold(name), wanted))),
  }));
  return judged
    .filter(({ rank }) => rank < notMeant)
    .sort((one, other) => one.rank - other.rank)
    .map(({ place }) => place);
}

const notMeant = 3;

/** 0 from its beginning, 1 from the beginnings of its words, 2 somewhere inside it. */
function rankOf(name: string, wanted: string): number {
  if (name.startsWith(wanted)) return 0;
  const words = name.split(/[\s\p{P}]+/u);
  if (wanted.split(' ').every((part) => words.some((word) => word.startsWith(part)))) return 1;
  return name.includes(wanted) ? 2 : notMeant;
}
