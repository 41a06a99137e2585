// Every conversation with its last words: those that are pinned, then the others as the messenger orders them. One may
// look at a kind of them alone. Empty leads on: to people who are here, or to inviting them.
import './conversation-list.css';
import Search from 'lucide-solid/icons/search';
import SquarePen from 'lucide-solid/icons/square-pen';
import { Show } from 'solid-js';
import type { ConversationId } from '../../../shared/ids.ts';
import type { OpenDialog } from '../frame/frame.tsx';
import { LinkStatus } from '../frame/link-status.tsx';
import { MeMenu } from '../frame/me-menu.tsx';
import { useSignedIn } from '../frame/signed-in.tsx';
import { Button, IconButton } from '../parts/button.tsx';
import { PeopleEntry } from '../people/people-entry.tsx';
import { SearchEntry } from '../search/search-entry.tsx';
import { useWords } from '../words/words.tsx';
import type { Listing } from './create-listing.ts';
import { FirstSteps } from './first-steps.tsx';
import { ListRows } from './list-rows.tsx';
import { ListTitle } from './list-title.tsx';

interface ConversationListProps {
  readonly listing: Listing;
  readonly openId: ConversationId | null;
  onDialog(dialog: OpenDialog): void;
}

export function ConversationList(props: ConversationListProps) {
  const words = useWords();
  const { storage } = useSignedIn();
  return (
    <section class="list" aria-label={words.frame.conversations}>
      <header class="frame-head">
        <ListTitle listing={props.listing} />
        <Show when={props.openId === null}>
          <LinkStatus isShort />
        </Show>
        <div class="list-actions only-phone">
          <PeopleEntry size={20} />
          <IconButton label={words.switcher.button} aria-haspopup="dialog" onPress={() => props.onDialog('switcher')}>
            <Search size={20} />
          </IconButton>
          <IconButton label={words.frame.newConversation} onPress={() => props.onDialog('find-people')}>
            <SquarePen size={20} />
          </IconButton>
          <MeMenu place="head" onDialog={(dialog) => props.onDialog(dialog)} />
        </div>
      </header>
      <SearchEntry />
      <div role="status">
        <Show when={storage() === 'unread'}>
          <p class="list-notice">{words.disk.unread}</p>
        </Show>
      </div>
      <Show
        when={props.listing.shown().rows.length > 0}
        fallback={<EmptyList listing={props.listing} onDialog={(dialog) => props.onDialog(dialog)} />}
      >
        <ListRows arranged={props.listing.shown()} openId={props.openId} />
      </Show>
    </section>
  );
}

/** Where nothing is at all, on a wide screen the conversation's place leads on. */
function EmptyList(props: { listing: Listing; onDialog(dialog: OpenDialog): void }) {
  const words = useWords();
  const { conversations } = useSignedIn();
  return (
    <Show
      when={conversations().length > 0}
      fallback={
        <div class="only-phone">
          <FirstSteps onDialog={(dialog) => props.onDialog(dialog)} />
        </div>
      }
    >
      <div class="list-none">
        <p role="status">{words.list.none[props.listing.filter()]}</p>
        <Show when={props.listing.filter() !== 'all'}>
          <Button onPress={() => props.listing.choose('all')}>{words.list.showAll}</Button>
        </Show>
      </div>
    </Show>
  );
}
