// What the list shows, for all that go by it: the list itself, the strip, the keys to the next conversation.
import { createMemo, createSignal, type Accessor } from 'solid-js';
import type { ConversationId } from '../../../shared/ids.ts';
import { useSignedIn } from '../frame/signed-in.tsx';
import { arrangeList, type Arranged, type ListFilter } from './arrange-list.ts';

export interface Listing {
  readonly filter: Accessor<ListFilter>;
  choose(filter: ListFilter): void;
  readonly shown: Accessor<Arranged>;
  /** Whatever is chosen: all that is not put away. */
  readonly all: Accessor<Arranged>;
}

export function createListing(openId: Accessor<ConversationId | null>): Listing {
  const { conversations, marks } = useSignedIn();
  const [filter, choose] = createSignal<ListFilter>('all');
  const arrange = (filter: ListFilter, openId: ConversationId | null) =>
    arrangeList({ conversations: conversations(), marks: marks(), filter, openId });
  const all = createMemo(() => arrange('all', null));
  const shown = createMemo(() => {
    if (filter() === 'all') return all();
    return arrange(filter(), filter() === 'unread' ? openId() : null);
  });
  return { filter, choose, shown, all };
}
