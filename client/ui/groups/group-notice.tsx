// What of this group calls for my attention: for me alone, on all my devices, and without a network too.
import { createSignal, Show } from 'solid-js';
import type { ConversationId } from '../../../shared/ids.ts';
import type { NoticeLevel } from '../../../shared/personal/marks.ts';
import { useSignedIn } from '../frame/signed-in.tsx';
import { ChoiceField } from '../parts/choice-field.tsx';
import { useWords } from '../words/words.tsx';

const levels: readonly NoticeLevel[] = ['all', 'mentions', 'none'];

export function GroupNotice(props: { conversationId: ConversationId }) {
  const words = useWords();
  const { messenger, marksOf } = useSignedIn();
  const [isRefused, setRefused] = createSignal(false);
  return (
    <section class="group-section" aria-label={words.list.notice}>
      <ChoiceField
        label={words.list.notice}
        value={marksOf(props.conversationId).notice}
        choices={levels.map((value) => ({ value, label: words.list.levels[value] }))}
        onChoose={(notice) => setRefused(messenger.marks.change(props.conversationId, { notice }) !== null)}
      />
      <Show when={isRefused()}>
        <p class="group-note" role="alert">
          {words.list.tooManyMarks}
        </p>
      </Show>
    </section>
  );
}
