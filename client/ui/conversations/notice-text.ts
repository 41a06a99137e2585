// What happened in a group, as one sentence. Pure.
import { unreachable } from '../../../shared/base/assert.ts';
import type { GroupEvent } from '../../../shared/conversation/events.ts';
import type { Words } from '../words/en.ts';
import type { NameOf } from './shown-conversation.ts';

export function noticeText(event: GroupEvent, nameOf: NameOf, words: Words): string {
  const say = words.groups.notice;
  const by = nameOf(event.by);
  switch (event.kind) {
    case 'began':
      return say.began(by, event.title);
    case 'renamed':
      return say.renamed(by, event.title);
    case 'described':
      return say.described(by);
    case 'joined':
      return event.by === event.userId ? say.joined(by) : say.added(by, nameOf(event.userId));
    case 'left':
      return event.by === event.userId ? say.left(by) : say.removed(by, nameOf(event.userId));
    case 'role':
      return event.by === event.userId ? say.became[event.role](by) : say.made[event.role](by, nameOf(event.userId));
    default:
      return unreachable(event);
  }
}
