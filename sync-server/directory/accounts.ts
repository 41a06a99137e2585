// Accounts come into being here, and nowhere else.
// Promises: a sign-up takes e-mail, handle and token together or nothing; of two at once one wins.
// Does not know: cookies, routes. The set-up token lives in memory only: each start prints a new one.
import { randomBytes } from 'node:crypto';
import { idBytes, mintId, mintUserId, type UserId } from '../../shared/ids.ts';
import type { Role } from '../../shared/protocol/people-api.ts';
import { foldName } from '../../shared/rules/display-name.ts';
import { mayManagePeople } from '../../shared/rules/workspace-roles.ts';
import type { NewAccount } from '../../shared/rules/new-account.ts';
import type { DirectoryDatabase } from './database.ts';
import type { Passwords } from './passwords.ts';
import { hashToken, mintToken } from './tokens.ts';
import type { WorkspaceSettings } from './workspace-settings.ts';

export type SignUpRefusal = 'handle-taken' | 'email-taken' | 'invite-invalid' | 'sign-up-closed';

export type SignUpOutcome =
  | { readonly status: 'signed-up'; readonly userId: UserId }
  | { readonly status: 'refused'; readonly code: SignUpRefusal };

export interface SignUp {
  readonly account: NewAccount;
  /** The set-up token or an invite's; null when sign-up is open. */
  readonly token: string | null;
}

export interface Accounts {
  needsOwner(): Promise<boolean>;
  /** The one-time token of the set-up link until the first owner used it; then null. */
  setUpToken(): string | null;
  signUp(signUp: SignUp): Promise<SignUpOutcome>;
}

interface AccountsParts {
  readonly database: DirectoryDatabase;
  readonly settings: WorkspaceSettings;
  readonly passwords: Passwords;
  readonly now: () => number;
}

/** By what right somebody signs up. */
type Ticket =
  | { readonly kind: 'set-up' }
  | { readonly kind: 'invite'; readonly tokenHash: string }
  | { readonly kind: 'open' };

export async function makeAccounts(parts: AccountsParts): Promise<Accounts> {
  let setUpToken = (await hasOwner(parts.database)) ? null : mintToken();

  async function judgeTicket(database: DirectoryDatabase, token: string | null): Promise<Ticket | SignUpRefusal> {
    const isOwned = await hasOwner(database);
    if (token === null) return isOwned && parts.settings.signUp === 'open' ? { kind: 'open' } : 'sign-up-closed';
    const tokenHash = hashToken(token);
    // Hashes are compared, so the time of the comparison says nothing about the token.
    if (!isOwned && setUpToken !== null && tokenHash === hashToken(setUpToken)) return { kind: 'set-up' };
    return (await isInviteOpen(database, tokenHash, parts.now())) ? { kind: 'invite', tokenHash } : 'invite-invalid';
  }

  return {
    needsOwner: async () => !(await hasOwner(parts.database)),
    setUpToken: () => setUpToken,
    async signUp({ account, token }) {
      // Asked before hashing too: without a token nobody makes the server work.
      const early = await judgeTicket(parts.database, token);
      if (typeof early === 'string') return refused(early);
      const passwordHash = await parts.passwords.hash(account.password);
      const outcome = await parts.database.transaction().execute(async (transaction): Promise<SignUpOutcome> => {
        const ticket = await judgeTicket(transaction, token);
        if (typeof ticket === 'string') return refused(ticket);
        const taken = await findTaken(transaction, account);
        if (taken !== null) return refused(taken);
        return { status: 'signed-up', userId: await insertAccount(transaction, { account, passwordHash, ticket }) };
      });
      if (outcome.status === 'signed-up') setUpToken = null; // there is an owner now
      return outcome;
    },
  };
}

function refused(code: SignUpRefusal): SignUpOutcome {
  return { status: 'refused', code };
}

/** Whether the token of this hash still lets somebody in: as long as whoever made it may invite. */
export async function isInviteOpen(database: DirectoryDatabase, tokenHash: string, nowMs: number): Promise<boolean> {
  const row = await openInvites(database, nowMs)
    .select('person.userId')
    .where('invite.tokenHash', '=', tokenHash)
    .executeTakeFirst();
  return row !== undefined;
}

/** Neither used nor expired, and made by somebody who may invite now. */
export function openInvites(database: DirectoryDatabase, nowMs: number) {
  return database
    .selectFrom('invite')
    .innerJoin('person', 'person.userId', 'invite.invitedBy')
    .where('invite.usedBy', 'is', null)
    .where('invite.expiresAtMs', '>', nowMs)
    .where('person.state', '=', 'active')
    .where('person.role', 'in', (['owner', 'admin', 'member'] as const).filter(mayManagePeople));
}

async function hasOwner(database: DirectoryDatabase): Promise<boolean> {
  const row = await database.selectFrom('person').select('userId').where('role', '=', 'owner').executeTakeFirst();
  return row !== undefined;
}

async function findTaken(database: DirectoryDatabase, account: NewAccount): Promise<SignUpRefusal | null> {
  const handle = database.selectFrom('person').select('userId').where('handle', '=', account.handle);
  if (await handle.executeTakeFirst()) return 'handle-taken';
  const email = database.selectFrom('user').select('id').where('email', '=', account.email);
  return (await email.executeTakeFirst()) ? 'email-taken' : null;
}

interface Insertion {
  readonly account: NewAccount;
  readonly passwordHash: string;
  readonly ticket: Ticket;
}

// better-auth's two rows are written by us, because its own sign-up cannot share a transaction with handle and token.
async function insertAccount(
  database: DirectoryDatabase,
  { account, passwordHash, ticket }: Insertion,
): Promise<UserId> {
  const userId = mintUserId(randomBytes(idBytes));
  const { name, email, handle } = account;
  const time = new Date().toISOString();
  const times = { createdAt: time, updatedAt: time };
  await database
    .insertInto('user')
    .values({ id: userId, name, email, emailVerified: 0, ...times })
    .execute();
  const credential = { accountId: userId, providerId: 'credential', userId, password: passwordHash, ...times };
  await database
    .insertInto('account')
    .values({ id: mintId('acc', randomBytes(idBytes)), ...credential })
    .execute();
  const role: Role = ticket.kind === 'set-up' ? 'owner' : 'member';
  await database
    .insertInto('person')
    .values({ userId, handle, role, searchName: foldName(name) })
    .execute();
  if (ticket.kind === 'invite') {
    await database.updateTable('invite').set({ usedBy: userId }).where('tokenHash', '=', ticket.tokenHash).execute();
  }
  return userId;
}
