// What docs/protocol.md says a conversation shows, worked out a second time and as simply as can be: every question
// looks at all entries again. It shares no code with what it checks, and was written from that page alone, so that both
// are wrong in the same way only where the page is.
import { must } from '../../shared/base/assert.ts';
import { isAttachments } from './oracle-attachments.ts';
import { parseEventId, parseUserId, type EventId, type UserId } from '../../shared/ids.ts';

/** Stands where the content of an entry is gone. */
export const erased = Symbol('erased');

/** The values of one root array, each at its clock. */
export interface PlainLog {
  readonly root: string;
  readonly entries: readonly unknown[];
}

export interface PlainChapter {
  readonly chapter: number;
  readonly logs: readonly PlainLog[];
}

export interface ExpectedPlace {
  readonly client: number;
  readonly clock: number;
}

export interface ExpectedRow {
  readonly chapter: number;
  readonly id: EventId;
  readonly author: UserId | '@server';
  readonly at: number;
  /** Null where the message is deleted, and of what happened in a group. */
  readonly text: string | null;
  readonly isEdited: boolean;
  readonly versions: readonly { readonly at: number; readonly text: string }[];
  readonly replyTo: unknown;
  readonly forwarded: unknown;
  readonly mentions: unknown;
  readonly attachments: unknown;
  readonly isAutomatic: boolean;
  readonly reactions: readonly { readonly emoji: string; readonly userIds: readonly UserId[] }[];
  readonly isPinned: boolean;
  readonly deletedBy: UserId | null;
  readonly lateAt: number | null;
  /** Of a message that is not deleted. */
  readonly place: ExpectedPlace | null;
  /** What happened in a group, as it was written. */
  readonly notice: Fields | null;
}

export type Fields = Readonly<Record<string, unknown>>;

/** An event of the table in docs/protocol.md, in the log of somebody who may write it. */
export interface Stated {
  readonly author: UserId | '@server';
  readonly place: ExpectedPlace;
  readonly kind: string;
  readonly id: EventId;
  readonly at: number;
  readonly fields: Fields;
}

/** The rows of all chapters together, in the order in which they are shown. */
export function expectTimeline(chapters: readonly PlainChapter[]): ExpectedRow[] {
  return chapters.flatMap((chapter) => expectChapter(chapter)).sort(byPlaceOnScreen);
}

export function expectChapter({ chapter, logs }: PlainChapter): ExpectedRow[] {
  const all = logs.flatMap((log) => readStated(log));
  const rows = [...subjectsOf(all).map((subject) => expectMessage(all, subject)), ...expectNotices(all)];
  return rows.map((row) => ({ chapter, ...row })).sort(byPlaceOnScreen);
}

type Row = Omit<ExpectedRow, 'chapter'>;
type Subject = Pick<Row, 'author' | 'id'>;

/** Everybody's messages that are there or deleted, each once. */
function subjectsOf(all: readonly Stated[]): Subject[] {
  const named = all.flatMap(({ kind, author, id, fields }) => {
    if (kind === 'message') return [{ author, id }];
    return kind === 'delete' ? [aimOf({ author, fields })] : [];
  });
  return named.filter((one, index) => named.findIndex((other) => isSameSubject(one, other)) === index);
}

function expectMessage(all: readonly Stated[], subject: Subject): Row {
  const own = all.filter(({ author }) => author === subject.author);
  const message = own.filter(({ kind, id }) => kind === 'message' && id === subject.id).sort(byFirstWritten)[0];
  const about = all.filter((one) => 'target' in one.fields && isSameSubject(aimOf(one), subject)).sort(byTime);
  const deletion = about.filter(({ kind }) => kind === 'delete').sort(byFirstDeleted)[0];
  const edited = about.filter(({ kind }) => kind === 'edit').sort(byText);
  const edits = edited.filter((_, index) => !isSaidTwice(edited, index));
  const edit = edits.at(-1);
  const nothing = { ...subject, ...bare };
  if (deletion !== undefined) {
    return { ...nothing, at: Number(deletion.fields['targetAt']), deletedBy: deletion.author as UserId }; // no server's
  }
  const { at, place, fields } = must(message, 'a message');
  const text = String((edit?.fields ?? fields)['text']);
  const said = [{ at, text: String(fields['text']) }, ...edits.map((one) => ({ at: one.at, text: textOf(one) }))];
  return {
    ...nothing,
    ...{ at, text, isEdited: edit !== undefined, lateAt: expectLate(all, place), place },
    versions: edit === undefined ? [] : said,
    ...{ replyTo: fields['replyTo'] ?? null, forwarded: fields['forwarded'] ?? null },
    mentions: (edit?.fields ?? fields)['mentions'] ?? [],
    attachments: fields['attachments'] ?? [],
    isAutomatic: fields['automatic'] === true,
    reactions: expectReactions(about),
    isPinned:
      about
        .filter(({ kind }) => kind === 'pin')
        .sort(byOn)
        .at(-1)?.fields['isOn'] === true,
  };
}

function expectReactions(about: readonly Stated[]): Row['reactions'] {
  const words = about.filter(({ kind }) => kind === 'reaction').sort(byOn);
  const isSameWord = (one: Stated, other: Stated) =>
    one.author === other.author && one.fields['emoji'] === other.fields['emoji'];
  const last = words.filter((one, index) => words.findLastIndex((other) => isSameWord(one, other)) === index);
  const standing = last.filter(({ fields }) => fields['isOn'] === true).sort(byPerson);
  const kinds = standing.map(({ fields }) => String(fields['emoji']));
  const each = kinds.filter((emoji, index) => kinds.indexOf(emoji) === index);
  const countOf = (emoji: string) => kinds.filter((other) => other === emoji).length;
  const isOf = (emoji: string) => (one: Stated) => one.fields['emoji'] === emoji;
  const chosenBy = ({ author }: Stated) => standing.filter((one) => one.author === author).length;
  const fewest = (emoji: string) => Math.min(...standing.filter(isOf(emoji)).map(chosenBy));
  const compare = (one: string, other: string) => countOf(other) - countOf(one) || fewest(one) - fewest(other);
  const most = each.toSorted(compare).slice(0, 20);
  const shown = each.filter((emoji) => most.includes(emoji));
  return shown.map((emoji) => ({
    emoji,
    userIds: standing.filter(isOf(emoji)).map(({ author }) => author as UserId), // no server's
  }));
}

/** The message that an event is about. */
function aimOf({ author, fields }: Pick<Stated, 'author' | 'fields'>): Subject {
  return { author: (fields['targetAuthor'] as UserId | undefined) ?? author, id: fields['target'] as EventId }; // checked
}

function textOf({ fields }: Stated): string {
  return String(fields['text']);
}

function isSaidTwice(edits: readonly Stated[], index: number): boolean {
  const [before, edit] = [edits[index - 1], edits[index]];
  return before !== undefined && edit !== undefined && byText(before, edit) === 0;
}

const bare = {
  ...{ notice: null, text: null, isEdited: false, versions: [], replyTo: null, forwarded: null },
  ...{ isAutomatic: false, mentions: [], attachments: [], reactions: [] },
  ...{ isPinned: false, deletedBy: null, lateAt: null, place: null },
} satisfies Partial<Row>;

function expectLate(all: readonly Stated[], place: ExpectedPlace): number | null {
  const covering = all.filter(({ kind, fields }) => {
    if (kind !== 'late' || fields['client'] !== place.client) return false;
    const from = Number(fields['clock']);
    return from <= place.clock && place.clock < from + Number(fields['count']);
  });
  return covering.length === 0 ? null : Math.min(...covering.map(({ at }) => at));
}

const noticeKinds = ['began', 'renamed', 'described', 'joined', 'left', 'role'];

function expectNotices(all: readonly Stated[]): Row[] {
  const told = all.filter(({ kind }) => noticeKinds.includes(kind));
  const once = told.filter((one, index) => told.findIndex((other) => other.id === one.id) === index);
  return once.map(({ author, id, at, fields }) => ({
    ...bare,
    ...{ author, id, at, notice: fields },
  }));
}

/** What one log says; what is erased or nothing that its writer may say says nothing. */
export function readStated({ root, entries }: PlainLog): Stated[] {
  const [, writer = '', clientName] = root.split('/');
  const author = writer === '@server' ? writer : parseUserId(writer);
  if (author === null) return [];
  return entries.flatMap((value, clock) => {
    if (!isEvent(value, author === '@server' ? serverShapes : peopleShapes)) return [];
    const { kind, id, at } = value as { kind: string; id: EventId; at: number }; // its shape was checked
    return [{ author, place: { client: Number(clientName), clock }, kind, id, at, fields: value }];
  });
}

type Check = (value: unknown) => boolean;

const isCount: Check = (value) => Number.isSafeInteger(value) && Number(value) >= 0;
const isId: Check = (value) => parseEventId(value) !== null;
const isEventName: Check = (value) => isId(value) && String(value).startsWith('evt_');
const isMessageName: Check = (value) => isId(value) && String(value).startsWith('msg_');
const isText: Check = (value) => typeof value === 'string' && value.length >= 1 && value.length <= 16_000;
const isPerson: Check = (value) => parseUserId(value) !== null;
const isTitle: Check = (value) => typeof value === 'string' && value.length > 0;
const isRole: Check = (value) => ['owner', 'admin', 'member', 'reader'].includes(String(value));

const event = { id: isEventName, at: isCount };
const groupEvent = { ...event, by: isPerson };

const isYesOrNo: Check = (value) => typeof value === 'boolean';
const isEmoji: Check = (value) => ['👍', '🎉', '❤️', '👀'].includes(String(value)); // those that are drawn
const isConversation: Check = (value) => /^(cnv|dm)_/.test(String(value));
const told = { author: isPerson, id: isMessageName, at: isCount };
const isAnswered: Check = (value) => hasExactly(value, told);
const isForwarded: Check = (value) =>
  hasExactly(value, {
    source: (source) => source === null || hasExactly(source, { ...told, conversationId: isConversation }),
  });
const isMentions: Check = (value) =>
  Array.isArray(value) &&
  value.length >= 1 &&
  value.length <= 50 &&
  value.every((one) => hasExactly(one, { who: (who) => who === 'everyone' || isPerson(who), label: isText }));
const about = { ...event, target: isMessageName, targetAuthor: isPerson, isOn: isYesOrNo };

type Shape = Readonly<Record<string, Check>>;
type Shapes = Readonly<Record<string, Shape>>;

/** Fields that an event may have or not. */
const optional: Shapes = {
  message: {
    ...{ replyTo: isAnswered, forwarded: isForwarded, mentions: isMentions },
    attachments: isAttachments,
    automatic: (value) => value === true,
  },
  edit: { mentions: isMentions },
  delete: { targetAuthor: isPerson },
};

const peopleShapes: Shapes = {
  message: { id: isMessageName, at: isCount, text: (value) => value === '' || isText(value) },
  edit: { ...event, target: isId, text: isText },
  delete: { ...event, target: isId, targetAt: isCount },
  reaction: { ...about, emoji: isEmoji },
  pin: about,
};
const serverShapes: Shapes = {
  late: { ...event, client: isCount, clock: isCount, count: isCount },
  closed: event,
  began: { ...groupEvent, title: isTitle },
  renamed: { ...groupEvent, title: isTitle },
  described: groupEvent,
  joined: { ...groupEvent, userId: isPerson },
  left: { ...groupEvent, userId: isPerson },
  role: { ...groupEvent, userId: isPerson, role: isRole },
};

function isEvent(value: unknown, shapes: Shapes): value is Fields {
  if (typeof value !== 'object' || value === null) return false;
  const fields = value as Fields; // read only
  const shape = Object.hasOwn(shapes, String(fields['kind'])) ? shapes[String(fields['kind'])] : undefined;
  if (shape === undefined) return false;
  const more = Object.entries(optional[String(fields['kind'])] ?? {}).filter(([name]) => name in fields);
  const isEmpty = fields['kind'] === 'message' && fields['text'] === '' && !('attachments' in fields);
  return !isEmpty && hasExactly(value, { ...shape, ...Object.fromEntries(more), kind: () => true });
}

function hasExactly(value: unknown, shape: Shape): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const fields = value as Fields; // read only
  const isWhole = Object.keys(fields).length === Object.keys(shape).length;
  return isWhole && Object.entries(shape).every(([name, check]) => name in fields && check(fields[name]));
}

function isSameSubject(one: Subject, other: Subject): boolean {
  return one.author === other.author && one.id === other.id;
}

function byPlaceOnScreen(one: Row, other: Row): number {
  return one.at - other.at || compare(one.id, other.id) || compare(one.author, other.author);
}

function byTime(one: Stated, other: Stated): number {
  return one.at - other.at || compare(one.id, other.id);
}

function byText(one: Stated, other: Stated): number {
  return byTime(one, other) || compare(textOf(one), textOf(other));
}

function byOn(one: Stated, other: Stated): number {
  return byTime(one, other) || Number(one.fields['isOn']) - Number(other.fields['isOn']);
}

function byPerson(one: Stated, other: Stated): number {
  const inTime = byTime(one, other) || compare(one.author, other.author);
  return inTime || compare(String(one.fields['emoji']), String(other.fields['emoji']));
}

function byFirstDeleted(one: Stated, other: Stated): number {
  const inTime = byTime(one, other) || Number(one.fields['targetAt']) - Number(other.fields['targetAt']);
  return inTime || compare(one.author, other.author);
}

function byFirstWritten(one: Stated, other: Stated): number {
  return one.at - other.at || one.place.client - other.place.client || one.place.clock - other.place.clock;
}

function compare(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
