// Which conversations are open on this device. Each is open once, however many ask for it;
// one that nobody needs any more lingers, so that going back and forth costs nothing.
import type { ConversationId } from '../../../shared/ids.ts';
import type { Platform } from '../platform.ts';
import type { LiveConversation } from './open-live-conversation.ts';

export interface ConversationPool {
  /** Every `take` needs one `release`. `isShown`: somebody looks at it; else it is followed in the background. */
  take(conversationId: ConversationId, isShown?: boolean): Taken;
  /** The conversation, if it is open. */
  openOne(conversationId: ConversationId): LiveConversation | null;
  /** Asks the server again about a conversation that it denied, if it is open. */
  askAgain(conversationId: ConversationId): void;
  /** Closes it as soon as nobody shows it, and settles then. */
  forget(conversationId: ConversationId): Promise<void>;
  close(): Promise<void>;
}

export interface Taken {
  readonly live: LiveConversation;
  readonly release: () => void;
}

/** After the last release: most people come back at once or not at all. */
export const lingerMs = 30_000;

interface Entry {
  readonly live: LiveConversation;
  users: number;
  /** How many of the users show it. */
  shown: number;
  cancelLinger: () => void;
  /** Told when it is closed, which is not put off any more. */
  onClosed: (() => void)[];
}

export function makeConversationPool(
  platform: Pick<Platform, 'schedule'>,
  open: (conversationId: ConversationId) => LiveConversation,
): ConversationPool {
  const entries = new Map<ConversationId, Entry>();
  const closing = new Set<Promise<void>>();
  const close = (conversationId: ConversationId, { live, cancelLinger, onClosed }: Entry) => {
    cancelLinger();
    entries.delete(conversationId);
    const closed = live.close().finally(() => {
      closing.delete(closed);
      for (const tell of onClosed) tell();
    });
    closing.add(closed);
  };
  const count = (entry: Entry, change: 1 | -1, isShown: boolean) => {
    entry.users += change;
    if (!isShown) return;
    entry.shown += change;
    entry.live.want(entry.shown > 0);
  };
  const release = (conversationId: ConversationId, entry: Entry, isShown: boolean) => {
    count(entry, -1, isShown);
    if (entry.users > 0 || entries.get(conversationId) !== entry) return;
    if (entry.onClosed.length > 0) return close(conversationId, entry);
    entry.cancelLinger = platform.schedule(lingerMs, () => close(conversationId, entry));
  };
  return {
    take(conversationId, isShown = false) {
      const entry = entries.get(conversationId) ?? {
        live: open(conversationId),
        users: 0,
        shown: 0,
        cancelLinger: () => undefined,
        onClosed: [],
      };
      entry.cancelLinger();
      count(entry, 1, isShown);
      entries.set(conversationId, entry);
      let isReleased = false;
      return {
        live: entry.live,
        release() {
          if (isReleased) return;
          isReleased = true;
          release(conversationId, entry, isShown);
        },
      };
    },
    openOne: (conversationId) => entries.get(conversationId)?.live ?? null,
    askAgain: (conversationId) => entries.get(conversationId)?.live.askAgain(),
    forget(conversationId) {
      const entry = entries.get(conversationId);
      if (entry === undefined) return Promise.resolve();
      return new Promise((resolve) => {
        entry.onClosed.push(resolve);
        if (entry.users === 0) close(conversationId, entry);
      });
    },
    async close() {
      for (const [conversationId, entry] of entries) close(conversationId, entry);
      await Promise.all(closing);
    },
  };
}
