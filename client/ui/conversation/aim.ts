// What the composer writes about, where it is not simply the next message: a reply to one, or one's own being changed.
import type { TimelineItem } from '../../../shared/conversation/timeline.ts';

export interface Aim {
  readonly kind: 'reply' | 'edit';
  readonly item: TimelineItem;
}
