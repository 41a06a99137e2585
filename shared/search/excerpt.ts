// The part of a text that a result shows: what was found, with a little before it and more behind. Pure.
import { maxExcerptLength } from '../protocol/search-answer.ts';
import type { Span } from './folded-places.ts';

/** So much of what stands before the first place is enough to know what is spoken of. */
const lead = 60;
/** A word is not cut for so few characters. */
const wordRoom = 20;

export interface Excerpt {
  readonly text: string;
  readonly spans: readonly Span[];
}

export function excerptOf(text: string, spans: readonly Span[]): Excerpt {
  if (text.length <= maxExcerptLength) return { text, spans };
  const from = beginning(text, (spans[0]?.from ?? 0) - lead);
  const to = wholeCharacter(text, Math.min(text.length, from + maxExcerptLength));
  const [before, behind] = [from > 0 ? '…' : '', to < text.length ? '…' : ''];
  const moved = before.length - from;
  return {
    text: `${before}${text.slice(from, to)}${behind}`,
    spans: spans
      .filter((span) => span.from < to)
      .map((span) => ({ from: span.from + moved, to: Math.min(span.to, to) + moved })),
  };
}

/** Behind the next gap between words where there is one near. */
function beginning(text: string, wanted: number): number {
  if (wanted <= 0) return 0;
  const gap = text.slice(wanted, wanted + wordRoom).search(/\s/u);
  return gap < 0 ? wholeCharacter(text, wanted) : wanted + gap + 1;
}

/** Never between the halves of a character. */
function wholeCharacter(text: string, at: number): number {
  const isHalf = /[\udc00-\udfff]/.test(text[at] ?? '') && /[\ud800-\udbff]/.test(text[at - 1] ?? '');
  return isHalf ? at - 1 : at;
}
