// Opens in the background what holds something unsent, a few documents at a time, until the server has it: what was
// written into a conversation goes out although nobody opens it again.
import { parseDocumentName, type DocumentName } from '../../../shared/conversation/document-name.ts';
import type { ConversationPool } from './conversation-pool.ts';
import type { Platform } from '../platform.ts';
import type { Outbox } from './outbox.ts';

const atOnce = 8;
/** For as many as can be open, when there are more. */
const turnMs = 30_000;

export interface FollowOutboxOptions {
  readonly platform: Pick<Platform, 'schedule'>;
  readonly outbox: Outbox;
  readonly pool: ConversationPool;
  readonly whenToBegin: Promise<void>;
}

/** Answers how to stop. */
export function followOutbox({ platform, outbox, pool, whenToBegin }: FollowOutboxOptions): () => void {
  const open = new Map<DocumentName, () => void>();
  /** Those that had their turn and wait for another. */
  const waiting = new Set<DocumentName>();
  let isStopped = false;
  const update = () => {
    const noted = outbox.documents.get();
    for (const [name, release] of open) {
      if (noted.includes(name)) continue;
      open.delete(name);
      release();
    }
    if (noted.length <= atOnce) waiting.clear(); // there is room for all: no turns are needed
    for (const name of noted) if (!open.has(name) && !waiting.has(name) && open.size < atOnce) take(name);
  };
  /** One that the server does not let in must not keep the others from their turn. */
  const rotate = () => {
    const noted = outbox.documents.get();
    if (noted.length > atOnce) {
      for (const [name, release] of open) {
        waiting.add(name);
        release();
      }
      open.clear();
      if (noted.every((name) => waiting.has(name))) waiting.clear();
    }
    update();
    cancelRotation = platform.schedule(turnMs, rotate);
  };
  const take = (name: DocumentName) => {
    const parts = parseDocumentName(name);
    if (parts === null) return;
    const { live, release } = pool.take(parts.conversationId);
    const leave = live.include(parts.chapter);
    open.set(name, () => {
      leave();
      release();
    });
  };
  let stopWatching: () => void = () => undefined;
  let cancelRotation: () => void = () => undefined;
  const begin = async () => {
    await whenToBegin;
    if (isStopped) return;
    stopWatching = outbox.documents.subscribe(update);
    update();
    cancelRotation = platform.schedule(turnMs, rotate);
  };
  void begin();
  return () => {
    isStopped = true;
    stopWatching();
    cancelRotation();
    for (const release of open.values()) release();
    open.clear();
  };
}
