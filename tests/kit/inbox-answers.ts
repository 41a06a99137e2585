// What the inbox says, with everything filled in that a test does not care for.
import { firstChapter } from '../../shared/conversation/document-name.ts';
import { nothingRead } from '../../shared/conversation/read-vector.ts';
import type { ConversationId } from '../../shared/ids.ts';
import type { InboxAnswer, InboxChapter } from '../../shared/protocol/inbox-api.ts';

export function inboxPart(said: Partial<InboxAnswer>): InboxAnswer {
  return {
    token: 'next',
    whole: false,
    more: false,
    contacts: null,
    errands: null,
    conversations: [],
    left: [],
    chapters: [],
    ...said,
  };
}

export function toldConversation(conversationId: ConversationId): InboxAnswer['conversations'][number] {
  return {
    ...{ conversationId, kind: 'direct', title: null, picture: null },
    ...{ description: '', history: 'all', since: 0, members: [], former: [] },
  };
}

export function toldChapter(said: Partial<InboxChapter> & Pick<InboxChapter, 'conversationId'>): InboxChapter {
  return {
    ...{ chapter: firstChapter, position: 1, entries: 0, bytes: 0, messages: 0, unread: 0, read: nothingRead },
    ...{ from: null, to: null, lateFrom: null, lateTo: null, closedAt: null, lastMessage: null },
    ...said,
  };
}
