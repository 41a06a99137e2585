// What the composer is about where that is not simply the next message: whom one answers, or that one changes one's own.
import Pencil from 'lucide-solid/icons/pencil';
import Reply from 'lucide-solid/icons/reply';
import X from 'lucide-solid/icons/x';
import { Show } from 'solid-js';
import { IconButton } from '../parts/button.tsx';
import { useWords } from '../words/words.tsx';

interface ComposerAimProps {
  readonly id: string;
  readonly kind: 'reply' | 'edit';
  readonly title: string;
  readonly quote: string;
  onEnd(): void;
}

export function ComposerAim(props: ComposerAimProps) {
  const words = useWords();
  return (
    <div class="composer-aim">
      <Show when={props.kind === 'edit'} fallback={<Reply class="turns-with-text" size={20} />}>
        <Pencil size={20} />
      </Show>
      <div id={props.id} class="composer-aim-words" role="status">
        <p class="composer-aim-title one-line">{props.title}</p>
        <p class="composer-aim-quote one-line" dir="auto">
          {props.quote}
        </p>
      </div>
      <IconButton
        label={props.kind === 'edit' ? words.composer.endEdit : words.composer.endReply}
        onPress={() => props.onEnd()}
      >
        <X size={20} />
      </IconButton>
    </div>
  );
}
