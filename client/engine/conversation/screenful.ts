// The newest rows of a conversation as they were shown, to stand in for its chapters until these are read. Pure.
// Promises: of what is known to be deleted or changed here nothing older stays, and no mark says more than is true.
import * as v from 'valibot';
import { forwarded, groupEvent, replyTo } from '../../../shared/conversation/events.ts';
import { placeOf, type TimelineItem } from '../../../shared/conversation/timeline.ts';
import { attachmentList } from '../../../shared/conversation/attachments.ts';
import { mentionList } from '../../../shared/rules/mentions.ts';
import type { Mark } from '../messenger.ts';

export interface KeptRow {
  /** Where it stands. */
  readonly chapter: number;
  readonly item: TimelineItem;
  /** As last known; null for the messages of others. */
  readonly mark: Mark | null;
}

/** What is known of the chapters that are read. */
export interface ReadChapters {
  /** The rows of a chapter; null where it is not read. */
  itemsOf(chapter: number): readonly TimelineItem[] | null;
  markOf(item: TimelineItem): Mark | null;
}

/** A large screen of short messages. */
export const maxRows = 60;
/** Fewer are kept only where there are no more. */
export const minRows = 20;
/** Characters of their texts: one message may have 16,000. */
const maxCharacters = 24_000;
/** All of them are opened with it. */
const maxChapters = 3;

const place = v.object({ client: v.number(), clock: v.number() });
const item = v.object({
  ...{ key: v.string(), id: v.string(), author: v.string(), at: v.number(), text: v.nullable(v.string()) },
  notice: v.nullable(groupEvent),
  versions: v.array(v.object({ at: v.number(), text: v.string() })),
  ...{ replyTo: v.nullable(replyTo), forwarded: v.nullable(forwarded) },
  mentions: v.fallback(mentionList, []),
  attachments: v.fallback(v.union([attachmentList, v.tuple([])]), []),
  reactions: v.array(v.object({ emoji: v.string(), userIds: v.array(v.string()) })),
  isAutomatic: v.optional(v.boolean(), false),
  ...{ isPinned: v.boolean(), deletedBy: v.nullable(v.string()) },
  ...{ isEdited: v.boolean(), lateAt: v.nullable(v.number()), place: v.nullable(place) },
});
const mark = v.variant('status', [
  v.object({ status: v.picklist(['waiting', 'sent', 'delivered', 'read']) }),
  v.object({ status: v.literal('refused'), code: v.string() }),
]);
const schema = v.array(v.object({ chapter: v.number(), item, mark: v.nullable(mark) }));

/** What another version wrote is none. */
export function parseScreenful(value: unknown): readonly KeptRow[] {
  const parsed = v.safeParse(schema, value);
  return parsed.success ? (parsed.output as unknown as readonly KeptRow[]) : []; // ids are as the timeline gave them
}

/** Of rows in their order those that are kept: the newest. What is not on this disk may be gone with the page. */
export function screenfulOf(rows: readonly KeptRow[]): readonly KeptRow[] {
  const kept: KeptRow[] = [];
  const chapters = new Set<number>();
  let characters = 0;
  for (const row of rows.slice(-maxRows).toReversed()) {
    characters += row.item.text?.length ?? 0;
    chapters.add(row.chapter);
    if (characters > maxCharacters || chapters.size > maxChapters) break;
    if (row.mark?.status !== 'writing') kept.push(row);
  }
  return kept.reverse();
}

/** With what the chapters say now where that is not what was kept. The same array when nothing changes. */
export function mended(rows: readonly KeptRow[], chapters: ReadChapters): readonly KeptRow[] {
  const after = rows.flatMap((row) => mendedRow(row, chapters) ?? []);
  return after.length === rows.length && after.every((row, index) => row === rows[index]) ? rows : after;
}

/** Null when it is gone: one of mine that stood beside its log is, once it was sent or discarded. */
function mendedRow(row: KeptRow, chapters: ReadChapters): KeptRow | null {
  const items = chapters.itemsOf(row.chapter);
  if (items === null) return row;
  const item = find(items, row.item);
  if (item === undefined) return row.item.place === null ? null : row; // it may not have come back yet
  const mark = chapters.markOf(item);
  const isSame = isSameItem(item, row.item) && rankOf(mark) >= rankOf(row.mark);
  return isSame ? row : { ...row, item, mark };
}

export function isSameScreenful(one: readonly KeptRow[], other: readonly KeptRow[]): boolean {
  return one.length === other.length && one.every((row, index) => isSameRow(row, other[index]));
}

function isSameRow(row: KeptRow, other: KeptRow | undefined): boolean {
  return other !== undefined && isSameItem(row.item, other.item) && row.mark?.status === other.mark?.status;
}

function isSameItem(one: TimelineItem, other: TimelineItem): boolean {
  if (one === other) return true;
  const isSameText = one.key === other.key && one.text === other.text && isSameTalk(one, other);
  const isSamePlace = one.place?.client === other.place?.client && one.place?.clock === other.place?.clock;
  return isSameText && isSamePlace && one.at === other.at && one.lateAt === other.lateAt;
}

function isSameTalk(one: TimelineItem, other: TimelineItem): boolean {
  if (one.isPinned !== other.isPinned || one.deletedBy !== other.deletedBy) return false;
  const talkOf = ({ versions, replyTo, forwarded, isAutomatic, mentions, attachments, reactions }: TimelineItem) =>
    JSON.stringify([versions, replyTo, forwarded, isAutomatic, mentions, attachments, reactions]);
  return talkOf(one) === talkOf(other);
}

function find(items: readonly TimelineItem[], wanted: TimelineItem): TimelineItem | undefined {
  const expected = items[placeOf(items, wanted)];
  if (expected?.key === wanted.key) return expected;
  return items.find(({ key }) => key === wanted.key); // its writer had to give it another time
}

const ranks = { refused: 0, writing: 0, waiting: 1, sent: 2, delivered: 3, read: 4 };

function rankOf(mark: Mark | null): number {
  return mark === null ? 0 : ranks[mark.status];
}
