// Keeps the newest conversations of the list open in the background, so that messages arrive before anybody looks
// and the list moves by itself. Each follows its own replica; the rest wait for the server's list. What a person looks
// at comes first: this begins later.
import type { ConversationId } from '../../../shared/ids.ts';
import type { TimelineItem } from '../../../shared/conversation/timeline.ts';
import type { ConversationTable } from '../inbox/conversation-table.ts';
import type { ConversationPool, Taken } from './conversation-pool.ts';

/** Well below the number of channels that a server takes on one socket before their admission. */
const maxFollowed = 32;

/** Answers how to stop. */
export function followNewest(
  table: Pick<ConversationTable, 'summaries' | 'takeNewest'>,
  pool: ConversationPool,
  whenToBegin: Promise<void>,
): () => void {
  const followed = new Map<ConversationId, () => void>();
  const follow = (conversationId: ConversationId) => {
    const { live, release }: Taken = pool.take(conversationId);
    const tell = () => {
      if (live.state.get().status === 'opening') return; // what stands in until then may be old
      const newest: TimelineItem | undefined = live.items.get().at(-1);
      const { older, newer } = live.edges.get();
      if (newest !== undefined && newer === 'none') table.takeNewest(conversationId, newest);
      // All that was there is discarded.
      else if (newest === undefined && older === 'none' && newer === 'none') table.takeNewest(conversationId, null);
    };
    const stops = [live.items.subscribe(tell), live.state.subscribe(tell)];
    followed.set(conversationId, () => {
      for (const stop of stops) stop();
      release();
    });
    tell();
  };
  const update = () => {
    const wanted = new Set(
      table.summaries
        .get()
        .slice(0, maxFollowed)
        .map(({ conversationId }) => conversationId),
    );
    for (const [conversationId, stop] of followed) {
      if (wanted.has(conversationId)) continue;
      followed.delete(conversationId);
      stop();
    }
    for (const conversationId of wanted) if (!followed.has(conversationId)) follow(conversationId);
  };
  let stopWatching: (() => void) | null = null;
  let isStopped = false;
  const begin = async () => {
    await whenToBegin;
    if (isStopped) return;
    stopWatching = table.summaries.subscribe(update);
    update();
  };
  void begin();
  return () => {
    isStopped = true;
    stopWatching?.();
    for (const stop of followed.values()) stop();
    followed.clear();
  };
}
