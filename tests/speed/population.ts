// Who takes part in one case: rooms, their members, and how many of them write.
import { randomBytes } from 'node:crypto';
import { chapterName, type DocumentName } from '../../shared/conversation/document-name.ts';
import {
  directConversationId,
  idBytes,
  mintId,
  mintUserId,
  parseConversationId,
  type ConversationId,
  type UserId,
} from '../../shared/ids.ts';
import { must } from '../../shared/base/assert.ts';

export interface LoadCase {
  readonly name: string;
  readonly rooms: number;
  readonly members: number;
  /** Members of each room that write; all of them listen. */
  readonly writers: number;
}

export interface Room {
  readonly conversationId: ConversationId;
  readonly document: DocumentName;
  readonly userIds: readonly UserId[];
  readonly writers: number;
}

export const loadCases: readonly LoadCase[] = [
  { name: '20 rooms of 5', rooms: 20, members: 5, writers: 4 },
  { name: '2 rooms of 50', rooms: 2, members: 50, writers: 8 },
  { name: '500 conversations of 2', rooms: 500, members: 2, writers: 2 },
];

export function makeRooms({ rooms, members, writers }: LoadCase): Room[] {
  return Array.from({ length: rooms }, () => {
    const userIds = Array.from({ length: members }, () => mintUserId(randomBytes(idBytes)));
    const conversationId = conversationOf(userIds);
    return { conversationId, document: chapterName({ conversationId, chapter: 1 }), userIds, writers };
  });
}

function conversationOf([one, other, ...more]: readonly UserId[]): ConversationId {
  if (one !== undefined && other !== undefined && more.length === 0) return directConversationId(one, other);
  return must(parseConversationId(mintId('cnv', randomBytes(idBytes))), 'a minted id parses');
}
