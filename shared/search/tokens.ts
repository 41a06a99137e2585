// What of a text an index keeps, and what of a query it is asked for. Promises: where a part stands in a folded text, each
// of its pieces stands in one of the text's tokens. So an index leaves nothing out; match.ts leaves out what is too much.
// Scripts without spaces have no words: their characters are kept by twos or threes. Every sign is a token. Pure.

/** What stands alone and what reaches over it is told by each character alone, so that a part is cut as the whole is. */
const pairs = String.raw`\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u3005\u3099\u309a\u30fc`;
const triples = String.raw`\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}`;
/** Words of their own, also right behind a Latin one. */
const syllables = String.raw`\p{Script=Hangul}`;
/** What match.ts calls a word: the same characters, or a phrase would be looked for where it does not stand. */
const word = String.raw`(?:(?![${pairs}${triples}${syllables}\ufe0e\ufe0f\u20e3])[\p{L}\p{N}\p{M}])+`;
const runs = new RegExp(String.raw`([${pairs}]+)|([${triples}]+)|(${word}|[${syllables}]+)|[^\s]`, 'gu');
const wholeWord = new RegExp(`^${word}$`, 'u');
const plainRuns = /[a-z0-9]+|[^\sa-z0-9]/g;
const plain = /^[\0-\x7f]*$/;

/** A word that is longer stands in the index by overlapping stretches; a piece of half this lies whole in one of them. */
const maxToken = 64;
const maxPiece = maxToken / 2;

/** The tokens of a folded text; some more than once. */
export function tokensOf(folded: string): readonly string[] {
  if (plain.test(folded)) {
    const found: string[] = folded.match(plainRuns) ?? [];
    return found.some(({ length }) => length > maxToken) ? found.flatMap(stretches) : found;
  }
  return [...folded.matchAll(runs)].flatMap(([run, two, three, own]) => {
    if (two !== undefined) return grams(two, 2);
    if (three !== undefined) return grams(three, 3);
    return own === undefined ? [run] : stretches(own);
  });
}

export interface Pieces {
  /** Each must stand within a token. */
  readonly pieces: readonly string[];
  /** Whether what has them all is sure to hold the part. */
  readonly isExact: boolean;
}

/** Of one folded word of a query. */
export function piecesOf(part: string): Pieces {
  const cut = [...part.matchAll(runs)].map(([run, two, three]) => {
    const size = two !== undefined ? 2 : three !== undefined ? 3 : maxPiece;
    return two === undefined && three === undefined ? slices(run) : grams(run, size);
  });
  const pieces = [...new Set(cut.flat())];
  return { pieces, isExact: cut.length === 1 && pieces.length === 1 };
}

/** The words of a folded text, as a phrase is made of them: with nothing between two that one could read. */
export function phraseWordsOf(folded: string): readonly string[] {
  return folded.match(/[\p{L}\p{N}\p{M}]+/gu) ?? [];
}

/** Whether a word of a phrase stands in the index as it is: of scripts that write spaces. */
export function isToken(text: string): boolean {
  return text.length <= maxToken && wholeWord.test(text);
}

/** Two words that follow each other; no token and no piece holds a space. */
export function pairOf(one: string, other: string): string {
  return `${one} ${other}`;
}

/** All runs of so many characters; the whole where it is shorter. */
function grams(run: string, size: number): string[] {
  const characters = Array.from(run);
  if (characters.length <= size) return [run];
  return characters.slice(size - 1).map((_, index) => characters.slice(index, index + size).join(''));
}

function stretches(word: string): string[] {
  if (word.length <= maxToken) return [word];
  const count = Math.ceil(word.length / maxPiece) - 1;
  return Array.from({ length: count }, (_, index) => word.slice(index * maxPiece, index * maxPiece + maxToken));
}

function slices(run: string): string[] {
  const count = Math.ceil(run.length / maxPiece);
  return Array.from({ length: count }, (_, index) => run.slice(index * maxPiece, (index + 1) * maxPiece));
}
