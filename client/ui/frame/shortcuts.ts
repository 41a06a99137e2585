// The keys that work everywhere, in one table: what is listened for is what the list of keys shows.
// While somebody types only those with Ctrl (⌘ on a Mac) act; those with Alt, and Escape, also in a field that is still
// empty.
import { onCleanup } from 'solid-js';
import { isForInputMethod } from '../parts/input-method.ts';
import type { Format } from '../conversation/format-text.ts';

export type ShortcutAct =
  | 'switcher'
  | 'searchEverywhere'
  | 'searchHere'
  | 'newConversation'
  | 'nextConversation'
  | 'previousConversation'
  | 'nextUnread'
  | 'focusComposer'
  | 'people'
  | 'settings'
  | 'back'
  | 'show';

/** Keys of one place, which is where they are listened for; here they are only told. */
type LocalAct = 'send' | 'newLine' | 'editLast' | Format | 'messages' | 'actions' | 'rows' | 'rowMenu' | 'close';

/** `mod`: Ctrl, or ⌘ on a Mac. */
export type Modifier = 'mod' | 'alt' | 'shift';

export interface Shortcut {
  readonly act: ShortcutAct | LocalAct;
  readonly modifiers: readonly Modifier[];
  /** As in `KeyboardEvent.key`, letters in lower case. */
  readonly keys: readonly string[];
  readonly isLocal?: true;
}

export const shortcuts: readonly Shortcut[] = [
  { act: 'switcher', modifiers: ['mod'], keys: ['k'] },
  { act: 'searchEverywhere', modifiers: ['mod', 'shift'], keys: ['f'] },
  { act: 'searchHere', modifiers: ['mod'], keys: ['f'] },
  { act: 'newConversation', modifiers: ['mod', 'shift'], keys: ['k'] },
  { act: 'nextConversation', modifiers: ['alt'], keys: ['ArrowDown'] },
  { act: 'previousConversation', modifiers: ['alt'], keys: ['ArrowUp'] },
  { act: 'nextUnread', modifiers: ['alt', 'shift'], keys: ['ArrowDown'] },
  { act: 'focusComposer', modifiers: ['mod'], keys: ['j'] },
  { act: 'people', modifiers: ['mod', 'shift'], keys: ['e'] },
  { act: 'settings', modifiers: ['mod'], keys: [','] },
  { act: 'back', modifiers: [], keys: ['Escape'] },
  { act: 'show', modifiers: [], keys: ['?'] },
  { act: 'send', modifiers: [], keys: ['Enter'], isLocal: true },
  { act: 'newLine', modifiers: ['shift'], keys: ['Enter'], isLocal: true },
  { act: 'editLast', modifiers: [], keys: ['ArrowUp'], isLocal: true },
  { act: 'bold', modifiers: ['mod'], keys: ['b'], isLocal: true },
  { act: 'italic', modifiers: ['mod'], keys: ['i'], isLocal: true },
  { act: 'strike', modifiers: ['mod', 'shift'], keys: ['x'], isLocal: true },
  { act: 'code', modifiers: ['mod'], keys: ['e'], isLocal: true },
  { act: 'messages', modifiers: [], keys: ['ArrowUp', 'ArrowDown'], isLocal: true },
  { act: 'actions', modifiers: [], keys: ['Enter'], isLocal: true },
  { act: 'rows', modifiers: [], keys: ['ArrowUp', 'ArrowDown'], isLocal: true },
  { act: 'rowMenu', modifiers: ['shift'], keys: ['F10'], isLocal: true },
  { act: 'close', modifiers: [], keys: ['Escape'], isLocal: true },
];

/** Of the keys of one place. */
export function isPressedFor(act: LocalAct, press: KeyPress): boolean {
  return shortcuts.some((one) => one.act === act && isPressed(one, press));
}

/** What a screen does not do leaves its keys to the browser. */
export function createShortcuts(acts: Partial<Record<ShortcutAct, () => void>>): void {
  const listen = (event: KeyboardEvent) => {
    if (event.defaultPrevented || isForInputMethod(event) || hasOpenLayer()) return;
    const shortcut = shortcuts.find((one) => one.isLocal !== true && isPressed(one, event));
    if (shortcut === undefined || !mayActWhile(shortcut, fieldOf(event.target))) return;
    const act = acts[shortcut.act as ShortcutAct]; // the local ones are left out above
    if (act === undefined) return;
    event.preventDefault();
    act();
  };
  document.addEventListener('keydown', listen);
  onCleanup(() => document.removeEventListener('keydown', listen));
}

type KeyPress = Pick<KeyboardEvent, 'key' | 'altKey' | 'ctrlKey' | 'metaKey' | 'shiftKey'>;

export function isApple(): boolean {
  return /Mac|iPhone|iPad/u.test(navigator.userAgent);
}

/** On a Mac Ctrl moves the caret and edits, as everywhere there; ⌘ alone is `mod`. */
export function isPressed({ modifiers, keys }: Shortcut, press: KeyPress, isMac = isApple()): boolean {
  const [key = ''] = keys;
  if (press.key.toLowerCase() !== key.toLowerCase()) return false;
  const isMark = /^[^\p{L}]$/u.test(key); // where Shift belongs to the key is the keyboard's affair
  const isEither = press.ctrlKey || press.metaKey;
  const isMod = isMac ? press.metaKey && !press.ctrlKey : isEither;
  return (
    (modifiers.includes('mod') ? isMod : !isEither) &&
    modifiers.includes('alt') === press.altKey &&
    (isMark || modifiers.includes('shift') === press.shiftKey)
  );
}

/** `field`: what is written in the field that has the focus; null when none has it. */
export function mayActWhile({ modifiers, keys }: Shortcut, field: string | null): boolean {
  if (field === null || modifiers.includes('mod')) return true;
  return field === '' && (modifiers.includes('alt') || keys.includes('Escape'));
}

function fieldOf(target: EventTarget | null): string | null {
  const isField = target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;
  if (isField) return target.value;
  return target instanceof HTMLElement && target.isContentEditable ? (target.textContent ?? '') : null;
}

/** A dialog has all keys; a menu takes Escape and the arrows itself. */
function hasOpenLayer(): boolean {
  return document.querySelector(':popover-open, :modal') !== null;
}
