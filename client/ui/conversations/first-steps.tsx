// Nothing is here yet: what one can do about it.
// Waits a moment before it says so, and for the disk: the list may be on its way.
import './first-steps.css';
import { Show } from 'solid-js';
import type { OpenDialog } from '../frame/frame.tsx';
import { useSignedIn } from '../frame/signed-in.tsx';
import { Button } from '../parts/button.tsx';
import { createDelayed } from '../parts/delayed.ts';
import { RouteLink } from '../router.tsx';
import { useWords } from '../words/words.tsx';

const patienceMs = 400;

export function FirstSteps(props: { onDialog(dialog: OpenDialog): void }) {
  const words = useWords();
  const { me, storage } = useSignedIn();
  const isDue = createDelayed(() => true, patienceMs);
  const mayInvite = () => me().role !== 'member';
  return (
    <Show when={isDue() && storage() !== 'unread'}>
      <div class="first-steps">
        <p class="first-steps-title">{words.list.empty}</p>
        <p>{mayInvite() ? words.list.emptyOwnerHint : words.list.emptyHint}</p>
        <Show when={mayInvite()}>
          <Button look="accent" onPress={() => props.onDialog('invite')}>
            {words.frame.invite}
          </Button>
        </Show>
        <Button look={mayInvite() ? 'plain' : 'accent'} onPress={() => props.onDialog('find-people')}>
          {words.frame.newConversation}
        </Button>
        <RouteLink to={{ screen: 'people' }} class="button">
          {words.contacts.title}
        </RouteLink>
      </div>
    </Show>
  );
}
