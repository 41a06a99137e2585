// The way to send what stands in the composer later: a small button beside the one that sends now. What it opens comes
// when it is first asked for.
import CalendarClock from 'lucide-solid/icons/calendar-clock';
import { createSignal, Show } from 'solid-js';
import type { LaterMessage } from '../../../shared/conversation/events.ts';
import type { ConversationId } from '../../../shared/ids.ts';
import { useSignedIn } from '../frame/signed-in.tsx';
import { IconButton } from '../parts/button.tsx';
import { lazyPart } from '../parts/lazy-screen.tsx';
import { useWords } from '../words/words.tsx';

const LaterMenu = lazyPart(async () => (await import('./later-menu.tsx')).LaterMenu);

interface SendLaterProps {
  readonly conversationId: ConversationId;
  /** What is to go; null where it is nothing, or too much. */
  message(): LaterMessage | null;
  /** It is scheduled: it stands in the composer no more. */
  onScheduled(): void;
}

export function SendLater(props: SendLaterProps) {
  const words = useWords();
  const { errands } = useSignedIn().messenger;
  const [isOpen, open] = createSignal(false);
  let opener!: HTMLSpanElement;
  const button = () => opener.querySelector('button') ?? opener;
  const schedule = (dueAt: number) => {
    const message = props.message();
    open(false);
    if (message === null) return;
    errands.schedule(props.conversationId, { message, dueAt });
    props.onScheduled();
  };
  return (
    <Show when={props.message() !== null}>
      <span ref={(element) => (opener = element)} class="send-later">
        <IconButton
          label={words.errands.later}
          aria-haspopup="menu"
          aria-expanded={isOpen()}
          onPress={() => open(true)}
        >
          <CalendarClock size={20} />
        </IconButton>
      </span>
      <Show when={isOpen()}>
        <LaterMenu opener={button} onChoose={schedule} onClose={() => open(false)} />
      </Show>
    </Show>
  );
}
