// The pictures and videos of a conversation's rows, in order, as one goes through them. Pure.
import type { TimelineItem } from '../../../shared/conversation/timeline.ts';
import type { ConversationId, EventId } from '../../../shared/ids.ts';
import { isPicture, type PictureAttachment } from './is-picture.ts';

/** A picture to be looked at large, wherever it was found. */
export interface ShownPicture {
  /** One place in one message, also where the same picture stands in it twice. */
  readonly id: string;
  readonly conversationId: ConversationId;
  readonly message: { readonly id: EventId; readonly at: number };
  readonly author: string;
  readonly picture: PictureAttachment;
}

export function picturesOf(items: readonly TimelineItem[], conversationId: ConversationId): readonly ShownPicture[] {
  return items.flatMap(({ key, id, at, author, attachments }) =>
    attachments.flatMap((picture, index) =>
      isPicture(picture) ? [{ id: `${key}/${index}`, conversationId, message: { id, at }, author, picture }] : [],
    ),
  );
}
