// The list of keys, for those who ask with `?`.
import './shortcuts-dialog.css';
import { For } from 'solid-js';
import { Dialog } from '../parts/dialog.tsx';
import { usePreferences, type Choices } from '../preferences/preferences.tsx';
import { useWords } from '../words/words.tsx';
import { isApple, shortcuts, type Shortcut } from './shortcuts.ts';

export function ShortcutsDialog(props: { onClose(): void }) {
  const words = useWords();
  const nameOfKey = createKeyNames();
  const preferences = usePreferences();
  const keysOf = (shortcut: Shortcut) => {
    const { modifiers, keys } = asChosen(shortcut, preferences.choices().enter);
    return [...modifiers, ...keys].map(nameOfKey);
  };
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

/** Enter and Enter with Shift may have changed places. */
function asChosen(shortcut: Shortcut, enter: Choices['enter']): Shortcut {
  const others: Partial<Record<Shortcut['act'], Shortcut['act']>> = { send: 'newLine', newLine: 'send' };
  const act = enter === 'breaks' ? (others[shortcut.act] ?? shortcut.act) : shortcut.act;
  return shortcuts.find((one) => one.act === act) ?? shortcut;
}

/** As they stand on the keys of this machine. */
function createKeyNames(): (key: string) => string {
  const { control, alt, shift, enter, escape } = useWords().keys;
  const isMac = isApple();
  const names: Record<string, string> = {
    mod: isMac ? '⌘' : control,
    alt: isMac ? '⌥' : alt,
    shift: isMac ? '⇧' : shift,
    Enter: isMac ? '↩' : enter,
    Escape: isMac ? '⎋' : escape,
    ArrowUp: '↑',
    ArrowDown: '↓',
  };
  return (key) => names[key] ?? key.toUpperCase();
}
