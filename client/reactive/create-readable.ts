// The bridge from the engine's values to Solid: one signal for each Readable, for as long as its owner lives.
// Objects that the engine did not change stay the same objects, so a <For> over them touches only what changed.
import { createSignal, onCleanup, type Accessor } from 'solid-js';
import type { Readable } from '../engine/messenger.ts';

export function createReadable<T>(readable: Readable<T>): Accessor<T> {
  const [value, setValue] = createSignal(readable.get());
  onCleanup(readable.subscribe(() => setValue(() => readable.get())));
  return value;
}
