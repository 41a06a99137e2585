// What is done to messages on the screen of one conversation: which menu or dialog is open, and what is told when
// something cannot be. Thin: the engine decides.
import { createSignal, type Accessor } from 'solid-js';
import type { FileHash } from '../../../shared/conversation/attachments.ts';
import type { TimelineItem } from '../../../shared/conversation/timeline.ts';
import type { ActionProblem, OpenConversation } from '../../engine/messenger.ts';
import { useSignedIn } from '../frame/signed-in.tsx';
import { useWords } from '../words/words.tsx';

/** What stands above the messages; of a menu beside what. */
export type Asked =
  | { readonly kind: 'menu'; readonly item: TimelineItem; readonly opener: HTMLElement }
  | { readonly kind: 'emoji'; readonly item: TimelineItem; readonly opener: HTMLElement }
  | { readonly kind: 'delete'; readonly items: readonly TimelineItem[] }
  | { readonly kind: 'forward'; readonly items: readonly TimelineItem[] }
  | { readonly kind: 'details'; readonly item: TimelineItem }
  | { readonly kind: 'versions'; readonly item: TimelineItem }
  | { readonly kind: 'chain'; readonly item: TimelineItem }
  | { readonly kind: 'file'; readonly item: TimelineItem; readonly hash: FileHash }
  | { readonly kind: 'pins' };

export interface MessageActs {
  readonly asked: Accessor<Asked | null>;
  ask(asked: Asked): void;
  /** Closes it, unless something else was asked meanwhile. */
  close(asked: Asked): void;
  /** Adds one's own reaction, or takes it back. */
  react(item: TimelineItem, emoji: string): void;
  pin(item: Pick<TimelineItem, 'key'>, isOn: boolean): void;
  save(items: readonly TimelineItem[], isSaved: boolean): void;
  /** Deletes what may be deleted. Answers the others. */
  remove(items: readonly TimelineItem[]): readonly TimelineItem[];
  /** Says a sentence for a moment. */
  say(sentence: string): void;
}

export function createMessageActs(open: OpenConversation, say: (sentence: string) => void): MessageActs {
  const words = useWords();
  const { me } = useSignedIn();
  const [asked, setAsked] = createSignal<Asked | null>(null);
  const tell = (problem: ActionProblem | null) => {
    if (problem !== null) say(words.acts.problems[problem]);
    return problem === null;
  };
  const itemOf = (key: string) => open.items.get().find((item) => item.key === key);
  return {
    asked,
    ask: setAsked,
    close: (closed) => void setAsked((now) => (now === closed ? null : now)),
    react(item, emoji) {
      const mine = item.reactions.find((reaction) => reaction.emoji === emoji)?.userIds.includes(me().userId);
      tell(open.react(item, emoji, mine !== true));
    },
    pin(place, isOn) {
      const item = itemOf(place.key);
      tell(item === undefined ? 'not-ready' : open.pin(item, isOn));
    },
    save(items, isSaved) {
      const isDone = items.every((item) => tell(open.save(item, isSaved)));
      if (isDone) say(isSaved ? words.acts.done.saved : words.acts.done.unsaved);
    },
    remove(asked) {
      const items = asked.filter(({ text }) => text !== null); // others may have deleted some meanwhile
      const problem = items.length === 0 ? null : open.remove(items);
      if (problem === null) return [];
      const left = items.length === 1 ? items : items.filter((item) => open.remove([item]) !== null);
      say(items.length === 1 ? words.acts.problems[problem] : words.acts.done.notDeleted(left.length));
      return left;
    },
    say,
  };
}
