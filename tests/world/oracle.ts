// What docs/protocol.md says a conversation shows, worked out a second time and as simply as can be: every question
// looks at all entries again. It shares no code with what it checks, and was written from that page alone, so that both
// are wrong in the same way only where the page is.
import { must } from '../../shared/base/assert.ts';
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
    return kind === 'delete' ? [{ author, id: fields['target'] as EventId }] : []; // an id: its fields were checked
  });
  return named.filter((one, index) => named.findIndex((other) => isSameSubject(one, other)) === index);
}

function expectMessage(all: readonly Stated[], subject: Subject): Row {
  const own = all.filter(({ author }) => author === subject.author);
  const message = own.filter(({ kind, id }) => kind === 'message' && id === subject.id).sort(byFirstWritten)[0];
  const about = own.filter(({ fields }) => fields['target'] === subject.id).sort(byTime);
  const deletion = about.find(({ kind }) => kind === 'delete');
  const edit = about.findLast(({ kind }) => kind === 'edit');
  const nothing = { ...subject, notice: null, text: null, isEdited: false, lateAt: null, place: null };
  if (deletion !== undefined) return { ...nothing, at: Number(deletion.fields['targetAt']) };
  const { at, place, fields } = must(message, 'a message');
  const text = String((edit?.fields ?? fields)['text']);
  return { ...nothing, at, text, isEdited: edit !== undefined, lateAt: expectLate(all, place), place };
}

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
    ...{ author, id, at, notice: fields, text: null, isEdited: false, lateAt: null, place: null },
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

type Shapes = Readonly<Record<string, Readonly<Record<string, Check>>>>;

const peopleShapes: Shapes = {
  message: { id: isMessageName, at: isCount, text: isText },
  edit: { ...event, target: isId, text: isText },
  delete: { ...event, target: isId, targetAt: isCount },
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
  if (shape === undefined || Object.keys(fields).length !== Object.keys(shape).length + 1) return false;
  return Object.entries(shape).every(([name, check]) => check(fields[name]));
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

function byFirstWritten(one: Stated, other: Stated): number {
  return one.at - other.at || one.place.client - other.place.client || one.place.clock - other.place.clock;
}

function compare(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
