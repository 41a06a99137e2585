// Leads through the history of one conversation: to a message, a day, an end. Brings the place on hand first; of two
// that are asked for, the later one counts.
import { createSignal, type Accessor } from 'solid-js';
import type { TimelineItem } from '../../../shared/conversation/timeline.ts';
import type { OpenConversation, Target } from '../../engine/messenger.ts';
import type { LinkedMessage } from '../route.ts';
import type { Scroller } from './scroller.ts';

export interface Leading {
  /** The view is on its way elsewhere. */
  readonly isUnderWay: Accessor<boolean>;
  /** Answers the row that was led to; null when it cannot be had, or another place was asked for meanwhile. */
  to(target: Target, where: 'top' | 'middle'): Promise<TimelineItem | null>;
  toMessage(message: LinkedMessage): Promise<void>;
  /** Where one goes on reading, in whatever chapter that is. Answers as `to` does. */
  toFirstUnread(): Promise<TimelineItem | null>;
  /** The oldest that is unread above what was read. */
  toLate(): Promise<void>;
  /** The first message from this moment on; the newest where there is none. */
  toMoment(atMs: number): Promise<void>;
  toEnd(): Promise<void>;
}

interface LeadingOptions {
  readonly open: OpenConversation;
  readonly scroller: Scroller;
  /** The row of the message that was asked for stands in view; null when it cannot be had. */
  readonly onMessage: (item: TimelineItem | null) => void;
  readonly onArrival: () => void;
}

export function createLeading({ open, scroller, onMessage, onArrival }: LeadingOptions): Leading {
  const [ways, setWays] = createSignal(0);
  let last = 0;
  const to = async (wanted: Target | (() => Promise<Target | null>), where: 'top' | 'middle') => {
    const way = ++last;
    setWays(ways() + 1);
    const target = typeof wanted === 'function' ? await wanted() : wanted;
    const key = target === null || way !== last ? null : await open.goTo(target);
    setWays(ways() - 1);
    if (way !== last) return null;
    const item = open.items.get().find((item) => item.key === key) ?? null;
    if (item !== null) scroller.leadTo(item, where);
    onArrival();
    return item;
  };
  const toEnd = async () => {
    if (open.edges.get().newer !== 'none') await to('newest', 'middle');
    scroller.toEnd();
  };
  const toMessage = async (wanted: LinkedMessage | (() => Promise<Target | null>)) => {
    const before = last;
    const item = await to(wanted, 'middle');
    if (last === before + 1) onMessage(item);
  };
  return {
    isUnderWay: () => ways() > 0,
    to,
    toEnd,
    toMessage,
    toFirstUnread: () => to(() => open.findUnread('first'), 'top'),
    toLate: () => toMessage(() => open.findUnread('late')),
    async toMoment(atMs) {
      const before = last;
      const item = await to({ at: atMs }, 'top');
      if (last !== before + 1) return;
      if (item === null) await toEnd();
      else scroller.focus(item);
    },
  };
}
