// How many of my messages on this device the server does not have: asked before they would be lost.
// Opens every conversation that has a database, a few at a time; only their marks say what is true.
import { parseConversationId, type ConversationId } from '../../../shared/ids.ts';
import type { Platform } from '../platform.ts';
import type { ConversationPool } from './conversation-pool.ts';
import type { LiveConversation } from './open-live-conversation.ts';
import { whenOpen } from './when-open.ts';

const atOnce = 8;
/** What does not open by then holds nothing to count: there is no disk, or nothing on it. */
const maxOpeningMs = 5_000;

export interface Counting {
  readonly pool: ConversationPool;
  readonly platform: Pick<Platform, 'schedule'>;
  /** Names of the databases on this device. */
  readonly databases: readonly string[];
}

export async function countUnsent({ pool, platform, databases }: Counting): Promise<number> {
  const waiting = new Set(databases.flatMap(conversationsIn));
  let count = 0;
  const work = async () => {
    for (const conversationId of waiting) {
      waiting.delete(conversationId);
      const { live, release } = pool.take(conversationId);
      await whenOpen(live, { platform, maxMs: maxOpeningMs });
      count += live.items.get().filter((item) => isUnsent(live, item)).length;
      release();
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return count;
}

function conversationsIn(database: string): ConversationId[] {
  const id = parseConversationId(/\/conversation\/([^/]+)\//.exec(database)?.[1]);
  return id === null ? [] : [id];
}

function isUnsent(live: LiveConversation, item: Parameters<LiveConversation['markOf']>[0]): boolean {
  const status = live.markOf(item)?.status;
  return status === 'writing' || status === 'waiting' || status === 'refused';
}
