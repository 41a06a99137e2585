// A newer version waits: says so above whatever is shown, and leaves the moment to the person.
import './update-bar.css';
import { createSignal, Show } from 'solid-js';
import { createReadable } from '../../reactive/create-readable.ts';
import { Button } from '../parts/button.tsx';
import { useWords } from '../words/words.tsx';
import { useAppUpdate } from './app-update-context.ts';

export function UpdateBar() {
  const words = useWords();
  const update = useAppUpdate();
  const isWaiting = createReadable(update.isWaiting);
  const [isReloading, setReloading] = createSignal(false);
  const reload = () => {
    setReloading(true);
    update.reload();
  };
  return (
    <div role="status">
      <Show when={isWaiting()}>
        <div class="update-bar">
          <p>{words.update.ready}</p>
          <Button look="accent" isBusy={isReloading()} onPress={reload}>
            {isReloading() ? words.update.reloading : words.reload}
          </Button>
        </div>
      </Show>
    </div>
  );
}
