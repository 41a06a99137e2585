// Which messages are selected, for something to be done with all of them.
import { createMemo, createSignal, type Accessor } from 'solid-js';
import { compareItems, type TimelineItem } from '../../../shared/conversation/timeline.ts';
import type { OpenConversation } from '../../engine/messenger.ts';

export interface Selection {
  /** Null while nobody selects. */
  readonly keys: Accessor<ReadonlySet<string> | null>;
  /** As they are now, in the order of the timeline; one that was deleted meanwhile is none. */
  items(): readonly TimelineItem[];
  /** The first begins the selection. */
  toggle(item: TimelineItem): void;
  /** Only these stay selected, where somebody selects. */
  keep(items: readonly TimelineItem[]): void;
  end(): void;
}

export function createSelection(open: OpenConversation): Selection {
  const [chosen, setChosen] = createSignal<ReadonlyMap<string, TimelineItem> | null>(null);
  return {
    keys: createMemo(() => {
      const items = chosen();
      return items === null ? null : new Set(items.keys());
    }),
    items() {
      const onHand = new Map(open.items.get().map((item) => [item.key, item]));
      const items = [...(chosen()?.values() ?? [])].map((item) => onHand.get(item.key) ?? item);
      return items.filter(({ text }) => text !== null).sort(compareItems);
    },
    toggle(item) {
      const items = new Map(chosen());
      if (!items.delete(item.key)) items.set(item.key, item);
      setChosen(items);
    },
    keep(items) {
      const kept = new Map(items.map((item) => [item.key, item]));
      setChosen((now) => (now === null ? null : kept));
    },
    end: () => void setChosen(null),
  };
}
