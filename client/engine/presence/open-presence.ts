// Who is there and who writes, as far as the screens ask. Lives as long as the link: with none, nothing is known.
// Promises: the server is told whom the screens of this tab show, once for many changes, and that this person writes at
// most every three seconds.
import type { ConversationId, UserId } from '../../../shared/ids.ts';
import {
  maxWatched,
  typingEveryMs,
  typingShownMs,
  type DeviceSignal,
  type PersonPresence,
} from '../../../shared/protocol/presence.ts';
import type { LinkSignal } from '../../../shared/protocol/signals.ts';
import type { Link } from '../link/open-link.ts';
import type { ConversationSummary, PresenceView, Readable } from '../messenger.ts';
import type { Platform } from '../platform.ts';
import { makeWritable } from '../writable.ts';

export interface Presence extends PresenceView {
  close(): void;
}

export interface PresenceOptions {
  readonly platform: Pick<Platform, 'schedule' | 'nowMs' | 'onIdle'>;
  readonly link: Pick<Link, 'state' | 'onSignal' | 'tell'>;
  readonly conversations: Readable<readonly ConversationSummary[]>;
}

/** Somebody who writes. */
interface Typist {
  /** The newest message when they were last heard to write. */
  readonly beforeAt: number;
  readonly cancel: () => void;
}

/** Rows come into view one after the other. */
const watchDelayMs = 100;

export function openPresence({ platform, link, conversations }: PresenceOptions): Presence {
  const known = new Map<UserId, PersonPresence>();
  const watches = new Map<symbol, readonly UserId[]>();
  const typing = new Map<ConversationId, Map<UserId, Typist>>();
  const told = new Map<ConversationId, number>();
  const changes = makeWritable(0);
  let isActive = true;
  let cancelWatch: (() => void) | null = null;
  const change = () => changes.set(changes.get() + 1);
  const tell = (signal: DeviceSignal) => {
    if (link.state.get().status === 'online') link.tell(signal);
  };
  const tellWatches = () => {
    cancelWatch = null;
    const userIds = [...new Set([...watches.values()].flat())].slice(0, maxWatched);
    for (const userId of known.keys()) if (!userIds.includes(userId)) known.delete(userId);
    tell({ kind: 'watch', userIds });
  };
  const watchSoon = () => (cancelWatch ??= platform.schedule(watchDelayMs, tellWatches));
  const stopTyping = (conversationId: ConversationId, userId: UserId) => {
    const typists = typing.get(conversationId);
    typists?.get(userId)?.cancel();
    typists?.delete(userId);
    if (typists?.size === 0) typing.delete(conversationId);
  };
  const newestOf = (id: ConversationId) =>
    conversations.get().find(({ conversationId }) => conversationId === id)?.lastMessage ?? null;
  /** What somebody has written is there: it must not stand behind the word that they write it. */
  const endWritten = () => {
    for (const [conversationId, typists] of typing) {
      const newest = newestOf(conversationId);
      for (const [userId, { beforeAt }] of typists) {
        if (newest?.author !== userId || newest.at <= beforeAt) continue;
        stopTyping(conversationId, userId);
        change();
      }
    }
  };
  const hear = (signal: LinkSignal) => {
    if (signal.kind === 'presence') for (const person of signal.people) known.set(person.userId, person);
    else if (signal.kind === 'typing') {
      const { conversationId, userId } = signal;
      stopTyping(conversationId, userId);
      const typists = typing.get(conversationId) ?? new Map<UserId, Typist>();
      typing.set(conversationId, typists);
      const end = () => {
        stopTyping(conversationId, userId);
        change();
      };
      const beforeAt = newestOf(conversationId)?.at ?? 0;
      typists.set(userId, { beforeAt, cancel: platform.schedule(typingShownMs, end) });
    } else return;
    change();
  };
  const follow = () => {
    if (link.state.get().status === 'online') {
      if (!isActive) tell({ kind: 'active', isActive });
      return tellWatches();
    }
    if (known.size === 0) return;
    known.clear(); // nobody knows
    change();
  };
  const stops = [
    link.onSignal(hear),
    link.state.subscribe(follow),
    conversations.subscribe(endWritten),
    platform.onIdle((isIdle) => {
      isActive = !isIdle;
      tell({ kind: 'active', isActive });
    }),
  ];
  return {
    of: (userId) => known.get(userId) ?? null,
    changes,
    watch(userIds) {
      const key = Symbol('watch');
      watches.set(key, userIds);
      watchSoon();
      return () => {
        watches.delete(key);
        watchSoon();
      };
    },
    typists: (conversationId) => [...(typing.get(conversationId)?.keys() ?? [])],
    noteTyping(conversationId) {
      const nowMs = platform.nowMs();
      if (nowMs - (told.get(conversationId) ?? -Infinity) < typingEveryMs) return;
      told.set(conversationId, nowMs);
      tell({ kind: 'typing', conversationId });
    },
    close() {
      for (const stop of stops) stop();
      cancelWatch?.();
      for (const typists of typing.values()) for (const { cancel } of typists.values()) cancel();
    },
  };
}
