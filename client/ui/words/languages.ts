// The languages that there are, and which of them a device begins with. Pure: the browser's wishes are brought.
// One more language is one line here, its file beside this one, and its line in `load-words.ts`.

export const languages = {
  en: 'English',
  de: 'Deutsch',
  ar: 'العربية',
} as const;

export type LanguageCode = keyof typeof languages;

export const languageCodes = Object.keys(languages) as LanguageCode[]; // its keys are exactly these

/** The first language of the browser's that is here; English where none is. */
export function decideLanguage(wanted: readonly string[]): LanguageCode {
  return wanted.map(languageOf).find((code) => code !== null) ?? 'en';
}

/** How the reader's own country writes the language, as far as the browser knows: `en-GB`, `de-AT`. */
export function decideLocale(code: LanguageCode, wanted: readonly string[]): string {
  return wanted.find((tag) => languageOf(tag) === code) ?? code;
}

function languageOf(tag: string): LanguageCode | null {
  const language = tag.split('-')[0]?.toLowerCase();
  return languageCodes.find((code) => code === language) ?? null;
}
