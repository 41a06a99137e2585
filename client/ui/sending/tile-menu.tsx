// What may be done about one chosen file.
import ArrowLeft from 'lucide-solid/icons/arrow-left';
import ArrowRight from 'lucide-solid/icons/arrow-right';
import Check from 'lucide-solid/icons/check';
import Trash from 'lucide-solid/icons/trash';
import { Show } from 'solid-js';
import { MenuLayer } from '../parts/menu-layer.tsx';
import { sizeText } from '../words/amounts.ts';
import { useSendingWords } from '../words/sending/sending-words.ts';
import { useWords } from '../words/words.tsx';
import type { TileProps } from './tile.tsx';

export function TileMenu(props: TileProps & { opener(): HTMLElement; onClose(): void }) {
  const words = useWords();
  const sending = useSendingWords();
  const hint = () =>
    props.file.isOriginal === true
      ? sending.tray.smallerHint
      : sending.tray.originalHint(sizeText(props.file.size, words.language));
  return (
    <MenuLayer
      label={sending.tray.options(props.file.name)}
      opener={() => props.opener()}
      onClose={() => props.onClose()}
    >
      {(close) => {
        const doing = (act: () => void) => () => {
          close(); // first: the focus goes where the act leads it
          act();
        };
        return (
          <>
            <Show when={props.file.isOriginal !== null && props.file.state !== 'problem'}>
              <button
                type="button"
                class="menu-item tile-original"
                role="menuitemcheckbox"
                aria-checked={props.file.isOriginal === true}
                onClick={doing(() => props.acts.setOriginal(props.file.isOriginal !== true))}
              >
                <Check size={20} />
                <span class="tile-original-words">
                  {sending.tray.original}
                  <span class="tile-original-hint">{hint()}</span>
                </span>
              </button>
            </Show>
            <Show when={props.place > 1}>
              <button type="button" class="menu-item" role="menuitem" onClick={doing(() => props.acts.move(-1))}>
                <ArrowLeft class="turns-with-text" size={20} />
                {sending.tray.earlier}
              </button>
            </Show>
            <Show when={props.place < props.count}>
              <button type="button" class="menu-item" role="menuitem" onClick={doing(() => props.acts.move(1))}>
                <ArrowRight class="turns-with-text" size={20} />
                {sending.tray.later}
              </button>
            </Show>
            <button type="button" class="menu-item" role="menuitem" onClick={doing(() => props.acts.remove())}>
              <Trash size={20} />
              {sending.tray.removeOne}
            </button>
          </>
        );
      }}
    </MenuLayer>
  );
}
