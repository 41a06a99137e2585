// Says once what the server has refused to do, and goes when the person has seen it.
import { createMemo, For } from 'solid-js';
import { isContactCommand, isErrandCommand } from '../../../shared/protocol/commands.ts';
import type { FailedCommand } from '../../engine/messenger.ts';
import { createReadable } from '../../reactive/create-readable.ts';
import { changeOf } from '../groups/group-change.ts';
import { Button } from '../parts/button.tsx';
import { useRouter } from '../router.tsx';
import { useWords } from '../words/words.tsx';
import { useSignedIn } from './signed-in.tsx';

export function FailedCommands() {
  const words = useWords();
  const router = useRouter();
  const { messenger } = useSignedIn();
  const all = createReadable(messenger.failedCommands);
  /** The screens of people and of a group say themselves what was refused there. */
  const failed = createMemo(() => {
    const route = router.route();
    const isAtPeople = route.screen === 'people' || route.screen === 'person';
    return all().filter(({ command }) => {
      if (command.kind === 'schedule-message') return false; // it stands among those that were not sent
      if (route.screen === 'group-info') return changeOf(command, route.conversationId) === null;
      return !isAtPeople || !isContactCommand(command);
    });
  });
  const nameOf = (userId: string) => messenger.personOf(userId)?.name ?? words.conversation.somebody;
  const say = ({ command, code }: FailedCommand) => {
    const reason = words.problem(code);
    if (isContactCommand(command)) return words.contacts.notDone(nameOf(command.userId), reason);
    if (command.kind === 'set-receipts') return words.settings.privacy.receiptsRefused(reason);
    if (isErrandCommand(command)) return words.errands.notDone(words.errands.whatFailed[command.kind], reason);
    const what: Readonly<Record<string, string>> = words.groups.whatFailed;
    const failed = what[command.kind];
    return failed === undefined ? words.link.notBegun(reason) : words.groups.refused(failed, reason);
  };
  return (
    <For each={failed()}>
      {(one) => (
        <div class="link-banner" role="alert">
          {say(one)}
          <Button onPress={() => messenger.dismissCommand(one.commandId)}>{words.link.understood}</Button>
        </div>
      )}
    </For>
  );
}
