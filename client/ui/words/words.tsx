// Hands the words and the reader's way of writing times to every screen.
// Knows no text itself.
import { createContext, useContext, type ParentProps } from 'solid-js';
import { must } from '../../../shared/base/assert.ts';
import type { Words } from './en.ts';
import type { Times } from './times.ts';

const WordsContext = createContext<Words>();
const TimesContext = createContext<Times>();

export function WordsProvider(props: ParentProps<{ words: Words; times: Times }>) {
  return (
    <WordsContext.Provider value={props.words}>
      <TimesContext.Provider value={props.times}>{props.children}</TimesContext.Provider>
    </WordsContext.Provider>
  );
}

export function useWords(): Words {
  return must(useContext(WordsContext), 'words are provided above every screen');
}

export function useTimes(): Times {
  return must(useContext(TimesContext), 'times are provided above every screen');
}
