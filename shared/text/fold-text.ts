// A text as somebody finds it who types it quickly: case, width and accents do not matter. Pure.
// The marks of scripts in which they are letters of their own (Devanagari, kana) stay.

/** Accents of Latin, Greek and Cyrillic; points and vowels of Hebrew and Arabic; the stroke that stretches Arabic words. */
const accents =
  /[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0640]/g;

/** Letters that no decomposition brings to what people type instead. */
const typedInstead: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ł: 'l',
  ħ: 'h',
  ı: 'i',
  ς: 'σ',
  ى: 'ي',
  ة: 'ه',
};
const letters = new RegExp(`[${Object.keys(typedInstead).join('')}]`, 'g');

export function foldText(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(accents, '')
    .replace(letters, (letter) => typedInstead[letter] ?? letter);
}
