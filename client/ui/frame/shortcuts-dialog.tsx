// The list of keys, for those who ask with `?`.
import './shortcuts-dialog.css';
import { For } from 'solid-js';
import { Dialog } from '../parts/dialog.tsx';
import { useWords } from '../words/words.tsx';
import { shortcuts, type Shortcut } from './shortcuts.ts';

export function ShortcutsDialog(props: { onClose(): void }) {
  const words = useWords();
  const nameOfKey = createKeyNames();
  const keysOf = ({ modifiers, keys }: Shortcut) => [...modifiers, ...keys].map(nameOfKey);
  return (
    <Dialog title={words.shortcuts.title} isText onClose={() => props.onClose()}>
      <dl class="shortcuts">
        <For each={shortcuts}>
          {(shortcut) => (
            <div class="shortcut">
              <dt>{words.shortcuts[shortcut.act]}</dt>
              <dd dir="ltr">
                <For each={keysOf(shortcut)}>{(key) => <kbd class="key">{key}</kbd>}</For>
              </dd>
            </div>
          )}
        </For>
      </dl>
    </Dialog>
  );
}

/** As they stand on the keys of this machine. */
function createKeyNames(): (key: string) => string {
  const { control, alt, shift, enter, escape } = useWords().keys;
  const isApple = /Mac|iPhone|iPad/u.test(navigator.userAgent);
  const names: Record<string, string> = {
    mod: isApple ? '⌘' : control,
    alt: isApple ? '⌥' : alt,
    shift: isApple ? '⇧' : shift,
    Enter: isApple ? '↩' : enter,
    Escape: isApple ? '⎋' : escape,
    ArrowUp: '↑',
    ArrowDown: '↓',
  };
  return (key) => names[key] ?? key.toUpperCase();
}
