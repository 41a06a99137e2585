// Brings the words of a language. English is part of the app; every other language is a file of its own, which the
// service worker keeps beside the app, so that it is there without a network too.
import { en, type Words } from './en.ts';
import type { LanguageCode } from './languages.ts';
import { complete, type Translation } from './translation.ts';

const files: Record<Exclude<LanguageCode, 'en'>, () => Promise<Translation>> = {
  de: async () => (await import('./de.ts')).de,
  ar: async () => (await import('./ar.ts')).ar,
};

/** Null when they cannot be had. */
export async function loadWords(code: LanguageCode): Promise<Words | null> {
  if (code === 'en') return en;
  const translation = await files[code]().catch(() => null); // no network, and not kept here
  return translation === null ? null : complete(en, translation);
}
