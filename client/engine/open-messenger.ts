// The engine's own composition: link, list, conversations and clock, put together into what the screens may ask.
// Promises what messenger.ts says. Works the same with no network; what the server must decide answers `offline`.
import { makeClock } from '../../shared/clock.ts';
import type { Me } from '../../shared/protocol/people-api.ts';
import type { LinkSignal } from '../../shared/protocol/signals.ts';
import type { ConversationId } from '../../shared/ids.ts';
import type { Api } from './api/api.ts';
import { openConversationList } from './conversation/conversation-list.ts';
import { makeConversationPool, type Taken } from './conversation/conversation-pool.ts';
import { followNewest } from './conversation/follow-newest.ts';
import { openLiveConversation } from './conversation/open-live-conversation.ts';
import { makeStorageKeeper } from './disk/storage-keeper.ts';
import { openDrafts } from './drafts/open-drafts.ts';
import { openLink } from './link/open-link.ts';
import type { Messenger, OpenConversation } from './messenger.ts';
import type { Platform } from './platform.ts';

export interface MessengerOptions {
  readonly platform: Platform;
  readonly api: Api;
  readonly me: Me;
}

export function openMessenger({ platform, api, me }: MessengerOptions): Messenger {
  const clock = makeClock(() => platform.nowMs());
  const diskPrefix = personPrefix(platform, me);
  const link = openLink(platform);
  const list = openConversationList({
    platform,
    api,
    storeKey: `${diskPrefix}/conversations`,
    onFailure: (code) => {
      if (code === 'not-signed-in') link.endSession();
    },
  });
  const pool = makeConversationPool(platform, (conversationId) =>
    openLiveConversation({
      platform,
      link,
      clock,
      me: me.userId,
      conversationId,
      chapter: list.chapterOf(conversationId),
      diskPrefix,
    }),
  );
  const drafts = openDrafts({ platform, storePrefix: `${diskPrefix}/draft/` });
  const keepStorage = makeStorageKeeper(platform);
  const takeSignal = (signal: LinkSignal) => {
    if (signal.kind !== 'changed') clock.calibrate(signal.now);
    if (signal.kind !== 'alive') list.refresh();
    if (signal.kind === 'changed') pool.askAgain(signal.conversationId);
  };
  const stops = [link.onSignal(takeSignal), followNewest(list, pool)];
  list.refresh();
  return {
    me: { userId: me.userId, name: me.name, handle: me.handle },
    link: link.state,
    conversations: list.summaries,
    drafts,
    async findPeople(query) {
      const answer = await api.findPeople(query);
      return answer.status === 'ok' ? answer.value.people : [];
    },
    async startDirect(userId) {
      const answer = await api.openDirect(userId);
      if (answer.status === 'failed') return answer;
      const { conversation } = answer.value;
      list.take(conversation);
      return { status: 'ok', conversationId: conversation.conversationId };
    },
    openConversation: (conversationId) =>
      openConversation(pool.take(conversationId), { conversationId, onSent: keepStorage }),
    async close() {
      for (const stop of stops) stop();
      drafts.close();
      list.close();
      await pool.close();
      link.close();
    },
  };
}

/** What everything that this person keeps on this device is named by; one browser may know several workspaces. */
function personPrefix({ origin }: Pick<Platform, 'origin'>, { userId }: Pick<Me, 'userId'>): string {
  return `biz1/${new URL(origin).host}/${userId}`;
}

interface Opening {
  readonly conversationId: ConversationId;
  readonly onSent: () => void;
}

function openConversation(taken: Taken, { conversationId, onSent }: Opening): OpenConversation {
  const { live } = taken;
  return {
    conversationId,
    state: live.state,
    disk: live.disk,
    items: live.items,
    marks: live.marks,
    markOf: (item) => live.markOf(item),
    send(text) {
      const problem = live.send(text);
      if (problem === null) onSent();
      return problem;
    },
    close: () => taken.release(),
  };
}
