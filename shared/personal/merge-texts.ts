// Two versions of one text that come from the same one, made into a text that has the changes of both. Pure.
// Loses nothing that was typed: where both changed the same place, both changes stand there, theirs before mine.

/** At this place so many UTF-16 units are taken away and this text stands in their stead. */
export interface Splice {
  readonly at: number;
  readonly removed: number;
  readonly text: string;
}

/** The smallest one that makes `to` of `from`. Never between the two halves of a character. */
export function spliceBetween(from: string, to: string): Splice {
  const shorter = Math.min(from.length, to.length);
  let at = 0;
  while (at < shorter && from[at] === to[at]) at++;
  if (isHalf(from, at) || isHalf(to, at)) at--;
  let end = 0;
  while (end < shorter - at && from[from.length - 1 - end] === to[to.length - 1 - end]) end++;
  if (isHalf(from, from.length - end) || isHalf(to, to.length - end)) end--;
  return { at, removed: from.length - at - end, text: to.slice(at, to.length - end) };
}

export function applySplice(from: string, { at, removed, text }: Splice): string {
  return from.slice(0, at) + text + from.slice(at + removed);
}

/** Where a place in the text is after the splice. */
export function placeAfter({ at, removed, text }: Splice, place: number): number {
  return place <= at ? place : at + text.length + Math.max(0, place - at - removed);
}

/** `base`: what both come from. What both have done alike is done once. */
export function mergeTexts(base: string, mine: string, theirs: string): string {
  if (mine === theirs || mine === base) return theirs;
  if (theirs === base) return mine;
  const [own, other] = [spliceBetween(base, mine), spliceBetween(base, theirs)];
  const isSamePlace = own.at === other.at && own.removed === other.removed;
  if (!isSamePlace && endOf(own) <= other.at) return applySplice(applySplice(base, other), own);
  if (!isSamePlace && endOf(other) <= own.at) return applySplice(applySplice(base, own), other);
  const at = Math.min(own.at, other.at);
  const removed = Math.max(endOf(own), endOf(other)) - at;
  return applySplice(base, { at, removed, text: joined(other.text, own.text) });
}

function endOf({ at, removed }: Splice): number {
  return at + removed;
}

/** One that only goes on from the other says it all. */
function joined(theirs: string, mine: string): string {
  if (theirs.startsWith(mine)) return theirs;
  return mine.startsWith(theirs) ? mine : theirs + mine;
}

/** Whether a place lies between the two halves of a character outside the basic plane. */
function isHalf(text: string, at: number): boolean {
  const [before, after] = [text.charCodeAt(at - 1), text.charCodeAt(at)];
  return before >= 0xd800 && before < 0xdc00 && after >= 0xdc00 && after < 0xe000;
}
