// What the server has refused, in words, where it was asked for; until the person has seen it.
import { For } from 'solid-js';
import { Button } from '../parts/button.tsx';
import { useWords } from '../words/words.tsx';
import type { GroupChange } from './group-change.ts';
import type { GroupCommands } from './group-commands.ts';

interface RefusedChangesProps {
  readonly commands: GroupCommands;
  readonly kinds: readonly GroupChange['kind'][];
}

export function RefusedChanges(props: RefusedChangesProps) {
  const words = useWords();
  const refused = () => props.commands.refused().filter(({ command }) => props.kinds.includes(command.kind));
  return (
    <For each={refused()}>
      {({ commandId, command, code }) => (
        <div class="group-refused" role="alert">
          <p>{words.groups.refused(words.groups.whatFailed[command.kind], words.problem(code))}</p>
          <Button onPress={() => props.commands.dismiss(commandId)}>{words.link.understood}</Button>
        </div>
      )}
    </For>
  );
}
