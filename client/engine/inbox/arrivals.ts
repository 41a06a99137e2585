// Tells when somebody else's message has just come, whether or not its conversation is open here.
// Promises: nothing of what is caught up with after a start or a lost link, of what was fetched from the past, written by
// one's own devices, marked as unread again, or read on another device within a moment, or that does not call for this
// person: see `shared/rules/calls.ts`.
import type { ConversationId, UserId } from '../../../shared/ids.ts';
import type { ConversationSummary, Readable } from '../messenger.ts';
import type { Platform } from '../platform.ts';

export interface Arrivals {
  /** Called with each conversation in which something came. */
  onArrival(listener: (conversationId: ConversationId) => void): () => void;
  close(): void;
}

export interface ArrivalsOptions {
  readonly platform: Pick<Platform, 'schedule'>;
  readonly me: UserId;
  readonly conversations: Readable<readonly ConversationSummary[]>;
  /** Whether all is known that happened while there was no link. */
  readonly isCaughtUp: Readable<boolean>;
  readonly calls: (row: ConversationSummary, isMentioned: boolean) => boolean;
}

type Known = Pick<ConversationSummary, 'unread' | 'mentions' | 'lastMessage'>;

/** So long another device has to say that it was read there. */
const graceMs = 500;
/** Where a document brings a message before the inbox has counted it. What is not counted by then was read at once. */
const countWithinMs = 5_000;

export function openArrivals({ platform, me, conversations, isCaughtUp, calls }: ArrivalsOptions): Arrivals {
  const listeners = new Set<(conversationId: ConversationId) => void>();
  const known = new Map<ConversationId, Known>();
  const uncounted = new Map<ConversationId, () => void>();
  let cancelSettle: (() => void) | null = null;
  const note = (row: ConversationSummary) => {
    known.set(row.conversationId, row);
    uncounted.get(row.conversationId)?.();
    uncounted.delete(row.conversationId);
  };
  const noteAll = () => {
    cancelSettle?.();
    cancelSettle = null;
    for (const row of conversations.get()) note(row);
  };
  const noteLater = (id: ConversationId) => {
    const noteNow = () => conversations.get().forEach((row) => row.conversationId === id && note(row));
    if (!uncounted.has(id)) uncounted.set(id, platform.schedule(countWithinMs, noteNow));
  };
  const settle = () => {
    cancelSettle = null;
    for (const row of conversations.get()) {
      const { conversationId } = row;
      const news = newsIn(known.get(conversationId), row, me);
      const isMentioned = row.mentions > (known.get(conversationId)?.mentions ?? 0);
      if (news === 'uncounted') noteLater(conversationId);
      else note(row);
      if (news === 'arrived' && calls(row, isMentioned)) for (const listener of listeners) listener(conversationId);
    }
  };
  const follow = () => {
    if (isCaughtUp.get()) cancelSettle ??= platform.schedule(graceMs, settle);
    else noteAll();
  };
  const stops = [conversations.subscribe(follow), isCaughtUp.subscribe(noteAll)];
  noteAll();
  return {
    onArrival(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close() {
      cancelSettle?.();
      for (const cancel of uncounted.values()) cancel();
      for (const stop of stops) stop();
    },
  };
}

/** `arrived`: more is unread than before, and the newest message is another's and new. */
function newsIn(
  known: Known | undefined,
  { unread, lastMessage }: Known,
  me: UserId,
): 'arrived' | 'uncounted' | 'nothing' {
  const isNew = lastMessage !== null && lastMessage.at > (known?.lastMessage?.at ?? -Infinity);
  if (!isNew || lastMessage.author === me) return 'nothing';
  return unread > (known?.unread ?? 0) ? 'arrived' : 'uncounted';
}
