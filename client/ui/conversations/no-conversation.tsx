// The place of the conversation while none is chosen.
import './no-conversation.css';
import { Show } from 'solid-js';
import type { OpenDialog } from '../frame/frame.tsx';
import { useSignedIn } from '../frame/signed-in.tsx';
import { RouteLink } from '../router.tsx';
import { useWords } from '../words/words.tsx';
import { Button } from '../parts/button.tsx';
import { FirstSteps } from './first-steps.tsx';

export function NoConversation(props: { onDialog(dialog: OpenDialog): void }) {
  const words = useWords();
  const { conversations } = useSignedIn();
  return (
    <section class="pane pane-empty">
      <Show when={conversations().length > 0} fallback={<FirstSteps onDialog={(dialog) => props.onDialog(dialog)} />}>
        <p class="pane-empty-title">{words.list.chooseTitle}</p>
        <Button onPress={() => props.onDialog('find-people')}>{words.list.chooseNew}</Button>
        <RouteLink to={{ screen: 'people' }} class="button">
          {words.contacts.title}
        </RouteLink>
      </Show>
    </section>
  );
}
