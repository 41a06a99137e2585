// The list of keys, for those who ask with `?`.
import './shortcuts-dialog.css';
import { For } from 'solid-js';
import { Dialog } from '../parts/dialog.tsx';
import { useWords } from '../words/words.tsx';

export function ShortcutsDialog(props: { onClose(): void }) {
  const words = useWords();
  const keys = words.keys;
  const list: readonly (readonly [string, readonly string[]])[] = [
    [words.shortcuts.newConversation, [isApple() ? '⌘' : keys.control, 'K']],
    [words.shortcuts.nextConversation, [keys.alt, '↓']],
    [words.shortcuts.previousConversation, [keys.alt, '↑']],
    [words.shortcuts.send, [keys.enter]],
    [words.shortcuts.newLine, [keys.shift, keys.enter]],
    [words.shortcuts.messages, ['↑', '↓']],
    [words.shortcuts.actions, [keys.enter]],
    [words.shortcuts.close, [keys.escape]],
    [words.shortcuts.show, ['?']],
  ];
  return (
    <Dialog title={words.shortcuts.title} onClose={() => props.onClose()}>
      <dl class="shortcuts">
        <For each={list}>
          {([name, combination]) => (
            <div class="shortcut">
              <dt>{name}</dt>
              <dd>
                <For each={combination}>{(key) => <kbd class="key">{key}</kbd>}</For>
              </dd>
            </div>
          )}
        </For>
      </dl>
    </Dialog>
  );
}

function isApple(): boolean {
  return /Mac|iPhone|iPad/u.test(navigator.userAgent);
}
