// Links that let people into a group by themselves: for a time, for so many, until somebody revokes them.
// Promises: only the secret's hash is stored; used up, expired, revoked, made by somebody who may not make it any more
// and never made look alike.
import { randomBytes } from 'node:crypto';
import { idBytes, mintId, type ConversationId, type UserId } from '../../shared/ids.ts';
import type { GroupLink, GroupPreview } from '../../shared/protocol/groups-api.ts';
import { groupRoles, mayManageGroup } from '../../shared/rules/group-roles.ts';
import { maxGroupLinks } from '../limits.ts';
import type { DirectoryDatabase } from './database.ts';
import { wasRemoved } from './former-members.ts';
import { hashToken, mintToken } from './tokens.ts';

export type GroupLinkOutcome<T> =
  | { readonly status: 'done'; readonly value: T }
  | { readonly status: 'refused'; readonly code: 'not-found' | 'not-allowed' | 'too-many-links' };

export interface NewGroupLink {
  readonly conversationId: ConversationId;
  readonly lifeMs: number;
  /** How many people it lets in. */
  readonly uses: number;
}

export interface GroupLinks {
  /** The secret is told this once. */
  make(me: UserId, link: NewGroupLink): Promise<GroupLinkOutcome<GroupLink & { readonly token: string }>>;
  /** Those that still let somebody in, the newest first. */
  list(me: UserId, conversationId: ConversationId): Promise<GroupLinkOutcome<GroupLink[]>>;
  revoke(me: UserId, link: { conversationId: ConversationId; linkId: string }): Promise<GroupLinkOutcome<null>>;
  /** What somebody who holds the secret may know before they join; null when it lets nobody in. */
  preview(me: UserId, token: string): Promise<GroupPreview | null>;
}

export function makeGroupLinks({ database, now }: { database: DirectoryDatabase; now: () => number }): GroupLinks {
  const judge = async (me: UserId, conversationId: ConversationId, within = database) => {
    const row = await within
      .selectFrom('member')
      .innerJoin('conversation', 'conversation.conversationId', 'member.conversationId')
      .select('member.role')
      .where('conversation.kind', '=', 'group')
      .where('member.conversationId', '=', conversationId)
      .where('member.userId', '=', me)
      .executeTakeFirst();
    if (row === undefined) return 'not-found';
    return mayManageGroup(row.role) ? null : 'not-allowed';
  };
  const open = (conversationId: ConversationId, within = database) =>
    openGroupLinks(within, now())
      .select(['linkId', 'madeBy', 'madeAtMs as madeAt', 'expiresAtMs as expiresAt', 'usesLeft'])
      .where('groupLink.conversationId', '=', conversationId)
      .orderBy('madeAtMs', 'desc')
      .orderBy('linkId')
      .execute();
  return {
    make: (me, { conversationId, lifeMs, uses }) =>
      database.transaction().execute(async (transaction) => {
        const code = await judge(me, conversationId, transaction);
        if (code !== null) return { status: 'refused', code };
        await transaction.deleteFrom('groupLink').where('expiresAtMs', '<=', now()).execute();
        if ((await open(conversationId, transaction)).length >= maxGroupLinks)
          return { status: 'refused', code: 'too-many-links' };
        const token = mintToken();
        const link = {
          linkId: mintId('lnk', randomBytes(idBytes)),
          madeBy: me,
          madeAt: now(),
          expiresAt: now() + lifeMs,
          usesLeft: uses,
        };
        const { linkId, madeBy, madeAt: madeAtMs, expiresAt: expiresAtMs, usesLeft } = link;
        const row = { tokenHash: hashToken(token), conversationId, linkId, madeBy, madeAtMs, expiresAtMs, usesLeft };
        await transaction.insertInto('groupLink').values(row).execute();
        return { status: 'done', value: { ...link, token } };
      }),
    async list(me, conversationId) {
      const code = await judge(me, conversationId);
      return code === null ? { status: 'done', value: await open(conversationId) } : { status: 'refused', code };
    },
    async revoke(me, { conversationId, linkId }) {
      const code = await judge(me, conversationId);
      if (code !== null) return { status: 'refused', code };
      await database
        .deleteFrom('groupLink')
        .where('conversationId', '=', conversationId)
        .where('linkId', '=', linkId)
        .execute();
      return { status: 'done', value: null };
    },
    async preview(me, token) {
      const row = await openGroupLinks(database, now())
        .innerJoin('conversation', 'conversation.conversationId', 'groupLink.conversationId')
        .select(['conversation.title', 'groupLink.conversationId'])
        .where('groupLink.tokenHash', '=', hashToken(token))
        .executeTakeFirst();
      if (row === undefined) return null;
      const members = await database
        .selectFrom('member')
        .select((select) => select.fn.countAll<number>().as('count'))
        .where('conversationId', '=', row.conversationId)
        .executeTakeFirstOrThrow();
      const isIn = (await judge(me, row.conversationId)) !== 'not-found';
      return {
        title: row.title ?? '',
        members: members.count,
        conversationId: isIn ? row.conversationId : null,
        wasRemoved: await wasRemoved(database, { conversationId: row.conversationId, userId: me }),
      };
    },
  };
}

/** The group that a secret opens; null when it opens none. Part of a command's transaction, as `useGroupLink`. */
export async function findGroupLink(
  transaction: DirectoryDatabase,
  { token, nowMs }: { token: string; nowMs: number },
): Promise<{ readonly conversationId: ConversationId } | null> {
  const link = await openGroupLinks(transaction, nowMs)
    .select('groupLink.conversationId')
    .where('tokenHash', '=', hashToken(token))
    .executeTakeFirst();
  return link ?? null;
}

/** Those that let somebody in, as long as whoever made them looks after the group. */
function openGroupLinks(database: DirectoryDatabase, nowMs: number) {
  return database
    .selectFrom('groupLink')
    .innerJoin('person as maker', 'maker.userId', 'groupLink.madeBy')
    .innerJoin('member as makerIn', (join) =>
      join
        .onRef('makerIn.userId', '=', 'groupLink.madeBy')
        .onRef('makerIn.conversationId', '=', 'groupLink.conversationId'),
    )
    .where('groupLink.expiresAtMs', '>', nowMs)
    .where('groupLink.usesLeft', '>', 0)
    .where('maker.state', '=', 'active')
    .where('makerIn.role', 'in', groupRoles.filter(mayManageGroup));
}

/** Somebody came in by it. */
export async function useGroupLink(transaction: DirectoryDatabase, token: string): Promise<void> {
  await transaction
    .updateTable('groupLink')
    .set((link) => ({ usesLeft: link('usesLeft', '-', 1) }))
    .where('tokenHash', '=', hashToken(token))
    .execute();
}
