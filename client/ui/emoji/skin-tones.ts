// The colours of skin that hands and people are drawn in. Pure.

/** As people are drawn where nobody has chosen, then from light to dark. */
export const tones = ['', '🏻', '🏼', '🏽', '🏾', '🏿'] as const;
export type Tone = (typeof tones)[number];

/** What each is called in the words. */
export const toneNames = {
  '': 'drawn',
  '🏻': 'light',
  '🏼': 'mediumLight',
  '🏽': 'medium',
  '🏾': 'mediumDark',
  '🏿': 'dark',
} as const satisfies Record<Tone, string>;

/** Which of an emoji and a tone, for those that have tones: behind the first character, where its colour stood. */
export function withTone(emoji: string, tone: Tone): string {
  if (tone === '') return emoji;
  const first = String.fromCodePoint(emoji.codePointAt(0) ?? 0);
  return first + tone + emoji.slice(first.length).replace(/^\ufe0f/, '');
}
