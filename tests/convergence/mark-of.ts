// How far a message is, as its writer is told: where its files cannot be had any more, and they are told so, it does not go.
import type { Mark, OpenConversation } from '../../client/engine/messenger.ts';
import type { TimelineItem } from '../../shared/conversation/timeline.ts';
import type { Tab } from '../world/tab.ts';

export function markIn(tab: Tab, conversation: OpenConversation, item: TimelineItem): Mark | null {
  return tab.use(({ files }) => {
    const { status, problem = null } = files.uploadOf(item.key).get() ?? {};
    return status === 'failed' ? { status: 'refused', code: `${problem}` } : conversation.markOf(item);
  });
}
