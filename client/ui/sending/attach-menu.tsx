// From where a file is chosen. A camera is offered where there is a finger: there it is the device's own.
import Camera from 'lucide-solid/icons/camera';
import File from 'lucide-solid/icons/file';
import Image from 'lucide-solid/icons/image';
import { For, type Component } from 'solid-js';
import { Dynamic } from 'solid-js/web';
import { MenuLayer } from '../parts/menu-layer.tsx';
import { useSendingWords } from '../words/sending/sending-words.ts';
import { useWords } from '../words/words.tsx';
import type { Wanted } from './attach-button.tsx';

interface AttachMenuProps {
  readonly opener: HTMLElement;
  onChoose(wanted: Wanted): void;
  onClose(): void;
}

const signs: Record<Wanted, Component<{ size: number }>> = { media: Image, file: File, camera: Camera };

export function AttachMenu(props: AttachMenuProps) {
  const words = useWords();
  const sending = useSendingWords();
  const ways: readonly Wanted[] = matchMedia('(pointer: coarse)').matches
    ? ['media', 'camera', 'file']
    : ['media', 'file'];
  return (
    <MenuLayer label={words.composer.attach} opener={() => props.opener} onClose={() => props.onClose()}>
      {(close) => (
        <For each={ways}>
          {(wanted) => (
            <button
              type="button"
              class="menu-item"
              role="menuitem"
              onClick={() => {
                // Before it closes: the browser opens its chooser only for who has just pressed.
                props.onChoose(wanted);
                close();
              }}
            >
              <Dynamic component={signs[wanted]} size={20} />
              {sending.attach[wanted]}
            </button>
          )}
        </For>
      )}
    </MenuLayer>
  );
}
