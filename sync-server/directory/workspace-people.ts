// The people of the workspace, as its owners and admins look after them.
// Promises: roles are judged by shared/rules/workspace-roles.ts as they stand at this moment; the workspace always has an
// owner; whoever is suspended has no session from then on; a link for a password is no better than the right by which it
// was made.
// Does not know: sockets. Which sessions ended comes back with the outcome.
import { sql } from 'kysely';
import type { DeviceId, UserId } from '../../shared/ids.ts';
import type { WorkspacePerson } from '../../shared/protocol/account-api.ts';
import type { Role } from '../../shared/protocol/people-api.ts';
import { mayChangeWorkspaceRole, mayManagePeople, mayManagePerson } from '../../shared/rules/workspace-roles.ts';
import { foldName } from '../../shared/rules/display-name.ts';
import { maxPeopleListed, passwordResetLifeMs } from '../limits.ts';
import type { DirectoryDatabase } from './database.ts';
import { escapeLike } from './people.ts';
import { endSessions } from './devices.ts';
import { endResetLinks, isLastOwnerOfAll } from './own-account.ts';
import { hashToken, mintToken } from './tokens.ts';

export type PeopleOutcome<T> =
  | { readonly status: 'done'; readonly value: T }
  | { readonly status: 'refused'; readonly code: 'forbidden' | 'not-found' | 'last-owner' };

interface Wanted {
  /** Part of a name, a handle or an address: the beginning of it, or of a word of the name. Everybody without one. */
  readonly query?: string | undefined;
  /** The last one of the page before. */
  readonly after?: UserId | undefined;
}

interface Page {
  readonly people: WorkspacePerson[];
  readonly hasMore: boolean;
}

export interface WorkspacePeople {
  /** A page of them, by name. */
  list(me: UserId, wanted: Wanted): Promise<PeopleOutcome<Page>>;
  setRole(me: UserId, person: { userId: UserId; role: Role }): Promise<PeopleOutcome<null>>;
  /** Answers the sessions that ended by it. */
  setSuspended(me: UserId, person: { userId: UserId; isSuspended: boolean }): Promise<PeopleOutcome<DeviceId[]>>;
  /** A link by which somebody sets a new password; it takes the place of those made before. */
  makeResetLink(me: UserId, userId: UserId): Promise<PeopleOutcome<{ token: string; expiresAt: number }>>;
}

export function makeWorkspacePeople(parts: { database: DirectoryDatabase; now: () => number }): WorkspacePeople {
  const { database, now } = parts;
  return {
    async list(me, wanted) {
      if (!mayManagePeople(await roleOf(database, me))) return refused('forbidden');
      const rows = await readPage(database, wanted);
      const people = rows.slice(0, maxPeopleListed).map(({ state, ...row }): WorkspacePerson => {
        return { ...row, state: state === 'active' ? state : 'suspended' };
      });
      return done({ people, hasMore: rows.length > maxPeopleListed });
    },
    setRole: (me, { userId, role }) =>
      database.transaction().execute(async (transaction) => {
        if (!mayChangeWorkspaceRole(await roleOf(transaction, me))) return refused('forbidden');
        if ((await findPerson(transaction, userId)) === null) return refused('not-found');
        if (role !== 'owner' && (await isLastOwnerOfAll(transaction, userId))) return refused('last-owner');
        await transaction.updateTable('person').set({ role }).where('userId', '=', userId).execute();
        await endResetLinks(transaction, userId);
        return done(null);
      }),
    setSuspended: (me, { userId, isSuspended }) =>
      database.transaction().execute(async (transaction) => {
        const code = await judge(transaction, me, userId);
        if (code !== null) return refused(code);
        const state = isSuspended ? 'suspended' : 'active';
        await transaction.updateTable('person').set({ state }).where('userId', '=', userId).execute();
        await endResetLinks(transaction, userId);
        if (!isSuspended) return done([]);
        return done(await endSessions(transaction, { userId, keep: null, nowMs: now() }));
      }),
    makeResetLink: (me, userId) =>
      database.transaction().execute(async (transaction) => {
        const code = await judge(transaction, me, userId);
        if (code !== null) return refused(code);
        const token = mintToken();
        const expiresAt = now() + passwordResetLifeMs;
        await transaction.deleteFrom('passwordReset').where('userId', '=', userId).execute();
        await transaction
          .insertInto('passwordReset')
          .values({ tokenHash: hashToken(token), userId, madeBy: me, expiresAtMs: expiresAt })
          .execute();
        return done({ token, expiresAt });
      }),
  };
}

/** One more than a page, which tells that there are more. From where the last one stands now: nobody is left out. */
async function readPage(database: DirectoryDatabase, { query = '', after }: Wanted) {
  const begins = `${escapeLike(foldName(query).replace(/^@/, ''))}%`;
  const page = database
    .selectFrom('person')
    .innerJoin('user', 'user.id', 'person.userId')
    .select(['person.userId', 'user.name', 'person.handle', 'user.email', 'person.role', 'person.state'])
    .where('person.state', '!=', 'deleted')
    .where(
      sql<boolean>`(person.handle like ${begins} escape '\\' or person.searchName like ${begins} escape '\\'
        or person.searchName like ${`% ${begins}`} escape '\\' or user.email like ${begins} escape '\\')`,
    )
    .orderBy('person.searchName')
    .orderBy('person.userId')
    .limit(maxPeopleListed + 1);
  if (after === undefined) return page.execute();
  return page
    .where(
      sql<boolean>`(person.searchName, person.userId) >
        (select last.searchName, last.userId from person as last where last.userId = ${after})`,
    )
    .execute();
}

function done<T>(value: T): PeopleOutcome<T> {
  return { status: 'done', value };
}

function refused(code: 'forbidden' | 'not-found' | 'last-owner'): PeopleOutcome<never> {
  return { status: 'refused', code };
}

async function judge(
  database: DirectoryDatabase,
  me: UserId,
  userId: UserId,
): Promise<'forbidden' | 'not-found' | null> {
  const mine = await roleOf(database, me);
  if (!mayManagePeople(mine)) return 'forbidden';
  const person = await findPerson(database, userId);
  if (person === null) return 'not-found';
  return me !== userId && mayManagePerson(mine, person.role) ? null : 'forbidden';
}

/** As it counts: whoever is suspended looks after nobody, so that the last active owner cannot be suspended either. */
export async function roleOf(database: DirectoryDatabase, userId: UserId): Promise<Role> {
  const row = await database
    .selectFrom('person')
    .select('role')
    .where('userId', '=', userId)
    .where('state', '=', 'active')
    .executeTakeFirst();
  return row?.role ?? 'member';
}

async function findPerson(database: DirectoryDatabase, userId: UserId): Promise<{ readonly role: Role } | null> {
  const row = await database
    .selectFrom('person')
    .select('role')
    .where('userId', '=', userId)
    .where('state', '!=', 'deleted')
    .executeTakeFirst();
  return row ?? null;
}
