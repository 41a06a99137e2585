// Says once what the server has refused to do, and goes when the person has seen it.
import { For } from 'solid-js';
import { createReadable } from '../../reactive/create-readable.ts';
import { Button } from '../parts/button.tsx';
import { useWords } from '../words/words.tsx';
import { useSignedIn } from './signed-in.tsx';

export function FailedCommands() {
  const words = useWords();
  const { messenger } = useSignedIn();
  const failed = createReadable(messenger.failedCommands);
  return (
    <For each={failed()}>
      {({ commandId, code }) => (
        <div class="link-banner" role="alert">
          {words.link.notBegun(words.problem(code))}
          <Button onPress={() => messenger.dismissCommand(commandId)}>{words.link.understood}</Button>
        </div>
      )}
    </For>
  );
}
