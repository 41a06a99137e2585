// Groups: who is in them and as what. Each function is a part of applying a command, in its transaction.
// Promises: roles are judged by shared/rules/group-roles.ts as they stand at this moment; whatever one may not do, and
// whatever group one is not in, changes nothing; what is so already is no error.
// Does not know: chapters' contents, sockets. What the log must say of it is noted beside it (notices.ts).
import { firstChapter } from '../../shared/conversation/document-name.ts';
import type { ConversationId, UserId } from '../../shared/ids.ts';
import type { GroupCommand } from '../../shared/protocol/commands.ts';
import { parseDisplayName } from '../../shared/rules/display-name.ts';
import {
  isLastOwner,
  maxGroupMembers,
  mayChangeRole,
  mayManageGroup,
  mayRemove,
  parseGroupDescription,
  type GroupRole,
} from '../../shared/rules/group-roles.ts';
import { newGroups } from '../limits.ts';
import type { DirectoryDatabase } from './database.ts';
import { findGroupLink, useGroupLink } from './group-links.ts';
import { wasRemoved, type Former } from './former-members.ts';
import { newestNoted, note, type GroupNews } from './notices.ts';
import type { WorkspaceSettings } from './workspace-settings.ts';

export type GroupRefusal =
  | 'not-found'
  | 'not-allowed'
  | 'name-invalid'
  | 'conversation-taken'
  | 'last-owner'
  | 'group-full'
  | 'too-many-groups'
  | 'invite-invalid';

/** What a change of a group asks of the rest of the server. */
export interface GroupChange {
  readonly conversationId: ConversationId;
  /** Whose devices must hear of it: all who are in it, or were until now. */
  readonly members: readonly UserId[];
  /** Who may do something else now, or nothing: their channels are opened anew. */
  readonly affected: readonly UserId[];
  /** The chapter in which it goes on, where somebody must not see those before; else null. */
  readonly fromChapter: number | null;
}

export type GroupOutcome =
  | {
      readonly status: 'changed';
      readonly change: GroupChange | null;
      readonly conversationId: ConversationId;
      /** Who was to be in it and is not; not there where it is nobody. */
      readonly leftOut?: readonly UserId[];
    }
  | { readonly status: 'refused'; readonly code: GroupRefusal };

export interface GroupContext {
  readonly transaction: DirectoryDatabase;
  readonly me: UserId;
  readonly nowMs: number;
  /**
   * The chapter that somebody who sees nothing of what was said so far sees first; `isMoreToSay`: nor of what the
   * newest is still to hold.
   */
  readonly nextChapter: (conversationId: ConversationId, isMoreToSay: boolean) => number;
  /** How far the log goes. */
  readonly logPosition: () => number;
  readonly settings: Pick<WorkspaceSettings, 'whoMayWrite'>;
}

type Of<Kind extends GroupCommand['kind']> = GroupCommand & { readonly kind: Kind };

export function changeGroup(context: GroupContext, command: GroupCommand): Promise<GroupOutcome> {
  switch (command.kind) {
    case 'create-group':
      return createGroup(context, command);
    case 'rename-group':
      return renameGroup(context, command);
    case 'describe-group':
      return describeGroup(context, command);
    case 'add-members':
      return addMembers(context, command);
    case 'remove-member':
      return removeMember(context, command);
    case 'set-role':
      return setRole(context, command);
    case 'leave-group':
      return leaveGroup(context, command);
    case 'join-group':
      return joinGroup(context, command);
  }
}

async function createGroup(context: GroupContext, command: Of<'create-group'>): Promise<GroupOutcome> {
  const { transaction, me, nowMs } = context;
  const { conversationId, history } = command;
  const title = parseDisplayName(command.title);
  if (title === null) return refused('name-invalid');
  if (await isThere(transaction, conversationId)) return refused('conversation-taken');
  if ((await countMadeSince(context, nowMs - newGroups.withinMs)) >= newGroups.most) return refused('too-many-groups');
  const wanted = command.userIds.filter((userId) => userId !== me);
  const others = await reachable(context, { conversationId, userIds: wanted });
  if (others.length >= maxGroupMembers) return refused('group-full');
  await transaction
    .insertInto('conversation')
    .values({ conversationId, kind: 'group', title, history, createdAtMs: nowMs, madeBy: me })
    .execute();
  await insertMembers(transaction, [
    { conversationId, userId: me, role: 'owner', sinceMs: nowMs },
    ...others.map((userId) => ({ conversationId, userId, role: 'member' as const, sinceMs: nowMs })),
  ]);
  const news: GroupNews[] = others.map((userId) => ({ kind: 'joined', by: me, userId }));
  const outcome = await changed(context, { conversationId, news: [{ kind: 'began', by: me, title }, ...news] });
  return withLeftOut(outcome, wanted, others);
}

/** Groups that I made since then, whosever they are now. */
async function countMadeSince({ transaction, me }: GroupContext, sinceMs: number): Promise<number> {
  const { count } = await transaction
    .selectFrom('conversation')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('madeBy', '=', me)
    .where('createdAtMs', '>', sinceMs)
    .executeTakeFirstOrThrow();
  return count;
}

async function renameGroup(context: GroupContext, command: Of<'rename-group'>): Promise<GroupOutcome> {
  const { transaction, me } = context;
  const { conversationId } = command;
  const title = parseDisplayName(command.title);
  if (title === null) return refused('name-invalid');
  const group = await readGroup(transaction, conversationId);
  const mine = group?.roles.get(me);
  if (group === null || mine === undefined) return refused('not-found');
  if (!mayManageGroup(mine)) return refused('not-allowed');
  if (group.title === title) return { status: 'changed', conversationId, change: null };
  await transaction.updateTable('conversation').set({ title }).where('conversationId', '=', conversationId).execute();
  return changed(context, { conversationId, news: [{ kind: 'renamed', by: me, title }] });
}

async function describeGroup(context: GroupContext, command: Of<'describe-group'>): Promise<GroupOutcome> {
  const { transaction, me } = context;
  const { conversationId } = command;
  const description = parseGroupDescription(command.description) ?? '';
  const group = await readGroup(transaction, conversationId);
  const mine = group?.roles.get(me);
  if (group === null || mine === undefined) return refused('not-found');
  if (!mayManageGroup(mine)) return refused('not-allowed');
  if (group.description === description) return { status: 'changed', conversationId, change: null };
  await transaction
    .updateTable('conversation')
    .set({ description })
    .where('conversationId', '=', conversationId)
    .execute();
  return changed(context, { conversationId, news: [{ kind: 'described', by: me }] });
}

async function addMembers(
  context: GroupContext,
  { conversationId, userIds }: Of<'add-members'>,
): Promise<GroupOutcome> {
  const { transaction, me } = context;
  const group = await readGroup(transaction, conversationId);
  const mine = group?.roles.get(me);
  if (group === null || mine === undefined) return refused('not-found');
  if (!mayManageGroup(mine)) return refused('not-allowed');
  const wanted = userIds.filter((userId) => !group.roles.has(userId));
  const added = await reachable(context, { conversationId, userIds: wanted });
  return withLeftOut(await letIn(context, { group, added, by: me }), wanted, added);
}

/** Whom it leaves out is told, but never why: a block is nobody's to know. */
function withLeftOut(outcome: GroupOutcome, wanted: readonly UserId[], added: readonly UserId[]): GroupOutcome {
  const leftOut = wanted.filter((userId) => !added.includes(userId));
  return outcome.status === 'refused' || leftOut.length === 0 ? outcome : { ...outcome, leftOut };
}

async function joinGroup(context: GroupContext, { token }: Of<'join-group'>): Promise<GroupOutcome> {
  const { transaction, me, nowMs } = context;
  const link = await findGroupLink(transaction, { token, nowMs });
  const group = link === null ? null : await readGroup(transaction, link.conversationId);
  if (group === null) return refused('invite-invalid');
  // Who took them out, and nobody's link, brings them back.
  if (await wasRemoved(transaction, { ...group, userId: me })) return refused('invite-invalid');
  const outcome = await letIn(context, { group, added: group.roles.has(me) ? [] : [me], by: me });
  if (outcome.status === 'changed' && outcome.change !== null) await useGroupLink(transaction, token);
  return outcome;
}

interface LettingIn {
  readonly group: Group;
  readonly added: readonly UserId[];
  readonly by: UserId;
}

async function letIn(context: GroupContext, { group, added, by }: LettingIn): Promise<GroupOutcome> {
  const { transaction, nowMs } = context;
  const { conversationId, history } = group;
  if (added.length === 0) return { status: 'changed', conversationId, change: null };
  if (group.roles.size + added.length > maxGroupMembers) return refused('group-full');
  const fromChapter = history === 'all' ? null : await chapterAfterAll(context, conversationId);
  await insertMembers(
    transaction,
    added.map((userId) => ({
      ...{ conversationId, userId, role: 'member', sinceMs: nowMs },
      fromChapter: fromChapter ?? firstChapter,
    })),
  );
  const news: GroupNews[] = added.map((userId) => ({ kind: 'joined', by, userId }));
  const readTo = history === 'all' ? context.logPosition() : null;
  return changed(context, { conversationId, news, affected: added, fromChapter, readTo });
}

/** Beyond what the log holds, and beyond what it is still to say of changes before this one. */
async function chapterAfterAll(
  { transaction, nextChapter }: GroupContext,
  conversationId: ConversationId,
): Promise<number> {
  const noted = await newestNoted(transaction, conversationId);
  return Math.max(nextChapter(conversationId, noted !== null), (noted ?? 0) + 1);
}

async function removeMember(
  context: GroupContext,
  { conversationId, userId }: Of<'remove-member'>,
): Promise<GroupOutcome> {
  const { transaction, me } = context;
  if (userId === me) return leaveGroup(context, { kind: 'leave-group', conversationId });
  const group = await readGroup(transaction, conversationId);
  const mine = group?.roles.get(me);
  if (group === null || mine === undefined) return refused('not-found');
  const theirs = group.roles.get(userId);
  if (theirs === undefined)
    return mayManageGroup(mine) ? { status: 'changed', conversationId, change: null } : refused('not-allowed');
  if (!mayRemove(mine, theirs)) return refused('not-allowed');
  await deleteMember(context, { conversationId, userId, went: 'removed' });
  return changed(context, { conversationId, news: [{ kind: 'left', by: me, userId }], affected: [userId] });
}

async function leaveGroup(context: GroupContext, { conversationId }: Of<'leave-group'>): Promise<GroupOutcome> {
  const { transaction, me } = context;
  const group = await readGroup(transaction, conversationId);
  const mine = group?.roles.get(me);
  if (group === null || mine === undefined) return refused('not-found');
  if (isLastOwner(mine, ownersOf(group), group.roles.size)) return refused('last-owner');
  return { status: 'changed', conversationId, change: await leave(context, conversationId) };
}

async function setRole(context: GroupContext, { conversationId, userId, role }: Of<'set-role'>): Promise<GroupOutcome> {
  const { transaction, me } = context;
  const group = await readGroup(transaction, conversationId);
  const mine = group?.roles.get(me);
  if (group === null || mine === undefined) return refused('not-found');
  const from = group.roles.get(userId);
  if (from === undefined) return refused('not-found');
  if (!mayChangeRole(mine, { from, to: role })) return refused('not-allowed');
  if (from === role) return { status: 'changed', conversationId, change: null };
  if (from === 'owner' && isLastOwner(from, ownersOf(group), Infinity)) return refused('last-owner');
  await transaction
    .updateTable('member')
    .set({ role })
    .where('conversationId', '=', conversationId)
    .where('userId', '=', userId)
    .execute();
  return changed(context, { conversationId, news: [{ kind: 'role', by: me, userId, role }], affected: [userId] });
}

interface Changed {
  readonly conversationId: ConversationId;
  readonly news: readonly GroupNews[];
  readonly affected?: readonly UserId[];
  readonly fromChapter?: number | null;
  /** Up to this position of the log those who come have read everything. */
  readonly readTo?: number | null;
}

async function changed(context: GroupContext, what: Changed): Promise<GroupOutcome> {
  return { status: 'changed', conversationId: what.conversationId, change: await noted(context, what) };
}

async function noted(
  { transaction, nowMs }: Pick<GroupContext, 'transaction' | 'nowMs'>,
  { conversationId, news, affected = [], fromChapter = null, readTo = null }: Changed,
): Promise<GroupChange> {
  await note(transaction, { conversationId, news, nowMs, fromChapter: fromChapter ?? firstChapter, readTo });
  const group = await readGroup(transaction, conversationId);
  const members = [...new Set([...(group?.roles.keys() ?? []), ...affected])];
  return { conversationId, members, affected, fromChapter };
}

function refused(code: GroupRefusal): GroupOutcome {
  return { status: 'refused', code };
}

interface Group {
  readonly conversationId: ConversationId;
  readonly title: string | null;
  readonly description: string;
  readonly history: 'all' | 'from-joining';
  readonly roles: ReadonlyMap<UserId, GroupRole>;
}

/** Null when it is none. */
async function readGroup(transaction: DirectoryDatabase, conversationId: ConversationId): Promise<Group | null> {
  const row = await transaction
    .selectFrom('conversation')
    .select(['title', 'description', 'history'])
    .where('conversationId', '=', conversationId)
    .where('kind', '=', 'group')
    .executeTakeFirst();
  if (row === undefined) return null;
  const members = await transaction
    .selectFrom('member')
    .select(['userId', 'role'])
    .where('conversationId', '=', conversationId)
    .execute();
  return { conversationId, ...row, roles: new Map(members.map(({ userId, role }) => [userId, role])) };
}

function ownersOf({ roles }: Group): number {
  return [...roles.values()].filter((role) => role === 'owner').length;
}

async function isThere(transaction: DirectoryDatabase, conversationId: ConversationId): Promise<boolean> {
  const row = await transaction
    .selectFrom('conversation')
    .select('conversationId')
    .where('conversationId', '=', conversationId)
    .executeTakeFirst();
  return row !== undefined;
}

interface Wanted {
  readonly conversationId: ConversationId;
  readonly userIds: readonly UserId[];
}

/**
 * Those of these whom I may bring into it: who take part here, have not blocked me, are contacts where only contacts
 * may write to each other, and have not left it by themselves.
 */
async function reachable(
  { transaction, me, settings }: GroupContext,
  { conversationId, userIds }: Wanted,
): Promise<UserId[]> {
  if (userIds.length === 0) return [];
  const active = transaction
    .selectFrom('person')
    .select('person.userId')
    .where('person.userId', 'in', userIds)
    .where('person.state', '=', 'active')
    .where('person.userId', 'not in', (block) =>
      block.selectFrom('block').select('block.userId').where('block.blockedId', '=', me),
    )
    .where('person.userId', 'not in', (former) =>
      former
        .selectFrom('formerMember')
        .select('formerMember.userId')
        .where('formerMember.conversationId', '=', conversationId)
        .where('formerMember.went', '=', 'left'),
    );
  const rows = await (
    settings.whoMayWrite === 'anyone'
      ? active
      : active.where('person.userId', 'in', (contact) =>
          contact.selectFrom('contact').select('contact.otherId').where('contact.userId', '=', me),
        )
  ).execute();
  const there = new Set(rows.map(({ userId }) => userId));
  return userIds.filter((userId) => there.has(userId));
}

async function insertMembers(
  transaction: DirectoryDatabase,
  rows: readonly {
    readonly conversationId: ConversationId;
    readonly userId: UserId;
    readonly role: GroupRole;
    readonly sinceMs: number;
    readonly fromChapter?: number;
  }[],
): Promise<void> {
  await transaction.insertInto('member').values(rows).execute();
}

async function deleteMember(
  { transaction, nowMs }: Pick<GroupContext, 'transaction' | 'nowMs'>,
  { conversationId, userId, went }: Former & { readonly went: 'left' | 'removed' },
): Promise<void> {
  await transaction
    .deleteFrom('member')
    .where('conversationId', '=', conversationId)
    .where('userId', '=', userId)
    .execute();
  await transaction
    .updateTable('formerMember')
    .set({ went, wentAtMs: nowMs })
    .where('conversationId', '=', conversationId)
    .where('userId', '=', userId)
    .execute();
}

/** Whoever ends their account leaves every group as by themselves. A part of ending it, in its transaction. */
export async function leaveGroups(
  context: Pick<GroupContext, 'transaction' | 'me' | 'nowMs'>,
): Promise<readonly GroupChange[]> {
  const { transaction, me } = context;
  const groups = await transaction
    .selectFrom('member')
    .innerJoin('conversation', 'conversation.conversationId', 'member.conversationId')
    .select('member.conversationId')
    .where('member.userId', '=', me)
    .where('conversation.kind', '=', 'group')
    .execute();
  const changes: GroupChange[] = [];
  for (const { conversationId } of groups) changes.push(await leave(context, conversationId));
  return changes;
}

async function leave(
  context: Pick<GroupContext, 'transaction' | 'me' | 'nowMs'>,
  conversationId: ConversationId,
): Promise<GroupChange> {
  const { me } = context;
  await deleteMember(context, { conversationId, userId: me, went: 'left' });
  return noted(context, { conversationId, news: [{ kind: 'left', by: me, userId: me }], affected: [me] });
}

/** A group that would be left to nobody if this person went; null when there is none. */
export async function findLastOwned(database: DirectoryDatabase, userId: UserId): Promise<ConversationId | null> {
  const owned = await database
    .selectFrom('member')
    .select('conversationId')
    .where('userId', '=', userId)
    .where('role', '=', 'owner')
    .execute();
  for (const { conversationId } of owned) {
    const group = await readGroup(database, conversationId);
    if (group !== null && isLastOwner('owner', ownersOf(group), group.roles.size)) return conversationId;
  }
  return null;
}
