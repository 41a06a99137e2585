// Hands the words and the reader's way of writing times to every screen.
// Knows no text itself.
import { createContext, useContext } from 'solid-js';
import { must } from '../../../shared/base/assert.ts';
import type { Words } from './en.ts';
import type { Times } from './times.ts';

export const WordsContext = createContext<Words>();
export const TimesContext = createContext<Times>();

export function useWords(): Words {
  return must(useContext(WordsContext), 'words are provided above every screen');
}

export function useTimes(): Times {
  return must(useContext(TimesContext), 'times are provided above every screen');
}
