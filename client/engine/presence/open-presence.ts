// Who is there and who writes, as far as the screens ask. Lives as long as the link: with none, nothing is known.
// Promises: a word about one person or one conversation tells those alone who follow that one; the server is told whom
// the screens of this tab show, once for many changes, and that this person writes at most every three seconds.
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
import { makeWritable, type Writable } from '../writable.ts';

export interface Presence extends PresenceView {
  close(): void;
}

export interface PresenceOptions {
  readonly platform: Pick<Platform, 'schedule' | 'nowMs' | 'onIdle' | 'onAttention' | 'timeZone'>;
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
  const known = new Map<UserId, Writable<PersonPresence | null>>();
  const watches = new Map<symbol, readonly UserId[]>();
  const typists = new Map<ConversationId, Writable<readonly UserId[]>>();
  const writing = new Map<ConversationId, Map<UserId, Typist>>();
  const told = new Map<ConversationId, number>();
  let isActive = true;
  let isHere = true;
  let cancelWatch: (() => void) | null = null;
  const presenceOf = (userId: UserId) => getOrMake(known, userId, () => makeWritable<PersonPresence | null>(null));
  const typistsIn = (conversationId: ConversationId) =>
    getOrMake(typists, conversationId, () => makeWritable<readonly UserId[]>([]));
  const tell = (signal: DeviceSignal) => {
    if (link.state.get().status === 'online') link.tell(signal);
  };
  const tellWatches = () => {
    cancelWatch = null;
    const userIds = [...new Set([...watches.values()].flat())].slice(0, maxWatched);
    const watched = new Set(userIds);
    for (const [userId, presence] of known) if (!watched.has(userId)) presence.set(null);
    tell({ kind: 'watch', userIds });
  };
  const watchSoon = () => (cancelWatch ??= platform.schedule(watchDelayMs, tellWatches));
  const newestOf = (id: ConversationId) =>
    conversations.get().find(({ conversationId }) => conversationId === id)?.lastMessage ?? null;
  const stopTyping = (conversationId: ConversationId, userId: UserId) => {
    const writers = writing.get(conversationId);
    writers?.get(userId)?.cancel();
    writers?.delete(userId);
    if (writers?.size === 0) writing.delete(conversationId);
    const shown = typistsIn(conversationId);
    shown.set(shown.get().filter((one) => one !== userId));
  };
  const hearTyping = (conversationId: ConversationId, userId: UserId) => {
    const writers = getOrMake(writing, conversationId, () => new Map<UserId, Typist>());
    writers.get(userId)?.cancel();
    const cancel = platform.schedule(typingShownMs, () => stopTyping(conversationId, userId));
    writers.set(userId, { beforeAt: newestOf(conversationId)?.at ?? 0, cancel });
    const shown = typistsIn(conversationId);
    if (!shown.get().includes(userId)) shown.set([...shown.get(), userId]);
  };
  /** What somebody has written is there: it must not stand behind the word that they write it. */
  const endWritten = () => {
    for (const [conversationId, writers] of writing) {
      const newest = newestOf(conversationId);
      for (const [userId, { beforeAt }] of writers) {
        if (newest?.author === userId && newest.at > beforeAt) stopTyping(conversationId, userId);
      }
    }
  };
  const hear = (signal: LinkSignal) => {
    if (signal.kind === 'presence') for (const person of signal.people) presenceOf(person.userId).set(person);
    else if (signal.kind === 'typing') hearTyping(signal.conversationId, signal.userId);
  };
  const follow = () => {
    if (link.state.get().status === 'online') {
      if (!isActive) tell({ kind: 'active', isActive });
      if (!isHere) tell({ kind: 'attention', isHere });
      tell({ kind: 'zone', timeZone: platform.timeZone() });
      return tellWatches();
    }
    for (const presence of known.values()) presence.set(null); // nobody knows
  };
  const stops = [
    link.onSignal(hear),
    link.state.subscribe(follow),
    conversations.subscribe(endWritten),
    platform.onIdle((isIdle) => {
      isActive = !isIdle;
      tell({ kind: 'active', isActive });
    }),
    platform.onAttention((is) => {
      isHere = is;
      tell({ kind: 'attention', isHere });
    }),
  ];
  return {
    of: presenceOf,
    watch(userIds) {
      const key = Symbol('watch');
      watches.set(key, userIds);
      watchSoon();
      return () => {
        watches.delete(key);
        watchSoon();
      };
    },
    typists: typistsIn,
    noteTyping(conversationId) {
      const nowMs = platform.nowMs();
      if (nowMs - (told.get(conversationId) ?? -Infinity) < typingEveryMs) return;
      told.set(conversationId, nowMs);
      tell({ kind: 'typing', conversationId });
    },
    close() {
      for (const stop of stops) stop();
      cancelWatch?.();
      for (const writers of writing.values()) for (const { cancel } of writers.values()) cancel();
    },
  };
}

function getOrMake<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
