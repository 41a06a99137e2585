// What was typed last where one looks for messages, or for files, for whoever comes back from there. It goes with the messenger.
import type { Messenger } from '../../engine/messenger.ts';

const typed = new WeakMap<Messenger, string>();
const fileTyped = new WeakMap<Messenger, string>();

export function typedBefore(messenger: Messenger): string {
  return typed.get(messenger) ?? '';
}

export function noteTyped(messenger: Messenger, text: string): void {
  typed.set(messenger, text);
}

export function fileTypedBefore(messenger: Messenger): string {
  return fileTyped.get(messenger) ?? '';
}

export function noteFileTyped(messenger: Messenger, text: string): void {
  fileTyped.set(messenger, text);
}
