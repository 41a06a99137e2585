// People found by what somebody types, for as long as whoever asks is on the screen.
import { createEffect, createSignal, on, onCleanup } from 'solid-js';
import { foldPeopleQuery } from '../../../shared/rules/people-search.ts';
import type { FoundPeople } from '../../engine/messenger.ts';

const typingPauseMs = 150;

export type Found =
  | { readonly status: 'nothing-asked' }
  | { readonly status: 'asking' }
  | ({ readonly status: 'answered'; readonly query: string } & FoundPeople);

/** Asks after a pause in typing; an answer to older words is dropped, and the last one stays until the next. */
export function createSearch(query: () => string, ask: (text: string) => Promise<FoundPeople>): () => Found {
  const [found, setFound] = createSignal<Found>({ status: 'nothing-asked' });
  createEffect(
    on(query, (text) => {
      const wanted = wantedOf(text);
      if (foldPeopleQuery(text) === null) {
        setFound({ status: 'nothing-asked' });
        return;
      }
      let isCurrent = true;
      const timer = setTimeout(() => void run(), typingPauseMs);
      const run = async () => {
        if (found().status === 'nothing-asked') setFound({ status: 'asking' });
        const answer = await ask(wanted);
        if (isCurrent) setFound({ status: 'answered', query: wanted, ...answer });
      };
      onCleanup(() => {
        isCurrent = false;
        clearTimeout(timer);
      });
    }),
  );
  return found;
}

/** What is asked for by these letters; a handle is written with its sign or without. */
export function wantedOf(text: string): string {
  return text.trim().replace(/^@/u, '');
}
