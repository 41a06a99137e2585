// The pieces of a text in their order, those that were found and those between them. Pure.
import type { Span } from '../../../shared/search/folded-places.ts';

export interface Piece {
  readonly text: string;
  readonly isMarked: boolean;
}

/** Spans that are none of this text are left out: they came over a wire. */
export function cutAtSpans(text: string, spans: readonly Span[]): readonly Piece[] {
  const pieces: Piece[] = [];
  let end = 0;
  for (const { from, to } of spans) {
    if (!Number.isInteger(from) || !Number.isInteger(to) || from < end || to <= from || to > text.length) continue;
    if (from > end) pieces.push({ text: text.slice(end, from), isMarked: false });
    pieces.push({ text: text.slice(from, to), isMarked: true });
    end = to;
  }
  if (end < text.length) pieces.push({ text: text.slice(end), isMarked: false });
  return pieces;
}
