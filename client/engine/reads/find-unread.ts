// Finds what is unread in chapters that are not here: opens those that may hold it, one after the other, until it is
// known which message it is. With nobody to ask, the answer is the best that is here.
import { maxJumpMs, type LiveConversation } from '../conversation/open-live-conversation.ts';
import type { MessagePlace, UnreadSide } from '../messenger.ts';
import type { Passed } from './decide-unread.ts';
import type { Reading } from './reading.ts';

/** Chapters that cover each other's time are opened one by one; this is more than any but a planted one needs. */
const maxOpened = 6;

const every: Passed = { has: () => true };

type Live = Pick<LiveConversation, 'include' | 'whenWhole'> & { readonly reading: Pick<Reading, 'find'> };

export async function findUnread(live: Live, side: UnreadSide): Promise<MessagePlace | null> {
  const opened = new Map<number, () => void>();
  let found = live.reading.find(side, opened);
  while (found?.status === 'in') {
    opened.set(found.chapter, live.include(found.chapter));
    await live.whenWhole(found.chapter, maxJumpMs);
    found = live.reading.find(side, opened.size < maxOpened ? opened : every);
  }
  for (const letGo of opened.values()) letGo();
  if (found === null) return null;
  const { key, at, id } = found.item;
  return { key, at, id };
}
