// The marks of the rows, each changing only when its own status does, whatever else was acknowledged.
import { createMemo, type Accessor } from 'solid-js';
import type { TimelineItem } from '../../../shared/conversation/timeline.ts';
import type { Mark, OpenConversation } from '../../engine/messenger.ts';
import { createReadable } from '../../reactive/create-readable.ts';

export function createMarks(open: OpenConversation): (item: Accessor<TimelineItem>) => Accessor<Mark | null> {
  const marks = createReadable(open.marks);
  return (item) =>
    createMemo<Mark | null>(
      () => {
        marks();
        return open.markOf(item());
      },
      null,
      { equals: isSameMark },
    );
}

function isSameMark(one: Mark | null, other: Mark | null): boolean {
  if (one?.status !== other?.status) return false;
  return one?.status !== 'refused' || other?.status !== 'refused' || one.code === other.code;
}
