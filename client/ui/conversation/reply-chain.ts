// Which messages answer one, and answer those. Pure.
import { subjectKey } from '../../../shared/conversation/events.ts';
import type { TimelineItem } from '../../../shared/conversation/timeline.ts';

/** In the order of `items`, which is that of time: an answer stands after what it answers, unless it came from a clock behind. */
export function answersTo(item: TimelineItem, items: readonly TimelineItem[]): readonly TimelineItem[] {
  const inChain = new Set<string>([item.key]);
  const answers = items.filter((one) => one.replyTo !== null && one.key !== item.key);
  for (let size = 0; size !== inChain.size;) {
    size = inChain.size;
    for (const { key, replyTo } of answers) {
      if (replyTo !== null && inChain.has(subjectKey(replyTo.author, replyTo.id))) inChain.add(key);
    }
  }
  return answers.filter(({ key }) => inChain.has(key));
}

export function hasAnswers({ id, author }: TimelineItem, items: readonly TimelineItem[]): boolean {
  return items.some(({ replyTo }) => replyTo?.id === id && replyTo.author === author);
}
