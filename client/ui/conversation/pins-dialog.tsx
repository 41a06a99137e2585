// All pinned messages of a conversation, the newest first, also of chapters that are not open.
import { createEffect, createMemo, createSignal, For, Show } from 'solid-js';
import type { UserId } from '../../../shared/ids.ts';
import type { OpenConversation, PinnedPlace, Quote } from '../../engine/messenger.ts';
import { createReadable } from '../../reactive/create-readable.ts';
import type { Names } from '../conversations/shown-conversation.ts';
import { Dialog } from '../parts/dialog.tsx';
import { createOnScreen } from '../parts/on-screen.ts';
import type { LinkedMessage } from '../route.ts';
import { useWords } from '../words/words.tsx';
import { FoundMessage } from './found-message.tsx';
import { MessageCard } from './message-card.tsx';

interface PinsDialogProps {
  readonly open: OpenConversation;
  readonly me: UserId;
  readonly names: Names;
  onLead(message: LinkedMessage): void;
  onClose(): void;
}

export function PinsDialog(props: PinsDialogProps) {
  const words = useWords();
  // oxlint-disable-next-line solid/reactivity -- one conversation for the whole life of this dialog
  const pins = createReadable(props.open.pins);
  const byKey = createMemo(() => new Map<string, PinnedPlace>(pins().map((pin) => [pin.key, pin])));
  createEffect(() => {
    if (pins().length === 0) props.onClose();
  });
  return (
    <Dialog title={words.acts.pins} isText onClose={() => props.onClose()}>
      <ol>
        <For each={[...byKey().keys()]}>
          {(key) => {
            const pin = createMemo<PinnedPlace | undefined>((last) => byKey().get(key) ?? last);
            const [found, setFound] = createSignal<Quote | null>(null);
            // Each may bring a chapter of its own here: those that nobody looks at bring none.
            const [isOnScreen, observe] = createOnScreen();
            createEffect(() => {
              const place = pin();
              if (place !== undefined && isOnScreen()) void props.open.find(place).then(setFound);
            });
            return (
              <Show when={pin()}>
                {(place) => (
                  <li ref={observe}>
                    <MessageCard
                      author={place().author}
                      names={props.names}
                      at={place().at}
                      onLead={() => props.onLead(place())}
                    >
                      <FoundMessage found={found()} me={props.me} calledOf={props.names.calledOf} />
                    </MessageCard>
                  </li>
                )}
              </Show>
            );
          }}
        </For>
      </ol>
    </Dialog>
  );
}
