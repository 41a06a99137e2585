// Says once what the server has refused to do, and goes when the person has seen it.
import { For } from 'solid-js';
import { createReadable } from '../../reactive/create-readable.ts';
import { Button } from '../parts/button.tsx';
import { isContactCommand } from '../people/relation.ts';
import { useRouter } from '../router.tsx';
import { useWords } from '../words/words.tsx';
import { useSignedIn } from './signed-in.tsx';

export function FailedCommands() {
  const words = useWords();
  const router = useRouter();
  const { messenger } = useSignedIn();
  const failed = createReadable(messenger.failedCommands);
  const nameOf = (userId: string) => messenger.personOf(userId)?.name ?? words.conversation.somebody;
  /** The screens of people say themselves what was refused there. */
  const isAtPeople = () => router.route().screen === 'people' || router.route().screen === 'person';
  const elsewhere = () => failed().filter(({ command }) => !isAtPeople() || !isContactCommand(command));
  return (
    <For each={elsewhere()}>
      {({ commandId, command, code }) => (
        <div class="link-banner" role="alert">
          {isContactCommand(command)
            ? words.contacts.notDone(nameOf(command.userId), words.problem(code))
            : words.link.notBegun(words.problem(code))}
          <Button onPress={() => messenger.dismissCommand(commandId)}>{words.link.understood}</Button>
        </div>
      )}
    </For>
  );
}
