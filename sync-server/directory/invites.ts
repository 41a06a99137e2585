// Invites: one token lets one person sign up, for a week.
// Promises: only the token's hash is stored; an expired or used invite looks like none.
// Does not know: links, routes. The sign-up itself uses the invite up (accounts.ts).
import type { UserId } from '../../shared/ids.ts';
import type { OpenInvite } from '../../shared/protocol/account-api.ts';
import { mayManagePeople } from '../../shared/rules/workspace-roles.ts';
import { inviteLifeMs, maxInvitesListed } from '../limits.ts';
import { isInviteOpen, openInvites } from './accounts.ts';
import type { DirectoryDatabase } from './database.ts';
import { hashToken, mintToken } from './tokens.ts';
import { roleOf } from './workspace-people.ts';

export interface Invite {
  readonly token: string;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

export interface Invites {
  /** Null where this person may invite nobody. */
  create(invitedBy: UserId): Promise<Invite | null>;
  isOpen(token: string): Promise<boolean>;
  /** Those that let somebody in, the newest first. They are named by their hash, which opens nothing. */
  list(): Promise<OpenInvite[]>;
  /** False when there is no such open invite. */
  revoke(inviteId: string): Promise<boolean>;
}

export function makeInvites(parts: { database: DirectoryDatabase; now: () => number }): Invites {
  return {
    create: (invitedBy) =>
      parts.database.transaction().execute(async (transaction) => {
        if (!mayManagePeople(await roleOf(transaction, invitedBy))) return null;
        const token = mintToken();
        const expiresAtMs = parts.now() + inviteLifeMs;
        const row = { tokenHash: hashToken(token), invitedBy, expiresAtMs, usedBy: null };
        await transaction.insertInto('invite').values(row).execute();
        return { token, expiresAt: expiresAtMs };
      }),
    list: () =>
      openInvites(parts.database, parts.now())
        .innerJoin('user', 'user.id', 'invite.invitedBy')
        .select(['invite.tokenHash as inviteId', 'user.name as invitedBy', 'invite.expiresAtMs as expiresAt'])
        .orderBy('invite.expiresAtMs', 'desc')
        .limit(maxInvitesListed)
        .execute(),
    async revoke(inviteId) {
      const outcome = await parts.database
        .deleteFrom('invite')
        .where('tokenHash', '=', inviteId)
        .where('usedBy', 'is', null)
        .where('expiresAtMs', '>', parts.now())
        .executeTakeFirst();
      return outcome.numDeletedRows > 0n;
    },
    isOpen: (token) => isInviteOpen(parts.database, hashToken(token), parts.now()),
  };
}
