// What may be a reaction: one emoji as people type it. Bounded by its characters and not by a list of those that are known,
// so that a server takes what a newer device has. Pure.

/** UTF-16 units: the longest families and flags have fewer than twenty. */
const maxLength = 32;

const base = String.raw`(?:\p{Extended_Pictographic}|\p{Emoji_Modifier_Base})`;
const tail = String.raw`\p{Emoji_Modifier}?\u{fe0f}?`;
/** Of a country's part: the black flag and the letters of its name. */
const partFlag = String.raw`\u{1f3f4}[\u{e0061}-\u{e007a}\u{e0030}-\u{e0039}]{3,6}\u{e007f}`;
const joined = `${base}${tail}(?:\\u{200d}${base}${tail})*`;
const pattern = new RegExp(`^(?:${partFlag}|${joined}|\\p{Regional_Indicator}{2}|[#*0-9]\\u{fe0f}?\\u{20e3})$`, 'u');

export function isEmoji(text: string): boolean {
  return text.length <= maxLength && pattern.test(text);
}
