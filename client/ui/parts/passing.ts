// A value that shows for a while: it is null again by itself.
import { createSignal, onCleanup, type Accessor } from 'solid-js';

export function createPassing<T>(forMs: number): readonly [Accessor<T | null>, (value: T) => void] {
  const [value, setValue] = createSignal<T | null>(null);
  let timer: ReturnType<typeof setTimeout> | undefined;
  onCleanup(() => clearTimeout(timer));
  const show = (shown: T) => {
    clearTimeout(timer);
    setValue(() => shown);
    timer = setTimeout(() => setValue(null), forMs);
  };
  return [value, show];
}
