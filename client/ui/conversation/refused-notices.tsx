// Says what the server has refused to do to messages: each of them is as it was before. Goes when the person has seen it.
import { createMemo, Index } from 'solid-js';
import { unreachable } from '../../../shared/base/assert.ts';
import type { OpenConversation } from '../../engine/messenger.ts';
import { createReadable } from '../../reactive/create-readable.ts';
import { Button } from '../parts/button.tsx';
import { useWords } from '../words/words.tsx';
import { groupRefused, type RefusedGroup } from './group-refused.ts';

export function RefusedNotices(props: { open: OpenConversation }) {
  const words = useWords();
  // oxlint-disable-next-line solid/reactivity -- one conversation for the whole life of these notices
  const refused = createReadable(props.open.refusedActs);
  const groups = createMemo(() => groupRefused(refused()));
  const say = (acts: RefusedGroup): string => {
    const [{ kind, code }] = acts;
    const reason = words.acts.refusedReason(code);
    switch (kind) {
      case 'delete':
        return words.acts.refused.delete(acts.length, reason);
      case 'reaction':
        return words.acts.refused.reaction(
          acts.flatMap((act) => (act.kind === 'reaction' ? act.emoji : [])),
          reason,
        );
      case 'pin':
        return words.acts.refused.pin(acts.length, reason);
      default:
        return unreachable(kind);
    }
  };
  const dismiss = (acts: RefusedGroup) => {
    for (const act of acts) props.open.dismissRefused(act);
  };
  return (
    <Index each={groups()}>
      {(acts) => (
        <div class="pane-refused" role="alert">
          <span>{say(acts())}</span>
          <Button onPress={() => dismiss(acts())}>{words.link.understood}</Button>
        </div>
      )}
    </Index>
  );
}
