// Where the characters of a folded text stand in the text as it was written, so that a reader sees what was found.
// One character may fold to several (ﬁ, ß, 한) and several to one (a letter and its accents). Pure.
import { foldText } from '../text/fold-text.ts';

/** UTF-16 units: of the first, and behind the last. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** A character and the marks on it are folded as one: neither reaches over into the next. */
const clusters = /\P{M}\p{M}*|\p{M}+/gu;
const plain = /^[\0-\x7f]*$/;

/** Turns a stretch of the folded text into the stretch that it came from. */
export function makePlaceFinder(text: string): (folded: Span) => Span {
  if (plain.test(text)) return (span) => span;
  const begins: number[] = [];
  const ends: number[] = [];
  for (const { 0: cluster, index } of text.matchAll(clusters)) {
    for (let left = foldText(cluster).length; left > 0; left--) {
      begins.push(index);
      ends.push(index + cluster.length);
    }
  }
  return ({ from, to }) => ({ from: begins[from] ?? text.length, to: ends[to - 1] ?? text.length });
}
