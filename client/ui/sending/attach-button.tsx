// The button that opens the ways to choose a file. Its menu comes when it is first asked for; the browser's own chooser
// belongs to a field that stays, because what is chosen comes when the menu is long closed.
import Paperclip from 'lucide-solid/icons/paperclip';
import { createSignal, Show } from 'solid-js';
import { IconButton } from '../parts/button.tsx';
import { lazyPart } from '../parts/lazy-screen.tsx';
import { useWords } from '../words/words.tsx';

const AttachMenu = lazyPart(async () => (await import('./attach-menu.tsx')).AttachMenu);

/** What the chooser offers first. */
export type Wanted = 'media' | 'file' | 'camera';

export function AttachButton(props: { onFiles(files: readonly File[]): void }) {
  const words = useWords();
  const [isOpen, open] = createSignal(false);
  let opener!: HTMLButtonElement;
  let input!: HTMLInputElement;
  const choose = (wanted: Wanted) => {
    input.accept = wanted === 'file' ? '' : wanted === 'camera' ? 'image/*' : 'image/*,video/*';
    input.multiple = wanted !== 'camera';
    if (wanted === 'camera') input.setAttribute('capture', 'environment');
    else input.removeAttribute('capture');
    input.click();
  };
  return (
    <>
      <IconButton
        ref={(element) => (opener = element)}
        label={words.composer.attach}
        aria-haspopup="menu"
        aria-expanded={isOpen()}
        onPress={() => open(true)}
      >
        <Paperclip size={20} />
      </IconButton>
      <input
        ref={(element) => (input = element)}
        type="file"
        multiple
        hidden
        onChange={() => {
          props.onFiles([...(input.files ?? [])]);
          input.value = ''; // the same one may be chosen again
        }}
      />
      <Show when={isOpen()}>
        <AttachMenu opener={opener} onChoose={choose} onClose={() => open(false)} />
      </Show>
    </>
  );
}
