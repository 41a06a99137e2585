// A question above everything else: the browser's own dialog keeps the focus inside, closes on Escape
// and gives the focus back. It is open as long as it is mounted.
import './dialog.css';
import X from 'lucide-solid/icons/x';
import { createUniqueId, onCleanup, onMount, type ParentProps } from 'solid-js';
import { useWords } from '../words/words.tsx';
import { IconButton } from './button.tsx';

interface DialogProps {
  readonly title: string;
  /** It holds nothing that takes the focus: the keys scroll it. */
  readonly isText?: boolean;
  onClose(): void;
}

export function Dialog(props: ParentProps<DialogProps>) {
  const words = useWords();
  const titleId = createUniqueId();
  let dialog!: HTMLDialogElement;
  let isGone = false;
  onMount(() => dialog.showModal());
  // However it goes, the browser gives the focus back; what it tells of that comes late.
  onCleanup(() => {
    isGone = true;
    dialog.close();
  });
  const closeOnBackdrop = (event: MouseEvent) => {
    if (event.target === dialog) dialog.close();
  };
  return (
    <dialog
      ref={(element) => (dialog = element)}
      class="dialog"
      aria-labelledby={titleId}
      onClose={() => {
        if (!isGone) props.onClose();
      }}
      onMouseDown={closeOnBackdrop}
    >
      <header class="dialog-head">
        <h2 id={titleId} class="dialog-title">
          {props.title}
        </h2>
        <IconButton label={words.close} onPress={() => dialog.close()}>
          <X size={20} />
        </IconButton>
      </header>
      <div class="dialog-body" tabIndex={props.isText === true ? 0 : undefined}>
        {props.children}
      </div>
    </dialog>
  );
}
