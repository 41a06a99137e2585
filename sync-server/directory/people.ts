// People: finding them by name or handle, and what a person sees of themselves.
// Promises: answers are bounded, and an e-mail address is shown to its owner only.
// Does not know: sessions, passwords.
import { sql } from 'kysely';
import type { UserId } from '../../shared/ids.ts';
import type { Me, Person } from '../../shared/protocol/people-api.ts';
import { foldPeopleQuery, maxPeopleFound } from '../../shared/rules/people-search.ts';
import type { DirectoryDatabase } from './database.ts';

export interface People {
  /** Null for whoever takes no part here any more. */
  me(userId: UserId): Promise<Me | null>;
  /** People whose handle, or a word of whose name, begins with the text; the exact handle first. */
  search(asking: UserId, query: string): Promise<Person[]>;
}

export function makePeople(database: DirectoryDatabase): People {
  const people = database.selectFrom('person').innerJoin('user', 'user.id', 'person.userId');
  return {
    async me(userId) {
      const row = await people
        .select(['person.userId', 'user.name', 'person.handle', 'person.picture', 'user.email', 'person.role'])
        .where('person.userId', '=', userId)
        .where('person.state', '=', 'active')
        .executeTakeFirst();
      return row ?? null;
    },
    async search(asking, query) {
      const folded = foldPeopleQuery(query);
      if (folded === null) return [];
      const prefix = `${escapeLike(folded)}%`;
      return people
        .select(['person.userId', 'user.name', 'person.handle', 'person.picture'])
        .where('person.userId', '!=', asking)
        .where('person.state', '=', 'active')
        .where(
          sql<boolean>`(person.handle like ${prefix} escape '\\' or person.searchName like ${prefix} escape '\\'
            or person.searchName like ${`% ${prefix}`} escape '\\')`,
        )
        .orderBy(sql`person.handle = ${folded}`, 'desc')
        .orderBy('person.searchName')
        .orderBy('person.handle')
        .limit(maxPeopleFound)
        .execute();
    },
  };
}

/** A text that stands for itself in a `like` with `escape '\\'`. */
export function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, (character) => `\\${character}`);
}

/** Whether somebody takes part here: is neither suspended nor gone. */
export async function isActive(database: DirectoryDatabase, userId: UserId): Promise<boolean> {
  const row = await database
    .selectFrom('person')
    .select('userId')
    .where('userId', '=', userId)
    .where('state', '=', 'active')
    .executeTakeFirst();
  return row !== undefined;
}
