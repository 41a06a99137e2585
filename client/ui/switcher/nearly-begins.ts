// Whether a word begins with some letters, but for a slip or two of the fingers: one letter is missing, too many, another
// one, or has changed places with the next (optimal string alignment, Damerau 1964). Pure.

/** Of fewer letters any slip makes another word. */
const minLength = 4;
/** So many letters may hold a second slip. */
const longLength = 8;

export function nearlyBegins(word: string, letters: string): boolean {
  const wanted = Array.from(letters);
  const slips = wanted.length >= longLength ? 2 : wanted.length >= minLength ? 1 : 0;
  const start = Array.from(word).slice(0, wanted.length + slips);
  if (start.length + slips < wanted.length) return false;
  /** How far the letters up to here are from each beginning of the word; and the two rows before. */
  let row = Array.from({ length: start.length + 1 }, (_, index) => index);
  let before: readonly number[] = [];
  for (const [at, letter] of wanted.entries()) {
    const next = [at + 1];
    for (const [place, other] of start.entries()) {
      const isSame = letter === other;
      const isSwapped = at > 0 && place > 0 && letter === start[place - 1] && wanted[at - 1] === other;
      const steps = [costIn(row, place) + (isSame ? 0 : 1), costIn(row, place + 1) + 1, costIn(next, place) + 1];
      next.push(Math.min(...steps, isSwapped ? costIn(before, place - 1) + 1 : Infinity));
    }
    [before, row] = [row, next];
  }
  return Math.min(...row) <= slips;
}

function costIn(row: readonly number[], index: number): number {
  return row[index] ?? Infinity;
}
