// What stands in the histories of the benches, and when: by the place in a conversation and from its end.

/** Nothing is newer than this: what is closed by then is settled, and counts as read. */
export const endMs = Math.floor(Date.now() / 3_600_000) * 3_600_000 - 3_600_000;

/** About as long as people write: a full chapter of these stays below the bytes that would close it. */
export function makeTexts(talk: number): (index: number) => string {
  const words = 'about what was agreed last week, with a word more';
  return (index) => `${talk}.${index} ${words.slice(index % 20)}`;
}

/** A message each two minutes, the last of so many `lastMs` before the end. */
export function makeTimes(total: number, lastMs: number): (index: number) => number {
  return (index) => endMs - lastMs - (total - 1 - index) * 120_000;
}
