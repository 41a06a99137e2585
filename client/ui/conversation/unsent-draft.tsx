// What was being written when one lost the right to write: to be read and copied, and no more.
import { createUniqueId, Show } from 'solid-js';
import type { ConversationId } from '../../../shared/ids.ts';
import { useSignedIn } from '../frame/signed-in.tsx';
import { useWords } from '../words/words.tsx';

export function UnsentDraft(props: { conversationId: ConversationId }) {
  const words = useWords();
  const { drafts } = useSignedIn().messenger;
  const id = createUniqueId();
  const text = () => drafts.read(props.conversationId);
  return (
    <Show when={text().trim() !== ''}>
      <div class="pane-unsent">
        <label class="field-label" for={id}>
          {words.conversation.unsent}
        </label>
        <textarea id={id} class="field-input" dir="auto" readonly rows={2} value={text()} />
      </div>
    </Show>
  );
}
