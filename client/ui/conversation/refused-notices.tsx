// Says what the server has refused to do to messages: each of them is as it was before. Goes when the person has seen it.
import { For } from 'solid-js';
import { unreachable } from '../../../shared/base/assert.ts';
import type { OpenConversation, RefusedAct } from '../../engine/messenger.ts';
import { createReadable } from '../../reactive/create-readable.ts';
import { Button } from '../parts/button.tsx';
import { useWords } from '../words/words.tsx';

export function RefusedNotices(props: { open: OpenConversation }) {
  const words = useWords();
  // oxlint-disable-next-line solid/reactivity -- one conversation for the whole life of these notices
  const refused = createReadable(props.open.refusedActs);
  const say = (act: RefusedAct): string => {
    const reason = words.acts.refusedReason(act.code);
    switch (act.kind) {
      case 'delete':
        return words.acts.refused.delete(reason);
      case 'reaction':
        return words.acts.refused.reaction(act.emoji, reason);
      case 'pin':
        return words.acts.refused.pin(reason);
      default:
        return unreachable(act);
    }
  };
  return (
    <For each={refused()}>
      {(act) => (
        <div class="pane-refused" role="alert">
          <span>{say(act)}</span>
          <Button onPress={() => props.open.dismissRefused(act)}>{words.link.understood}</Button>
        </div>
      )}
    </For>
  );
}
