// What a person keeps about a conversation for themselves: pinned, muted, archived, marked as unread, and what of it calls
// them. A text of lines, one for each mark that is set; what stands as it does from the beginning has none.
// Changed on two devices at once, every line counts: two marks are both there, and of two lines of one mark the last
// counts, the same on all devices. Other lines stay where they are: a newer device may know them. Pure.
import type { Splice } from './merge-texts.ts';

/** What of a conversation calls for attention: see `shared/rules/calls.ts`. */
export type NoticeLevel = 'all' | 'mentions' | 'none';

/** A moment in ms at which it ends by itself. */
export type MutedUntil = number | 'always' | null;

export interface Marks {
  /** When it was pinned, in ms: those pinned first stand first. */
  readonly pinnedAt: number | null;
  readonly mutedUntil: MutedUntil;
  /** The moment of its newest message when it was put away, 0 for none: what calls after that brings it back. */
  readonly archivedUpTo: number | null;
  /** How much was unread in it then that could call: more than that brings it back as well, also what came late. */
  readonly archivedWith: number | null;
  /** By hand, where nothing in it is unread. */
  readonly isUnread: boolean;
  readonly notice: NoticeLevel;
}

export const noMarks: Marks = {
  pinnedAt: null,
  mutedUntil: null,
  archivedUpTo: null,
  archivedWith: null,
  isUnread: false,
  notice: 'all',
};

/** Longer texts are nobody's marks: what stands beyond is passed over. */
const maxLength = 1_000;

/** What a mark's line says, null for a mark that is not set; and the same read back, undefined for what is no line of it. */
const lines: { readonly [Name in keyof Marks]: MarkLine<Marks[Name]> } = {
  pinnedAt: { word: 'pin', write: (at) => (at === null ? null : String(at)), read: readTime },
  mutedUntil: {
    word: 'mute',
    write: (until) => (until === null ? null : String(until)),
    read: (value) => (value === 'always' ? value : readTime(value)),
  },
  archivedUpTo: { word: 'archive', write: (upTo) => (upTo === null ? null : String(upTo)), read: readTime },
  archivedWith: { word: 'waiting', write: (count) => (count === null ? null : String(count)), read: readTime },
  isUnread: { word: 'unread', write: (is) => (is ? 'yes' : null), read: (value) => value === 'yes' || undefined },
  notice: {
    word: 'notice',
    write: (level) => (level === 'all' ? null : level),
    read: (value) => (value === 'mentions' || value === 'none' ? value : undefined),
  },
};

interface MarkLine<Value> {
  readonly word: string;
  readonly write: (value: Value) => string | null;
  readonly read: (value: string) => Value | undefined;
}

const names = Object.keys(lines) as (keyof Marks)[]; // the keys of a literal

export function readMarks(text: string): Marks {
  const marks: Record<string, unknown> = { ...noMarks };
  for (const line of text.slice(0, maxLength).split('\n')) {
    const [, word, value = ''] = /^(\w+) (\w+)$/.exec(line) ?? [];
    const name = names.find((one) => lines[one].word === word);
    const read = name && lines[name].read(value);
    if (name !== undefined && read !== undefined) marks[name] = read;
  }
  return marks as unknown as Marks; // each was read by its own line
}

/** Empty where nothing is marked. */
export function writeMarks(marks: Marks): string {
  return changeMarks('', marks);
}

/** The text with these marks set so; the lines of others stay as they are. */
export function changeMarks(text: string, change: Partial<Marks>): string {
  const changed = names.filter((name) => change[name] !== undefined);
  const words = changed.map((name) => lines[name].word);
  const staying = linesOf(text).filter((line) => !words.includes(line.split(' ')[0] ?? ''));
  return [...staying, ...changed.flatMap((name) => writeLine(name, change))].join('');
}

/** Of a mark that is among these. */
function writeLine(name: keyof Marks, marks: Partial<Marks>): string[] {
  const { write } = lines[name] as MarkLine<unknown>; // its own value is what it is given
  const written = write(marks[name]);
  return written === null ? [] : [`${lines[name].word} ${written}\n`];
}

function readTime(value: string): number | undefined {
  return /^\d{1,16}$/.test(value) && Number.isSafeInteger(Number(value)) ? Number(value) : undefined;
}

/** With their end, so that joined they are the text again. */
function linesOf(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

/** As `mergeTexts`, but whole lines: what one has added stands there beside what the other has. */
export function mergeLines(base: string, mine: string, theirs: string): string {
  const [before, own, other] = [linesOf(base), linesOf(mine), linesOf(theirs)];
  const isStaying = (line: string) => own.includes(line) || !before.includes(line);
  const added = own.filter((line) => !before.includes(line) && !other.includes(line));
  return [...other.filter(isStaying), ...added].join('');
}

/** The changes that make `to` of `from`, one after the other: a line goes and comes whole. */
export function spliceLines(from: string, to: string): Splice[] {
  const [before, after] = [linesOf(from), linesOf(to)];
  const splices: Splice[] = [];
  let at = from.length;
  for (const line of before.toReversed()) {
    at -= line.length;
    if (!after.includes(line)) splices.push({ at, removed: line.length, text: '' });
  }
  const staying = before.filter((line) => after.includes(line)).join('');
  if (to.startsWith(staying)) {
    if (to !== staying) splices.push({ at: staying.length, removed: 0, text: to.slice(staying.length) });
    return splices;
  }
  // Lines in another order: nobody here writes that.
  return [{ at: 0, removed: from.length, text: to }];
}
