// The keys that work everywhere in the frame. A key that types a letter never acts while somebody types.
import { onCleanup } from 'solid-js';

interface ShortcutActions {
  isBlocked(): boolean;
  show(dialog: 'find-people' | 'shortcuts'): void;
  step(offset: 1 | -1): void;
}

export function createShortcuts(actions: ShortcutActions): void {
  const listen = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing || actions.isBlocked()) return;
    const action = actionOf(event, actions);
    if (action === null) return;
    event.preventDefault();
    action();
  };
  document.addEventListener('keydown', listen);
  onCleanup(() => document.removeEventListener('keydown', listen));
}

function actionOf(event: KeyboardEvent, actions: ShortcutActions): (() => void) | null {
  const { key, altKey, ctrlKey, metaKey } = event;
  if ((ctrlKey || metaKey) && !altKey && key.toLowerCase() === 'k') return () => actions.show('find-people');
  if (altKey && !ctrlKey && !metaKey && key === 'ArrowDown') return () => actions.step(1);
  if (altKey && !ctrlKey && !metaKey && key === 'ArrowUp') return () => actions.step(-1);
  if (key === '?' && !ctrlKey && !metaKey && !isTyping(event.target)) return () => actions.show('shortcuts');
  return null;
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;
}
