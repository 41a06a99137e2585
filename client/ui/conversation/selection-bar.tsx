// What can be done with several messages at once, below the rows as long as one selects. Escape ends it.
import './selection-bar.css';
import Bookmark from 'lucide-solid/icons/bookmark';
import Copy from 'lucide-solid/icons/copy';
import Forward from 'lucide-solid/icons/forward';
import Trash from 'lucide-solid/icons/trash';
import X from 'lucide-solid/icons/x';
import { onCleanup, onMount, Show } from 'solid-js';
import { IconButton } from '../parts/button.tsx';
import { isForInputMethod } from '../parts/input-method.ts';
import { useWords } from '../words/words.tsx';

interface SelectionBarProps {
  readonly count: number;
  /** Whether any of them may be deleted. */
  readonly mayDelete: boolean;
  onCopy(): void;
  onForward(): void;
  onSave(): void;
  onDelete(): void;
  onClose(): void;
}

export function SelectionBar(props: SelectionBarProps) {
  const words = useWords();
  const pressKey = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || isForInputMethod(event)) return;
    if (document.querySelector(':popover-open, :modal') !== null) return;
    event.preventDefault();
    props.onClose();
  };
  onMount(() => document.addEventListener('keydown', pressKey, true));
  onCleanup(() => document.removeEventListener('keydown', pressKey, true));
  return (
    <div class="selection" role="toolbar" aria-label={words.acts.select}>
      <IconButton label={words.acts.endSelection} onPress={() => props.onClose()}>
        <X size={20} />
      </IconButton>
      <span class="selection-count" role="status">
        {words.acts.selected(props.count)}
      </span>
      <Show when={props.count > 0}>
        <IconButton label={words.acts.copy} onPress={() => props.onCopy()}>
          <Copy size={20} />
        </IconButton>
        <IconButton label={words.acts.forward} aria-haspopup="dialog" onPress={() => props.onForward()}>
          <Forward size={20} />
        </IconButton>
        <IconButton label={words.acts.save} onPress={() => props.onSave()}>
          <Bookmark size={20} />
        </IconButton>
        <IconButton
          label={props.mayDelete ? words.acts.delete : words.acts.cannotDelete}
          aria-disabled={props.mayDelete ? undefined : 'true'}
          aria-haspopup="dialog"
          onPress={() => props.mayDelete && props.onDelete()}
        >
          <Trash size={20} />
        </IconButton>
      </Show>
    </div>
  );
}
