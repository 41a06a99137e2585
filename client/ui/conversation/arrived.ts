// What others wrote while one was elsewhere in the history or in the room, until one has seen it.
import { createSignal, type Accessor } from 'solid-js';
import type { TimelineItem } from '../../../shared/conversation/timeline.ts';

export interface Arrived {
  readonly count: Accessor<number>;
  readonly first: () => TimelineItem | null;
  add(items: readonly TimelineItem[]): void;
  drop(seen: readonly TimelineItem[]): void;
  clear(): void;
}

export function createArrived(): Arrived {
  const [items, setItems] = createSignal<readonly TimelineItem[]>([]);
  return {
    count: () => items().length,
    first: () => items()[0] ?? null,
    add(more) {
      if (more.length > 0) setItems([...items(), ...more]);
    },
    clear: () => void setItems([]),
    drop(seen) {
      const keys = new Set(seen.map(({ key }) => key));
      if (items().some(({ key }) => keys.has(key))) setItems(items().filter(({ key }) => !keys.has(key)));
    },
  };
}
