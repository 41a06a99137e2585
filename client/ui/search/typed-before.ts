// What was typed last where one looks for messages, for whoever comes back from a result. It goes with the messenger.
import type { Messenger } from '../../engine/messenger.ts';

const typed = new WeakMap<Messenger, string>();

export function typedBefore(messenger: Messenger): string {
  return typed.get(messenger) ?? '';
}

export function noteTyped(messenger: Messenger, text: string): void {
  typed.set(messenger, text);
}
