// What stands before and after a mark decides whether it is one. Pure.

/** Written without spaces between words: a mark may stand inside. */
const withoutSpaces =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

const wordCharacter = /[\p{L}\p{N}\p{M}]/u;

/** They choose the shape of an emoji: marks by their class, no part of a word. */
const emojiShape = /[\ufe0e\ufe0f\u20e3]/;

const space = /\s/u;

/** The whole character that ends before this place; empty at the beginning. */
export function characterBefore(text: string, at: number): string {
  const isPair = isLow(text.charCodeAt(at - 1)) && isHigh(text.charCodeAt(at - 2));
  return text.slice(Math.max(0, at - (isPair ? 2 : 1)), at);
}

/** The whole character that begins at this place; empty at the end. */
export function characterAt(text: string, at: number): string {
  const isPair = isHigh(text.charCodeAt(at)) && isLow(text.charCodeAt(at + 1));
  return text.slice(at, at + (isPair ? 2 : 1));
}

/** A letter or number of a script that parts its words by spaces. */
export function isWordCharacter(character: string): boolean {
  return wordCharacter.test(character) && !emojiShape.test(character) && !withoutSpaces.test(character);
}

/** Also the beginning and the end of a text. */
export function isSpace(character: string): boolean {
  return character === '' || space.test(character);
}

function isHigh(unit: number): boolean {
  return unit >= 0xd800 && unit < 0xdc00;
}

function isLow(unit: number): boolean {
  return unit >= 0xdc00 && unit < 0xe000;
}
