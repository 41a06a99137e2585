// The inbox and read vectors over HTTP, for both sides: what changed for me since I asked last, and what I have read.
// Promises: small and without gaps; what comes twice says the same, so each row replaces the one that was there.
import * as v from 'valibot';
import type { ChapterName } from '../conversation/document-name.ts';
import { filesInShort } from '../conversation/files-in-short.ts';
import { readVector, type ReadVector } from '../conversation/read-vector.ts';
import { parseConversationId, parseEventId, parseUserId } from '../ids.ts';
import { errands } from './errands.ts';
import { contactsAnswer } from './people-api.ts';
import { pictureField } from './pictures.ts';
import { groupRole } from '../rules/group-roles.ts';
import type { ConversationId, EventId, UserId } from '../ids.ts';

/** Rows that one `POST /api/reads` may bring. */
export const maxReadRows = 500;
/** Pinned messages that an inbox row names. */
export const maxInboxPins = 50;
/** Characters (code points) of the newest message's text that an inbox row holds: more than a list can show. */
export const maxPreviewLength = 200;

const userId = v.custom<UserId>((value) => parseUserId(value) !== null, 'not a user id');
const eventId = v.custom<EventId>((value) => parseEventId(value) !== null, 'not an event id');
const conversationId = v.custom<ConversationId>(
  (value) => parseConversationId(value) !== null,
  'not a conversation id',
);
const chapter = v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(999_999_999));

/** `since`: the token of the answer before. What is no token of mine asks for everything. */
export const inboxQuery = v.strictObject({ since: v.optional(v.string()) });

const person = v.object({ userId, name: v.string(), handle: v.string(), picture: pictureField });

const conversation = v.object({
  conversationId,
  kind: v.picklist(['direct', 'group']),
  /** A group's; null for a direct conversation. */
  title: v.nullable(v.string()),
  /** A group's. */
  picture: pictureField,
  /** What a group says of itself; empty when it says nothing. */
  description: v.optional(v.string(), ''),
  /** What those who come later see. */
  history: v.optional(v.picklist(['all', 'from-joining']), 'all'),
  /** When whoever asks came into it, in ms: what stands there before anything is said. 0 where it has no place by it. */
  since: v.optional(v.number(), 0),
  members: v.array(v.object({ ...person.entries, role: groupRole })),
  /** Who is in a group no more: what they wrote and did still stands there. */
  former: v.optional(v.array(person), []),
});

const chapterRow = v.object({
  conversationId,
  chapter: v.number(),
  /** Place of its last update in the server's update log. */
  position: v.number(),
  entries: v.number(),
  /** Of its updates. */
  bytes: v.number(),
  /** Deleted ones included. */
  messages: v.number(),
  /** The stretch of order keys of its messages and of what happened in a group, in ms; null when it has neither. */
  from: v.nullable(v.number()),
  to: v.nullable(v.number()),
  /** The same of messages that arrived long after they were written. */
  lateFrom: v.nullable(v.number()),
  lateTo: v.nullable(v.number()),
  /** When it was closed; null while the conversation goes on in it. */
  closedAt: v.nullable(v.number()),
  /** The newest by (`at`, `id`) that is not deleted, with the beginning of its text as it was edited last. */
  lastMessage: v.nullable(
    v.object({
      ...{ id: eventId, text: v.string(), at: v.number(), author: userId },
      /** What it carries; not there where that is nothing. */
      files: v.exactOptional(filesInShort),
    }),
  ),
  /** Its pinned messages, those that were pinned last first; not there where there are none. */
  pins: v.exactOptional(v.array(v.object({ id: eventId, author: userId, at: v.number() }))),
  /** What I have read, as far as the server knows. */
  read: readVector,
  /** Messages of others beyond it that are not deleted. */
  unread: v.number(),
  /** Those of them that mention me or everyone; not there where there are none. */
  mentions: v.exactOptional(v.number()),
});

export const inboxAnswer = v.object({
  /** For the next time. Opaque; good for this person only. */
  token: v.string(),
  /** Everything is told anew, beginning here: what has not come until `more` is false is not there. */
  whole: v.boolean(),
  /** There is more: ask again at once, with this token. */
  more: v.boolean(),
  /** All of them when anything about them has changed, else null. */
  contacts: v.nullable(contactsAnswer),
  /** Whether others are told what this person has read, and this person what they have; older servers do not say it. */
  receipts: v.exactOptional(v.boolean()),
  /** All of them when anything about them has changed, else null; older servers have none. */
  errands: v.optional(v.nullable(errands), null),
  /** Those that began or changed. */
  conversations: v.array(conversation),
  /** Those that this person is in no more: what a device has of them goes. */
  left: v.array(conversationId),
  chapters: v.array(chapterRow),
});

/** What I have read of one chapter. */
export interface ChapterReads extends ChapterName, ReadVector {}

const { epoch, clocks } = readVector.entries;
const report = v.strictObject({ conversationId, chapter, epoch, clocks });

const reports: v.GenericSchema<unknown, ChapterReads[]> = v.pipe(
  v.array(report),
  v.maxLength(maxReadRows),
  v.check(
    (rows) => new Set(rows.map((row) => `${row.conversationId}/${row.chapter}`)).size === rows.length,
    'one each',
  ),
);

export const readsBody = v.strictObject({ chapters: reports });

/** `unsettled`: where "all" was reported and messages still come, with what the server knows to be read. */
export const readsAnswer = v.object({
  unsettled: v.optional(v.array(v.object({ conversationId, chapter, read: readVector })), []),
});

export type ReadsAnswer = v.InferOutput<typeof readsAnswer>;
export type InboxAnswer = v.InferOutput<typeof inboxAnswer>;
export type InboxChapter = v.InferOutput<typeof chapterRow>;
