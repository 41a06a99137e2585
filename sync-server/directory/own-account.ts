// Changing one's own account: name, password, address, and ending it.
// Promises: whatever changes how one signs in asks for the password; a new password ends every other session. An account
// that is ended leaves no name, address or password; what its owner said stays with those whom it was said to.
// Does not know: sockets. Which sessions ended comes back with the outcome.
import { randomBytes } from 'node:crypto';
import { idBytes, type DeviceId, type UserId } from '../../shared/ids.ts';
import { toBase32 } from '../../shared/base/bytes.ts';
import { foldName, type DisplayName } from '../../shared/rules/display-name.ts';
import { mayManagePerson } from '../../shared/rules/workspace-roles.ts';
import type { Handle } from '../../shared/rules/handle.ts';
import type { EmailAddress } from '../../shared/rules/email-address.ts';
import type { DirectoryDatabase } from './database.ts';
import { endSessions } from './devices.ts';
import { findLastOwned, leaveGroups, type GroupChange } from './groups.ts';
import type { Passwords } from './passwords.ts';
import { isActive } from './people.ts';
import { touchWhoeverSees } from './seen-by.ts';
import { hashToken } from './tokens.ts';

export type AccountRefusal = 'wrong-credentials' | 'email-taken' | 'last-owner' | 'invite-invalid' | 'not-found';

export type AccountOutcome =
  | {
      readonly status: 'done';
      readonly ended: readonly DeviceId[];
      /** Groups that are another by it. */
      readonly changes?: readonly GroupChange[];
      /** Whose devices must hear that the person is another. */
      readonly whoSee?: readonly UserId[];
    }
  | { readonly status: 'refused'; readonly code: AccountRefusal };

interface Change {
  readonly userId: UserId;
  /** The password as it is now. */
  readonly current: string;
}

export interface OwnAccount {
  /** Answers whose devices must hear of it: nobody's where it is the same as before. */
  changeName(userId: UserId, name: DisplayName): Promise<readonly UserId[]>;
  /** The same; null when somebody else has this handle. */
  changeHandle(userId: UserId, handle: Handle): Promise<readonly UserId[] | null>;
  /** Every session but `keep` ends. */
  changePassword(change: Change & { readonly password: string; readonly keep: DeviceId }): Promise<AccountOutcome>;
  changeEmail(change: Change & { readonly email: EmailAddress }): Promise<AccountOutcome>;
  /** Refused to the last owner of the workspace or of a group with others in it. */
  end(change: Change): Promise<AccountOutcome>;
  /** By the secret of a link. Every session ends. */
  resetPassword(reset: { readonly token: string; readonly password: string }): Promise<AccountOutcome>;
}

interface OwnAccountParts {
  readonly database: DirectoryDatabase;
  readonly passwords: Passwords;
  readonly now: () => number;
}

export function makeOwnAccount({ database, passwords, now }: OwnAccountParts): OwnAccount {
  /** In a transaction by whoever knows the password, which is still theirs when it begins: hashing takes its time. */
  const proven = async (
    { userId, current }: Change,
    run: (transaction: DirectoryDatabase) => Promise<AccountOutcome>,
  ): Promise<AccountOutcome> => {
    const hash = await readHash(database, userId);
    if (hash === null || !(await passwords.verify({ hash, password: current }))) return refused('wrong-credentials');
    return database.transaction().execute(async (transaction) => {
      return (await readHash(transaction, userId)) === hash ? run(transaction) : refused('wrong-credentials');
    });
  };
  return {
    changeName: (userId, name) =>
      database.transaction().execute(async (transaction) => {
        if (!(await isActive(transaction, userId))) return []; // ended meanwhile: they have no name any more
        const { numUpdatedRows } = await transaction
          .updateTable('user')
          .set({ name })
          .where('id', '=', userId)
          .where('name', '!=', name)
          .executeTakeFirst();
        if (numUpdatedRows === 0n) return [];
        await transaction
          .updateTable('person')
          .set({ searchName: foldName(name) })
          .where('userId', '=', userId)
          .execute();
        return touchWhoeverSees(transaction, userId);
      }),
    changeHandle: (userId, handle) =>
      database.transaction().execute(async (transaction) => {
        const taken = await transaction
          .selectFrom('person')
          .select('userId')
          .where('handle', '=', handle)
          .where('userId', '!=', userId)
          .executeTakeFirst();
        if (taken !== undefined) return null;
        if (!(await isActive(transaction, userId))) return [];
        const { numUpdatedRows } = await transaction
          .updateTable('person')
          .set({ handle })
          .where('userId', '=', userId)
          .where('handle', '!=', handle)
          .executeTakeFirst();
        return numUpdatedRows === 0n ? [] : touchWhoeverSees(transaction, userId);
      }),
    async changePassword({ password, keep, ...change }) {
      const hash = await passwords.hash(password);
      return proven(change, (transaction) =>
        setPassword(transaction, { userId: change.userId, hash, keep, nowMs: now() }),
      );
    },
    changeEmail: ({ email, ...change }) =>
      proven(change, async (transaction) => {
        const taken = await transaction
          .selectFrom('user')
          .select('id')
          .where('email', '=', email)
          .where('id', '!=', change.userId)
          .executeTakeFirst();
        if (taken !== undefined) return refused('email-taken');
        await transaction.updateTable('user').set({ email }).where('id', '=', change.userId).execute();
        return { status: 'done', ended: [] };
      }),
    end: (change) => proven(change, (transaction) => endAccount(transaction, { userId: change.userId, nowMs: now() })),
    async resetPassword({ token, password }) {
      const tokenHash = hashToken(token);
      if ((await findReset(database, tokenHash, now())) === null) return refused('invite-invalid'); // before any hashing
      const hash = await passwords.hash(password);
      return database.transaction().execute(async (transaction): Promise<AccountOutcome> => {
        const userId = await findReset(transaction, tokenHash, now());
        if (userId === null) return refused('invite-invalid');
        return setPassword(transaction, { userId, hash, keep: null, nowMs: now() });
      });
    },
  };
}

function refused(code: AccountRefusal): AccountOutcome {
  return { status: 'refused', code };
}

async function readHash(database: DirectoryDatabase, userId: UserId): Promise<string | null> {
  const row = await database
    .selectFrom('account')
    .select('password')
    .where('userId', '=', userId)
    .where('providerId', '=', 'credential')
    .executeTakeFirst();
  return row?.password ?? null;
}

/** Whose password it sets: as long as whoever made it may still make one. */
async function findReset(database: DirectoryDatabase, tokenHash: string, nowMs: number): Promise<UserId | null> {
  const row = await database
    .selectFrom('passwordReset')
    .innerJoin('person', 'person.userId', 'passwordReset.userId')
    .innerJoin('person as maker', 'maker.userId', 'passwordReset.madeBy')
    .select(['passwordReset.userId', 'person.role', 'maker.role as makersRole'])
    .where('tokenHash', '=', tokenHash)
    .where('expiresAtMs', '>', nowMs)
    .where('maker.state', '=', 'active')
    .executeTakeFirst();
  return row !== undefined && mayManagePerson(row.makersRole, row.role) ? row.userId : null;
}

/** Those for somebody, and those that they made. */
export async function endResetLinks(transaction: DirectoryDatabase, userId: UserId): Promise<void> {
  await transaction
    .deleteFrom('passwordReset')
    .where((where) => where.or({ userId, madeBy: userId }))
    .execute();
}

interface NewPassword {
  readonly userId: UserId;
  readonly hash: string;
  readonly keep: DeviceId | null;
  readonly nowMs: number;
}

async function setPassword(
  transaction: DirectoryDatabase,
  { userId, hash, keep, nowMs }: NewPassword,
): Promise<AccountOutcome> {
  await transaction
    .updateTable('account')
    .set({ password: hash })
    .where('userId', '=', userId)
    .where('providerId', '=', 'credential')
    .execute();
  await transaction.deleteFrom('passwordReset').where('userId', '=', userId).execute();
  return { status: 'done', ended: await endSessions(transaction, { userId, keep, nowMs }) };
}

async function endAccount(
  transaction: DirectoryDatabase,
  { userId, nowMs }: { userId: UserId; nowMs: number },
): Promise<AccountOutcome> {
  if (await isLastOwnerOfAll(transaction, userId)) return refused('last-owner');
  if ((await findLastOwned(transaction, userId)) !== null) return refused('last-owner');
  const ended = await endSessions(transaction, { userId, keep: null, nowMs });
  const whoSee = await touchWhoeverSees(transaction, userId);
  const changes = await leaveGroups({ transaction, me: userId, nowMs });
  await endResetLinks(transaction, userId);
  await transaction.deleteFrom('groupLink').where('madeBy', '=', userId).execute();
  await transaction.deleteFrom('invite').where('invitedBy', '=', userId).where('usedBy', 'is', null).execute();
  for (const table of ['contact', 'block', 'contactRequest'] as const) await forgetTies(transaction, table, userId);
  await transaction.deleteFrom('account').where('userId', '=', userId).execute();
  for (const table of ['personStatus', 'autoReply', 'scheduledMessage'] as const) {
    await transaction.deleteFrom(table).where('userId', '=', userId).execute();
  }
  // The row stays: it is whose name stands above what they said.
  const nobody = toBase32(randomBytes(idBytes));
  await transaction
    .updateTable('user')
    .set({ name: '', email: `${nobody}@deleted.invalid` })
    .where('id', '=', userId)
    .execute();
  await transaction
    .updateTable('person')
    .set({ state: 'deleted', handle: `deleted-${nobody}`, searchName: '', role: 'member', picture: null })
    .where('userId', '=', userId)
    .execute();
  return { status: 'done', ended, changes, whoSee };
}

async function forgetTies(
  transaction: DirectoryDatabase,
  table: 'contact' | 'block' | 'contactRequest',
  userId: UserId,
): Promise<void> {
  if (table === 'contact') {
    await transaction
      .deleteFrom('contact')
      .where((where) => where.or({ userId, otherId: userId }))
      .execute();
  } else if (table === 'block') {
    await transaction
      .deleteFrom('block')
      .where((where) => where.or({ userId, blockedId: userId }))
      .execute();
  } else {
    await transaction
      .deleteFrom('contactRequest')
      .where((where) => where.or({ fromId: userId, toId: userId }))
      .execute();
  }
}

/** Whether the workspace would be left to nobody. */
export async function isLastOwnerOfAll(database: DirectoryDatabase, userId: UserId): Promise<boolean> {
  const owners = await database
    .selectFrom('person')
    .select('userId')
    .where('role', '=', 'owner')
    .where('state', '=', 'active')
    .execute();
  return owners.length === 1 && owners[0]?.userId === userId;
}
