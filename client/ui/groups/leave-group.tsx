// The way out of a group. The last owner hands it over first, unless they are the last of all.
import { createSignal, Show } from 'solid-js';
import { isLastOwner } from '../../../shared/rules/group-roles.ts';
import { Button } from '../parts/button.tsx';
import { useRouter } from '../router.tsx';
import { useWords } from '../words/words.tsx';
import { ConfirmDialog } from '../parts/confirm-dialog.tsx';
import type { GroupView } from './group-info.tsx';
import { RefusedChanges } from './refused-changes.tsx';

export function LeaveGroup(props: GroupView) {
  const words = useWords();
  const router = useRouter();
  const [isAsked, setAsked] = createSignal(false);
  const mustHandOver = () => {
    const { members } = props.group;
    return isLastOwner(props.mine, members.filter(({ role }) => role === 'owner').length, members.length);
  };
  const isLeaving = () => props.commands.pending().some(({ kind }) => kind === 'leave-group');
  const leave = () => {
    props.commands.give({ kind: 'leave-group', conversationId: props.group.conversationId });
    setAsked(false);
    router.go({ screen: 'home' });
  };
  return (
    <section class="group-section" aria-label={words.groups.leave}>
      <RefusedChanges commands={props.commands} kinds={['leave-group']} />
      <Show when={!isLeaving()} fallback={<p class="group-waits">{words.groups.waits.leaving}</p>}>
        <Show when={!mustHandOver()} fallback={<p class="group-note">{words.groups.lastOwner}</p>}>
          <div class="group-actions">
            <Button onPress={() => setAsked(true)}>{words.groups.leave}</Button>
          </div>
        </Show>
      </Show>
      <Show when={isAsked()}>
        <ConfirmDialog
          title={words.groups.leaveTitle(props.group.title ?? '')}
          hint={words.groups.leaveHint}
          act={words.groups.leave}
          onAct={leave}
          onClose={() => setAsked(false)}
        />
      </Show>
    </section>
  );
}
