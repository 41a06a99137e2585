// The list of conversations, live: painted from this device at once, then from the server, then from open replicas.
// Asks the server at the start, when the link opens and when the server says that something changed.
import * as v from 'valibot';
import { conversationsAnswer, type ConversationSummary as ServerSummary } from '../../../shared/protocol/people-api.ts';
import type { Api } from '../api/api.ts';
import type { FailureCode } from '../api/request.ts';
import type { ConversationSummary, Readable } from '../messenger.ts';
import type { Platform } from '../platform.ts';
import { makeWritable } from '../writable.ts';
import type { ConversationId } from '../../../shared/ids.ts';
import type { TimelineItem } from '../../../shared/conversation/timeline.ts';
import { Summaries } from './summaries.ts';

export interface ConversationList {
  readonly summaries: Readable<readonly ConversationSummary[]>;
  chapterOf(conversationId: ConversationId): number;
  /** Asks the server, once more after the answer when asked meanwhile. */
  refresh(): void;
  take(answer: ServerSummary): void;
  takeNewest(conversationId: ConversationId, newest: TimelineItem): void;
  close(): void;
}

export interface ConversationListOptions {
  readonly platform: Pick<Platform, 'schedule' | 'store'>;
  readonly api: Pick<Api, 'listConversations'>;
  /** Under which the list is kept on this device. */
  readonly storeKey: string;
  readonly onFailure: (code: FailureCode) => void;
}

/** Messages may come by the hundred; the kept list may be this much behind after a crash. */
const keepDelayMs = 1_000;
/** When the server answered but could not say. With no answer at all, the link's return asks again. */
const retryDelayMs = 5_000;

export function openConversationList({
  platform,
  api,
  storeKey,
  onFailure,
}: ConversationListOptions): ConversationList {
  const rows = new Summaries();
  rows.takeAll(readKept(platform, storeKey));
  const summaries = makeWritable(rows.list);
  let cancelKeep: (() => void) | null = null;
  let cancelRetry: () => void = () => undefined;
  let asking: 'no' | 'yes' | 'once-more' = 'no';
  const keep = () => {
    cancelKeep = null;
    platform.store.write(storeKey, { conversations: rows.toKeep() });
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
        cancelRetry = platform.schedule(retryDelayMs, refresh);
    }
    tell();
  };
  const refresh = () => {
    asking = asking === 'no' ? 'yes' : 'once-more';
    if (asking === 'once-more') return;
    cancelRetry();
    void ask().finally(() => {
      const isWanted = asking === 'once-more';
      asking = 'no';
      if (isWanted) refresh();
    });
  };
  return {
    summaries,
    chapterOf: (conversationId) => rows.chapterOf(conversationId),
    refresh,
    take(answer) {
      rows.take(answer);
      tell();
    },
    takeNewest(conversationId, newest) {
      rows.takeNewest(conversationId, newest);
      tell();
    },
    close() {
      cancelRetry();
      if (cancelKeep === null) return;
      cancelKeep();
      keep();
    },
  };
}

function readKept({ store }: Pick<Platform, 'store'>, storeKey: string): readonly ServerSummary[] {
  const parsed = v.safeParse(conversationsAnswer, store.read(storeKey));
  return parsed.success ? parsed.output.conversations : [];
}
