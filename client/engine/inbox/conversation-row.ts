// One conversation as this device knows it without opening any of its chapters: who is in it, what its chapters cover,
// how much of it is unread. Pure. Kept as it is; what does not parse was written by another version and is asked anew.
import * as v from 'valibot';
import { inboxAnswer, maxPreviewLength, type InboxChapter } from '../../../shared/protocol/inbox-api.ts';
import { filesInShort, inShort } from '../../../shared/conversation/files-in-short.ts';
import { groupEvent } from '../../../shared/conversation/events.ts';
import { compareItems, type TimelineItem } from '../../../shared/conversation/timeline.ts';
import { firstChapter } from '../../../shared/conversation/document-name.ts';
import { isSameRead, mergeRead } from '../../../shared/conversation/read-vector.ts';
import type { Coverage } from '../conversation/chapter-window.ts';
import type { KnownChapter } from '../conversation/open-live-conversation.ts';
import type { ConversationSummary } from '../messenger.ts';

const { conversations, chapters } = inboxAnswer.entries;
const schema = v.object({
  conversation: conversations.item,
  /** In their order. */
  chapters,
  /** Not this person's any more, or never begun; kept for what is unsent in it. */
  isClosed: v.boolean(),
  /** False while only this device knows that it has begun; rows of earlier versions do not say it. */
  isTold: v.optional(v.boolean()),
  /** Whom a direct conversation is with that they are not in yet. */
  partner: v.optional(v.nullable(conversations.item.entries.members.item), null),
  /** The newest row that this device has itself; its text is null when it was deleted, and where it tells what happened. */
  newest: v.nullable(
    v.object({
      /** Rows of earlier versions have none: at the same time any other is newer. */
      id: v.optional(v.string(), ''),
      text: v.nullable(v.string()),
      files: v.optional(v.nullable(filesInShort), null),
      at: v.number(),
      author: v.string(),
      notice: v.optional(v.nullable(groupEvent), null),
    }),
  ),
  /** How often the server has told everything anew: after a restore its positions begin lower. */
  telling: v.optional(v.number(), 0),
});

export type ConversationRow = Readonly<v.InferOutput<typeof schema>>;

export function parseRow(value: unknown): ConversationRow | null {
  const parsed = v.safeParse(schema, value);
  return parsed.success ? parsed.output : null;
}

/** Whether the server knows of it, as far as this device does. */
export function wasTold({ isTold, chapters }: ConversationRow): boolean {
  return isTold ?? chapters.length > 0;
}

/** With these chapters in the place of those of the same number. */
export function withChapters(row: ConversationRow, news: readonly InboxChapter[]): ConversationRow {
  const numbers = new Set(news.map(({ chapter }) => chapter));
  const others = row.chapters.filter(({ chapter }) => !numbers.has(chapter));
  return { ...row, chapters: [...others, ...news].sort((one, other) => one.chapter - other.chapter) };
}

/** What two tabs know together: of each chapter what the server said last, so that nobody's late word takes it back. */
export function mergeRows(mine: ConversationRow, theirs: ConversationRow): ConversationRow {
  if (mine.telling !== theirs.telling) return mine.telling > theirs.telling ? mine : theirs;
  const known = new Map(mine.chapters.map((row) => [row.chapter, row]));
  const later = theirs.chapters.map((row) => laterOf(known.get(row.chapter), row));
  const [here, there] = [lastPosition(mine), lastPosition(theirs)];
  const [more, less] = here > there ? [mine, theirs] : [theirs, mine];
  const newest = here === there ? newerOf(mine.newest, theirs.newest) : newestOf(more, less);
  const isTold = wasTold(mine) || wasTold(theirs);
  const both = { ...more, newest, isTold, chapters: mine.chapters };
  const merged = withChapters(both, later);
  return JSON.stringify(merged) === JSON.stringify(theirs) ? theirs : merged;
}

function laterOf(mine: InboxChapter | undefined, theirs: InboxChapter): InboxChapter {
  if (mine === undefined || mine.position !== theirs.position) {
    return mine !== undefined && mine.position > theirs.position ? mine : theirs;
  }
  const isAhead = !isSameRead(mine.read, theirs.read) && isSameRead(mergeRead(mine.read, theirs.read), mine.read);
  return isAhead ? mine : theirs;
}

function lastPosition({ chapters }: ConversationRow): number {
  return Math.max(0, ...chapters.map(({ position }) => position));
}

/** Whoever knows more knows what is deleted; what happened in a group never is, and the server does not tell it here. */
function newestOf(more: ConversationRow, less: ConversationRow): ConversationRow['newest'] {
  const { newest } = less;
  const isNews = newest !== null && newest.notice !== null && newest.at > (more.newest?.at ?? -Infinity);
  return isNews ? newest : more.newest;
}

/** Of one message, that it was deleted, or that it was written anew in another life: then mostly with an earlier time. */
function newerOf(mine: ConversationRow['newest'], theirs: ConversationRow['newest']): ConversationRow['newest'] {
  if (mine === null || theirs === null) return mine ?? theirs;
  const isSameMessage = mine.id !== '' && mine.id === theirs.id && mine.author === theirs.author;
  const order = compareItems(mine, theirs);
  if (isSameMessage && (mine.text === null) !== (theirs.text === null)) return mine.text === null ? mine : theirs;
  if (order !== 0) return order > 0 === isSameMessage ? theirs : mine;
  return mine.text === null ? mine : theirs;
}

/** With the newest row of its timeline, or none. The same object when nothing changes. */
export function withNewest(row: ConversationRow, item: TimelineItem | null): ConversationRow {
  if (item === null) return row.newest === null ? row : { ...row, newest: null };
  const { id, text, attachments, at, author, notice } = item;
  const begun = text?.slice(0, maxPreviewLength) ?? null;
  const newest = { id, text: begun, files: inShort(attachments), at, author, notice };
  return JSON.stringify(row.newest) === JSON.stringify(newest) ? row : { ...row, newest };
}

/** How many messages are unread, and how many of them mention this person. */
export interface UnreadCounts {
  readonly unread: number;
  readonly mentions: number;
}

/** With what is unread of one chapter as this device counts it. The same object when nothing changes. */
export function withUnread(row: ConversationRow, chapter: number, counts: UnreadCounts): ConversationRow {
  const found = row.chapters.find((one) => one.chapter === chapter);
  if (found === undefined) return row;
  const { mentions = 0, ...known } = found;
  if (known.unread === counts.unread && mentions === counts.mentions) return row;
  return withChapters(row, [
    { ...known, unread: counts.unread, ...(counts.mentions > 0 && { mentions: counts.mentions }) },
  ]);
}

/** What the timeline needs to know of each chapter; the one after the last closed is there as well. */
export function knownChapters(chapters: readonly InboxChapter[]): readonly KnownChapter[] {
  const known = chapters.map((row) => ({
    ...coverageOf(row),
    entries: row.entries,
    ...(row.pins !== undefined && { pins: row.pins }),
  }));
  const last = chapters.at(-1);
  if (last !== undefined && last.closedAt === null) return known;
  const next = last === undefined ? firstChapter : last.chapter + 1;
  return [...known, { chapter: next, entries: 0, onTime: null, late: null }];
}

/** Where the rows of a chapter stand. */
export function coverageOf({ chapter, from, to, lateFrom, lateTo }: InboxChapter): Coverage {
  return { chapter, onTime: intervalOf(from, to), late: intervalOf(lateFrom, lateTo) };
}

function intervalOf(from: number | null, to: number | null): Coverage['onTime'] {
  return from === null || to === null ? null : { from, to };
}

/** `isPending`: begun here while the server has not heard of it yet. */
export function summaryOf(
  { conversation, chapters, newest, isClosed, partner }: ConversationRow,
  isPending: boolean,
): ConversationSummary {
  const told = newestMessage(chapters);
  // Of the same message this device may know more: that it was edited or deleted.
  const isOwn = newest !== null && (told === null || compareItems(newest, told) >= 0);
  return {
    conversationId: conversation.conversationId,
    kind: conversation.kind,
    title: conversation.title,
    picture: conversation.picture,
    description: conversation.description,
    history: conversation.history,
    members: partner === null ? conversation.members : [...conversation.members, partner],
    former: conversation.former,
    isAwaited: partner !== null,
    isClosed,
    lastMessage: isOwn ? shown(newest) : told && shown({ files: null, ...told, notice: null }),
    since: conversation.since,
    isPending,
    unread: chapters.reduce((sum, { unread }) => sum + unread, 0),
    mentions: chapters.reduce((sum, { mentions = 0 }) => sum + mentions, 0),
  };
}

function shown({
  text,
  files,
  at,
  author,
  notice,
}: NonNullable<ConversationRow['newest']>): ConversationSummary['lastMessage'] {
  return { text, files, at, author, notice };
}

function newestMessage(chapters: readonly InboxChapter[]): InboxChapter['lastMessage'] {
  let newest: InboxChapter['lastMessage'] = null;
  for (const { lastMessage } of chapters) {
    if (lastMessage !== null && (newest === null || compareItems(lastMessage, newest) > 0)) newest = lastMessage;
  }
  return newest;
}
