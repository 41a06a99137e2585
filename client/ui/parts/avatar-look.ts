// The letters and the colour that stand for somebody without a picture. Pure: equal on every device.

export const avatarColours = 12;

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** The first letters of the first and the last word, in capitals; one letter for one word. */
export function initialsOf(name: string): string {
  const words = name.split(/\s+/u).filter((word) => /[\p{L}\p{N}]/u.test(word));
  const first = words.at(0) ?? name;
  const last = words.length > 1 ? words.at(-1) : undefined;
  return (firstLetter(first) + (last === undefined ? '' : firstLetter(last))).toLocaleUpperCase();
}

/** A number below `avatarColours`; equal ids get equal colours (FNV-1a). */
export function colourOf(id: string): number {
  let hash = 0x811c9dc5;
  for (const character of id) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return (hash >>> 0) % avatarColours;
}

function firstLetter(word: string): string {
  const letters = [...graphemes.segment(word)].map(({ segment }) => segment);
  return letters.find((letter) => /[\p{L}\p{N}]/u.test(letter)) ?? letters[0] ?? '?';
}
