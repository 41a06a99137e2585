// Opens in the background what holds something unsent, a few documents at a time, until the server has it: what was
// written into a conversation goes out although nobody opens it again.
import { parseDocumentName, type DocumentName } from '../../../shared/conversation/document-name.ts';
import type { ConversationPool } from './conversation-pool.ts';
import type { Outbox } from './outbox.ts';

const atOnce = 8;

/** Answers how to stop. */
export function followOutbox(outbox: Outbox, pool: ConversationPool, whenToBegin: Promise<void>): () => void {
  const open = new Map<DocumentName, () => void>();
  let isStopped = false;
  const update = () => {
    const noted = outbox.documents.get();
    for (const [name, release] of open) {
      if (noted.includes(name)) continue;
      open.delete(name);
      release();
    }
    for (const name of noted) if (!open.has(name) && open.size < atOnce) take(name);
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
  const begin = async () => {
    await whenToBegin;
    if (isStopped) return;
    stopWatching = outbox.documents.subscribe(update);
    update();
  };
  void begin();
  return () => {
    isStopped = true;
    stopWatching();
    for (const release of open.values()) release();
    open.clear();
  };
}
