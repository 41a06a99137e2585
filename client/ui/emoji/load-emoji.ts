// Brings the emoji when somebody first looks for one. The service worker keeps them with the app, so they are there offline.
import type { LanguageCode } from '../words/languages.ts';
import { readEmojiSet, type Emoji } from './emoji-set.ts';

type Lines = Promise<{ readonly default: readonly string[] }>;

const words: Record<LanguageCode, () => Lines> = {
  en: () => import('./lists/en.json'),
  de: () => import('./lists/de.json'),
  ar: () => import('./lists/ar.json'),
};

const sets = new Map<LanguageCode, Promise<readonly Emoji[]>>();

/** To be searched in the reader's language and in English. Fails where the files cannot be had; a later call tries again. */
export async function loadEmoji(language: LanguageCode): Promise<readonly Emoji[]> {
  const set = sets.get(language) ?? readFiles(language);
  sets.set(language, set);
  try {
    return await set;
  } catch (error) {
    sets.delete(language);
    throw error;
  }
}

async function readFiles(language: LanguageCode): Promise<readonly Emoji[]> {
  const [lines, ...languages] = await Promise.all([
    import('./lists/emoji.json') as Lines,
    words[language](),
    ...(language === 'en' ? [] : [words.en()]),
  ]);
  return readEmojiSet(
    lines.default,
    languages.map((file) => file.default),
  );
}
