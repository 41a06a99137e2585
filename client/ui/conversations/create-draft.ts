// What is written in a conversation and not sent, for its row in the list; null where there is none.
import { createMemo, createSignal, onCleanup, type Accessor } from 'solid-js';
import type { ConversationId } from '../../../shared/ids.ts';
import { useSignedIn } from '../frame/signed-in.tsx';
import { useWords } from '../words/words.tsx';

/** `isOpen`: one sees it in its composer. */
export function createDraft(
  conversationId: Accessor<ConversationId>,
  isOpen: Accessor<boolean>,
): Accessor<string | null> {
  const words = useWords();
  const { drafts } = useSignedIn().messenger;
  const [version, setVersion] = createSignal(0);
  onCleanup(drafts.onChangedElsewhere(conversationId(), () => setVersion(version() + 1)));
  return createMemo(() => {
    version();
    const text = isOpen() ? '' : drafts.read(conversationId()).trim();
    return text === '' ? null : words.presence.draft(text);
  });
}
