// What was typed last where one looks for messages, or for files, of a conversation or of all: for whoever comes back from
// there, and for who is led there with words. It goes with the messenger.
import { createSignal, type Signal } from 'solid-js';
import type { ConversationId } from '../../../shared/ids.ts';
import type { Messenger } from '../../engine/messenger.ts';

type Place = 'messages' | 'files' | ConversationId;

const typed = new WeakMap<Messenger, Map<Place, Signal<string>>>();

export function typedFor(place: Place, messenger: Messenger): Signal<string> {
  const places = typed.get(messenger) ?? new Map<Place, Signal<string>>();
  const known = places.get(place) ?? createSignal('');
  typed.set(messenger, places.set(place, known));
  return known;
}
