// Beginning a conversation with somebody, or a group, with or without a network: it is in the list and may be written at once, its
// command waits in the queue, and its document goes to the server only after the server knows of it.
// Promises: once it has begun, a killed browser knows of it still, unless this device keeps nothing.
import { asText } from '../as-text.ts';
import type { Clock } from '../../../shared/clock.ts';
import { chapterName, firstChapter } from '../../../shared/conversation/document-name.ts';
import {
  directConversationId,
  idBytes,
  mintConversationId,
  type CommandId,
  type ConversationId,
  type UserId,
} from '../../../shared/ids.ts';
import { parseDisplayName } from '../../../shared/rules/display-name.ts';
import { maxGroupMembers } from '../../../shared/rules/group-roles.ts';
import type { Command } from '../../../shared/protocol/commands.ts';
import type { Commands } from '../commands/open-commands.ts';
import type { KeptStore } from '../disk/kept-store.ts';
import type { ConversationTable } from '../inbox/conversation-table.ts';
import type { Inbox } from '../inbox/open-inbox.ts';
import type { Link } from '../link/open-link.ts';
import type { Member, Messenger, Person } from '../messenger.ts';
import type { KnownPeople } from '../people/known-people.ts';
import type { Platform } from '../platform.ts';

export interface BegunConversationsOptions {
  readonly platform: Pick<Platform, 'randomBytes'>;
  readonly clock: Pick<Clock, 'now'>;
  readonly me: Person;
  readonly link: Pick<Link, 'hold' | 'letGo'>;
  readonly commands: Commands;
  readonly table: Pick<ConversationTable, 'has' | 'begin' | 'markBegun' | 'confirm' | 'drop' | 'summaries'>;
  readonly inbox: Pick<Inbox, 'refresh'>;
  readonly people: KnownPeople;
  readonly kept: Pick<KeptStore, 'whenStored'>;
  /** Whether one may write to people who have not agreed to it. */
  readonly mayAnyoneWrite: () => boolean;
  /** Writes a first message into a conversation. */
  readonly say: (conversationId: ConversationId, text: string) => Promise<void>;
}

export interface BegunConversations {
  startDirect: Messenger['startDirect'];
  requestContact: Messenger['requestContact'];
  createGroup: Messenger['createGroup'];
  stop(): void;
}

export function openBegunConversations(options: BegunConversationsOptions): BegunConversations {
  const { platform, clock, me, link, commands, table, inbox, people, kept, say, mayAnyoneWrite } = options;
  /** Each with the commands that are to begin it. */
  const held = new Map<ConversationId, Set<CommandId>>();
  const follow = () => {
    const begun = new Map<ConversationId, CommandId[]>();
    for (const { commandId, command } of commands.pending.get()) {
      const id = idOf(command, me.userId);
      if (id !== null) begun.set(id, [...(begun.get(id) ?? []), commandId]);
    }
    const news = [...begun.keys()].filter((id) => !held.has(id));
    for (const id of news) hold(id);
    if (news.length > 0) table.markBegun(news); // they may be another tab's
    for (const [id, ids] of held) {
      const pending = begun.get(id);
      if (pending === undefined) settle(id, ids);
      else for (const commandId of pending) ids.add(commandId);
    }
  };
  const hold = (conversationId: ConversationId) => {
    held.set(conversationId, new Set());
    link.hold(chapterName({ conversationId, chapter: firstChapter }));
  };
  const settle = (conversationId: ConversationId, ids: ReadonlySet<CommandId>) => {
    held.delete(conversationId);
    // An older refusal, which nobody has seen yet, says nothing of these; and one that was taken has begun it.
    const refused = new Set(commands.failed.get().map(({ commandId }) => commandId));
    if ([...ids].every((id) => refused.has(id))) table.drop(conversationId);
    else table.confirm(conversationId);
    link.letGo(chapterName({ conversationId, chapter: firstChapter }));
    void inbox.refresh();
  };
  const stop = commands.pending.subscribe(follow);
  follow();
  const isAwaited = (conversationId: ConversationId) =>
    table.summaries.get().some((summary) => summary.conversationId === conversationId && summary.isAwaited);
  const begunNow = () => ({ ...nothingSaid, former: [], since: clock.now() });
  const beginDirect = (other: Person) => {
    const conversationId = directConversationId(me.userId, other.userId);
    table.begin({
      conversationId,
      kind: 'direct',
      title: null,
      ...begunNow(),
      members: [...new Set([me, other])].map(asMember),
    });
  };
  const startDirect: Messenger['startDirect'] = async (userId) => {
    const conversationId = directConversationId(me.userId, userId);
    if (!table.has(conversationId)) {
      const other = userId === me.userId ? me : people.get(userId);
      if (other === null) return { status: 'failed', code: 'not-found' };
      beginDirect(other);
      commands.submit({ kind: 'open-direct', userId });
    } else if (isAwaited(conversationId) && mayAnyoneWrite()) commands.submit({ kind: 'open-direct', userId });
    // Before anything can be said in it: a message whose conversation is forgotten would go nowhere.
    await kept.whenStored();
    return { status: 'ok', conversationId };
  };
  return {
    startDirect,
    async requestContact(userId, text) {
      const first = asText(text).trim();
      const other = people.get(userId);
      if (other === null) return { status: 'failed', code: 'not-found' };
      const conversationId = directConversationId(me.userId, userId);
      const isNew = !table.has(conversationId);
      const mayWrite = isNew || (isAwaited(conversationId) && !mayAnyoneWrite());
      if (mayAnyoneWrite()) await startDirect(userId);
      else beginDirect(other);
      commands.submit({ kind: 'request-contact', userId, text: first });
      await kept.whenStored();
      // Elsewhere they have met before, and the request alone carries it: one that they have parted in takes no message.
      if (mayWrite && first !== '') await say(conversationId, first);
      return { status: 'ok', conversationId };
    },
    async createGroup({ title, userIds, history }) {
      const name = parseDisplayName(title);
      if (name === null) return { status: 'failed', code: 'name-invalid' };
      const others = userIds.filter((userId) => userId !== me.userId);
      if (others.length >= maxGroupMembers) return { status: 'failed', code: 'group-full' };
      const conversationId = mintConversationId(platform.randomBytes(idBytes));
      const known = others.flatMap((userId) => people.get(userId) ?? []);
      const members = [{ ...copy(me), role: 'owner' as const }, ...known.map(asMember)];
      table.begin({ conversationId, kind: 'group', title: name, ...begunNow(), history, members });
      commands.submit({ kind: 'create-group', conversationId, title: name, userIds: [...new Set(others)], history });
      await kept.whenStored();
      return { status: 'ok', conversationId };
    },
    stop,
  };
}

const nothingSaid = { picture: null, description: '', history: 'all' } as const;

/** The conversations that the server has not heard of. */
export function begunIn(commands: Pick<Commands, 'pending'>, me: UserId): ConversationId[] {
  return commands.pending.get().flatMap(({ command }) => idOf(command, me) ?? []);
}

/** The conversation that a command begins; null when it begins none. */
function idOf(command: Command, me: UserId): ConversationId | null {
  if (command.kind === 'create-group') return command.conversationId;
  const beginsDirect = command.kind === 'open-direct' || command.kind === 'request-contact';
  return beginsDirect ? directConversationId(me, command.userId) : null;
}

function asMember(person: Person): Member {
  return { ...copy(person), role: 'member' };
}

function copy({ userId, name, handle, picture }: Person): Person {
  return { userId, name, handle, picture };
}
