// Says that the browser has lost what it kept here, until the person has seen it.
import { Show } from 'solid-js';
import { Button } from '../parts/button.tsx';
import { useWords } from '../words/words.tsx';
import { useSignedIn } from './signed-in.tsx';

export function LossBanner() {
  const words = useWords();
  const { messenger, storage } = useSignedIn();
  return (
    <Show when={storage() === 'lost'}>
      <div class="link-banner" role="alert">
        {words.disk.lost}
        <Button onPress={() => messenger.dismissLoss()}>{words.link.understood}</Button>
      </div>
    </Show>
  );
}
