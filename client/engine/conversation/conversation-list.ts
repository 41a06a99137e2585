// The list of conversations, live: painted from this device at once, then from the server, then from open replicas.
// Asks the server at the start, when the link opens and when the server says that something changed.
import * as v from 'valibot';
import { conversationsAnswer, type ConversationSummary as ServerSummary } from '../../../shared/protocol/people-api.ts';
import type { Api } from '../api/api.ts';
import type { FailureCode } from '../api/request.ts';
import type { KeptStore } from '../disk/kept-store.ts';
import type { ConversationSummary, Person, Readable } from '../messenger.ts';
import type { Platform } from '../platform.ts';
import { makeWritable } from '../writable.ts';
import { firstChapter } from '../../../shared/conversation/document-name.ts';
import type { ConversationId } from '../../../shared/ids.ts';
import type { TimelineItem } from '../../../shared/conversation/timeline.ts';
import type { KnownChapter } from './open-live-conversation.ts';
import { Summaries } from './summaries.ts';

export interface ConversationList {
  readonly summaries: Readable<readonly ConversationSummary[]>;
  chaptersOf(conversationId: ConversationId): Readable<readonly KnownChapter[]>;
  /** Whether it is there and not closed: not this person's any more, or refused. */
  has(conversationId: ConversationId): boolean;
  /** Asks the server, once more after the answer when asked meanwhile. Settles when it has answered, or cannot. */
  refresh(): Promise<void>;
  /** A conversation of these people that begins on this device; it is kept at once. */
  begin(conversationId: ConversationId, members: readonly Person[]): void;
  /** The server has refused to begin it. */
  drop(conversationId: ConversationId): void;
  /** Another tab has begun these. */
  readBegun(conversationIds: readonly ConversationId[]): void;
  takeNewest(conversationId: ConversationId, newest: TimelineItem): void;
  close(): void;
}

export interface ConversationListOptions {
  readonly platform: Pick<Platform, 'schedule'>;
  readonly api: Pick<Api, 'listConversations'>;
  readonly kept: KeptStore;
  /** Those that were begun on this device and that the server has not heard of. */
  readonly begun: readonly ConversationId[];
  readonly onFailure: (code: FailureCode) => void;
  /** Whether this device holds anything in it that the server does not have. */
  readonly holdsUnsent: (conversationId: ConversationId) => Promise<boolean>;
}

const storeKey = 'conversations';
/** Messages may come by the hundred; the kept list may be this much behind after a crash. */
const keepDelayMs = 1_000;
/** When the server answered but could not say. With no answer at all, the link's return asks again. */
const retryDelayMs = 5_000;

export function openConversationList({
  platform,
  api,
  kept,
  begun,
  onFailure,
  holdsUnsent,
}: ConversationListOptions): ConversationList {
  const rows = new Summaries();
  rows.takeAll(readKept(kept));
  rows.markBegun(begun);
  const summaries = makeWritable(rows.list);
  let cancelKeep: (() => void) | null = null;
  let cancelRetry: () => void = () => undefined;
  let asking: Promise<void> | null = null;
  let isWantedAgain = false;
  let isClosed = false;
  const keep = () => {
    cancelKeep = null;
    kept.write(storeKey, { conversations: rows.toKeep() });
  };
  const keepNow = () => {
    if (cancelKeep === null) return;
    cancelKeep();
    keep();
  };
  const tell = () => {
    if (summaries.get() === rows.list) return;
    summaries.set(rows.list);
    cancelKeep ??= platform.schedule(keepDelayMs, keep);
  };
  const ask = async () => {
    const answer = await api.listConversations();
    if (answer.status === 'ok') rows.takeAll(answer.value.conversations);
    else {
      onFailure(answer.code);
      if (answer.code !== 'offline' && answer.code !== 'not-signed-in')
        cancelRetry = platform.schedule(retryDelayMs, () => void refresh());
    }
    tell();
    forgetClosed();
  };
  /** One that is closed goes when nothing is lost with it; else its messages could not be reached any more. */
  const forgetClosed = () => {
    if (isClosed) return; // what this person kept here may be on its way out
    for (const conversationId of rows.closed) void forgetUnlessUnsent(conversationId);
  };
  const forgetUnlessUnsent = async (conversationId: ConversationId) => {
    if (await holdsUnsent(conversationId)) return;
    rows.forget(conversationId);
    tell();
  };
  const askUntilQuiet = async () => {
    try {
      do {
        isWantedAgain = false;
        cancelRetry();
        await ask();
      } while (isWantedAgain);
    } finally {
      asking = null; // in the same turn as the last look at whether it is wanted again
    }
  };
  const refresh = (): Promise<void> => {
    isWantedAgain = true;
    return (asking ??= askUntilQuiet());
  };
  return {
    summaries,
    chaptersOf: (conversationId) =>
      makeWritable([{ chapter: rows.chapterOf(conversationId), onTime: null, late: null, entries: 0 }]),
    has: (conversationId) => rows.has(conversationId),
    refresh,
    begin(conversationId, members) {
      const nothing = { kind: 'direct', title: null, lastMessage: null, chapter: firstChapter } as const;
      rows.begin({ conversationId, members: [...members], ...nothing });
      tell();
      keepNow();
    },
    drop(conversationId) {
      rows.drop(conversationId);
      tell();
      forgetClosed();
    },
    readBegun(conversationIds) {
      for (const answer of readKept(kept)) {
        if (conversationIds.includes(answer.conversationId)) rows.begin(answer);
      }
      tell();
    },
    takeNewest(conversationId, newest) {
      rows.takeNewest(conversationId, newest);
      tell();
    },
    close() {
      isClosed = true;
      cancelRetry();
      keepNow();
    },
  };
}

function readKept(kept: Pick<KeptStore, 'read'>): readonly ServerSummary[] {
  const parsed = v.safeParse(conversationsAnswer, kept.read(storeKey));
  return parsed.success ? parsed.output.conversations : [];
}
