// Says once what the server has refused to do, and goes when the person has seen it.
import { createMemo, For } from 'solid-js';
import type { FailedCommand } from '../../engine/messenger.ts';
import { createReadable } from '../../reactive/create-readable.ts';
import { changeOf } from '../groups/group-change.ts';
import { Button } from '../parts/button.tsx';
import { useRouter } from '../router.tsx';
import { useWords } from '../words/words.tsx';
import { useSignedIn } from './signed-in.tsx';

export function FailedCommands() {
  const words = useWords();
  const { messenger } = useSignedIn();
  const router = useRouter();
  const all = createReadable(messenger.failedCommands);
  /** Group information says itself what was refused there. */
  const failed = createMemo(() => {
    const route = router.route();
    return all().filter(
      ({ command }) => route.screen !== 'group-info' || changeOf(command, route.conversationId) === null,
    );
  });
  const say = ({ command, code }: FailedCommand) => {
    const what: Readonly<Record<string, string>> = words.groups.whatFailed;
    const failed = what[command.kind];
    const reason = words.problem(code);
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
