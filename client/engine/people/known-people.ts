// The people that this device has met: found by a search, or in a conversation. With no network they are found here.
// Kept so that a conversation with somebody found before can be begun offline. Their order is that of the last meeting.
import * as v from 'valibot';
import { peopleAnswer } from '../../../shared/protocol/people-api.ts';
import { foldName } from '../../../shared/rules/display-name.ts';
import { foldPeopleQuery, maxPeopleFound } from '../../../shared/rules/people-search.ts';
import type { UserId } from '../../../shared/ids.ts';
import type { Person } from '../messenger.ts';
import type { KeptStore } from '../disk/kept-store.ts';

export interface KnownPeople {
  meet(people: readonly Person[]): void;
  get(userId: UserId): Person | null;
  all(): readonly Person[];
  /** By the rules of the server's search: words of the name, or the handle, begin so. */
  find(query: string): readonly Person[];
}

/** A middling company; beyond that the one met longest ago is forgotten, but nobody of those met together. */
const maxKnown = 1_000;
const storeKey = 'people';

export interface KnownPeopleOptions {
  readonly kept: Pick<KeptStore, 'read' | 'write' | 'onChangedElsewhere'>;
  /** Never found. */
  readonly me: UserId;
}

export function makeKnownPeople({ kept, me }: KnownPeopleOptions): KnownPeople {
  let known = new Map<UserId, Person>();
  /** Whom another tab has met, or the disk gave out late, and this one does not know. */
  const join = () => (known = new Map([...known, ...parsePeople(kept.read(storeKey))]));
  join();
  kept.onChangedElsewhere((key) => {
    if (key === storeKey) join();
  });
  return {
    meet(people) {
      const met = new Map(people.filter(({ userId }) => userId !== me).map((person) => [person.userId, person]));
      if ([...met.values()].every((person) => isSame(known.get(person.userId), person))) return;
      for (const { userId, name, handle, picture } of met.values()) {
        known.delete(userId);
        known.set(userId, { userId, name, handle, picture });
      }
      // None of these: whoever is let go would be news the next time, and all of them be written at each.
      const most = Math.max(maxKnown, met.size);
      for (const userId of [...known.keys()].slice(0, Math.max(0, known.size - most))) known.delete(userId);
      kept.write(storeKey, { people: [...known.values()] });
    },
    get: (userId) => known.get(userId) ?? null,
    all: () => [...known.values()],
    find(query) {
      const asked = foldPeopleQuery(query);
      if (asked === null) return [];
      return [...known.values()].filter((person) => isMeant(person, asked)).slice(0, maxPeopleFound);
    },
  };
}

/** Whom one has met before the disk gave out those it knows, and after them; undefined for another key. */
export function mergeKeptPeople(key: string, { written, found }: { written: unknown; found: unknown }): unknown {
  if (key !== storeKey) return undefined;
  return { people: [...new Map([...parsePeople(found), ...parsePeople(written)]).values()] };
}

function parsePeople(kept: unknown): readonly (readonly [UserId, Person])[] {
  const parsed = v.safeParse(peopleAnswer, kept);
  return parsed.success ? parsed.output.people.map((person) => [person.userId, person] as const) : [];
}

function isSame(one: Person | undefined, other: Person): boolean {
  return one?.name === other.name && one.handle === other.handle && one.picture === other.picture;
}

function isMeant({ name, handle }: Person, asked: string): boolean {
  const folded = foldName(name);
  return handle.startsWith(asked) || folded.startsWith(asked) || folded.includes(` ${asked}`);
}
