// Tells which rows somebody has seen: once a frame at most, only while somebody looks, and not while the view is on
// its way elsewhere. Which rows these are is decided in decide-place.ts.
import { createEffect, on, onCleanup, type Accessor } from 'solid-js';
import type { TimelineItem } from '../../../shared/conversation/timeline.ts';
import { seenItems } from './decide-place.ts';
import type { Screen } from './scroller.ts';

export interface Seen {
  /** Something else may be on the screen. */
  schedule(): void;
}

interface SeenOptions {
  readonly isLooking: Accessor<boolean>;
  readonly isJumping: Accessor<boolean>;
  readonly look: () => Screen;
  readonly onSeen: (items: readonly TimelineItem[]) => void;
}

export function createSeen({ isLooking, isJumping, look, onSeen }: SeenOptions): Seen {
  const told = new Set<string>();
  let frame = 0;
  const tell = () => {
    frame = 0;
    if (!isLooking() || isJumping()) return;
    const { rows, pixels } = look();
    const seen = seenItems(rows, pixels).filter(({ key }) => !told.has(key));
    if (seen.length === 0) return;
    for (const { key } of seen) told.add(key);
    onSeen(seen);
  };
  const schedule = () => {
    if (frame === 0) frame = requestAnimationFrame(tell);
  };
  createEffect(on(isLooking, schedule, { defer: true }));
  onCleanup(() => cancelAnimationFrame(frame));
  return { schedule };
}
