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
  /** Somebody scrolls themselves and stays with what they read, unless there is nothing to read yet. */
  giveUp(): void;
}

type Wanted = Target | (() => Promise<Target | null>);

interface LeadingOptions {
  readonly open: OpenConversation;
  readonly scroller: Scroller;
  /** The row of the message that was asked for stands in view; null when it cannot be had. */
  readonly onMessage: (item: TimelineItem | null) => void;
  readonly onArrival: () => void;
}

export function createLeading({ open, scroller, onMessage, onArrival }: LeadingOptions): Leading {
  const [isUnderWay, setUnderWay] = createSignal(false);
  let last = 0;
  /** What was under way counts no more. Answers whether this is still the last that was asked for. */
  const begin = () => {
    const way = ++last;
    setUnderWay(false);
    return () => way === last;
  };
  const bring = async (wanted: Wanted, isLast: () => boolean) => {
    setUnderWay(true);
    try {
      const target = typeof wanted === 'function' ? await wanted() : wanted;
      return target === null || !isLast() ? null : await open.goTo(target);
    } finally {
      if (isLast()) setUnderWay(false);
    }
  };
  const to = async (wanted: Wanted, where: 'top' | 'middle', isLast = begin()) => {
    const key = await bring(wanted, isLast);
    if (!isLast()) return null;
    const item = open.items.get().find((item) => item.key === key) ?? null;
    if (item !== null) scroller.leadTo(item, where);
    onArrival();
    return item;
  };
  const toEnd = async () => {
    const isLast = begin();
    if (open.edges.get().newer !== 'none') await to('newest', 'middle', isLast);
    if (isLast()) scroller.toEnd();
  };
  const toMessage = async (wanted: Wanted) => {
    const isLast = begin();
    const item = await to(wanted, 'middle', isLast);
    if (isLast()) onMessage(item);
  };
  return {
    isUnderWay,
    to: (target, where) => to(target, where),
    toEnd,
    toMessage,
    toFirstUnread: () => to(() => open.findUnread('first'), 'top'),
    toLate: () => toMessage(() => open.findUnread('late')),
    async toMoment(atMs) {
      const isLast = begin();
      const item = await to({ at: atMs }, 'top', isLast);
      if (!isLast()) return;
      if (item === null) await toEnd();
      else scroller.focus(item);
    },
    giveUp() {
      if (!isUnderWay() || open.items.get().length === 0) return;
      begin();
      if (open.state.get().status === 'opening') void open.goTo('newest'); // what stands in is the newest
    },
  };
}
