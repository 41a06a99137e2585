// What this person has looked for last on this device. Kept beside the drafts, so that it goes when they sign out.
import * as v from 'valibot';
import type { KeptStore } from '../disk/kept-store.ts';

export interface RecentSearches {
  /** Each once, the last first. */
  read(): readonly string[];
  note(text: string): void;
  forget(): void;
}

const key = 'searches';
const maxRecent = 8;
const schema = v.fallback(v.array(v.string()), []);

export function makeRecentSearches(kept: Pick<KeptStore, 'read' | 'write'>): RecentSearches {
  const read = () => v.parse(schema, kept.read(key)).slice(0, maxRecent);
  return {
    read,
    note(text) {
      const searched = text.trim();
      if (searched === '') return;
      kept.write(key, [searched, ...read().filter((other) => other !== searched)].slice(0, maxRecent));
    },
    forget: () => kept.write(key, []),
  };
}
