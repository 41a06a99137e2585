// The words around seeing files, in the language that the reader has chosen. Knows no text itself.
import type { LanguageCode } from '../languages.ts';
import { makeLive } from '../live.ts';
import { useWords } from '../words.tsx';
import { ar } from './ar.ts';
import { de } from './de.ts';
import { en, type SeeingWords } from './en.ts';

const all: Record<LanguageCode, SeeingWords> = { en, de, ar };

export function useSeeingWords(): SeeingWords {
  const words = useWords();
  return makeLive(() => all[words.language as LanguageCode]); // each translation says its own
}
