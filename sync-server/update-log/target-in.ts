// The message that an event is about, and who wrote that.
import type { ChapterEvent } from '../../shared/conversation/events.ts';
import type { Author } from '../../shared/conversation/log.ts';
import type { EventId } from '../../shared/ids.ts';

export function targetIn(author: Author, event: ChapterEvent | null): [target: EventId | null, author: Author | null] {
  if (event === null || !('target' in event)) return [null, null];
  return [event.target, 'targetAuthor' in event ? (event.targetAuthor ?? author) : author];
}
