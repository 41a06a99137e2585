// What this device remembers of its person's own document: how far the drafts here and there agreed, and what is on
// its way. Plain values, written down as one and checked when they are read back.
import * as v from 'valibot';
import { mergeKept, type TextKey } from '../../../shared/personal/drafts.ts';

/** The text of each draft by conversation; those in which nothing stands are left out. */
export type Texts = Readonly<Record<string, string>>;

/** One change that the server has perhaps not heard of. Told again as these bytes it is there once. */
export interface Pending {
  readonly client: number;
  /** The clock after its last place: acknowledged up to here it is on the server's disk. */
  readonly end: number;
  readonly update: Uint8Array;
}

export interface PersonalRecord {
  /** The life of the server's data in which the rest is true. */
  readonly epoch: string;
  readonly generation: number;
  /** What the drafts here have been agreed with: what stands in the document, with what is on its way. */
  readonly known: Texts;
  readonly pending: Pending | null;
  /** The same as `known` without what is on its way. */
  readonly before: Texts;
}

const texts = v.record(v.string(), v.string());
const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const record = v.object({
  epoch: v.string(),
  generation: count,
  known: texts,
  pending: v.nullable(
    v.object({ client: count, end: count, update: v.custom<Uint8Array>((value) => value instanceof Uint8Array) }),
  ),
  before: texts,
});

/** Null when nothing was written down, or nothing that can be read: then nothing is agreed. */
export function parsePersonalRecord(value: unknown): PersonalRecord | null {
  const parsed = v.safeParse(record, value);
  return parsed.success ? parsed.output : null;
}

export function textIn(texts: Texts, conversationId: string): string {
  return texts[conversationId] ?? '';
}

/** Whose text is another now, and which. */
export type TextChanges = ReadonlyMap<TextKey, string>;

export function withTexts(texts: Texts, changes: TextChanges): Texts {
  const next = new Map(Object.entries(texts));
  for (const [key, text] of changes) {
    if (text === '') next.delete(key);
    else next.set(key, text);
  }
  return Object.fromEntries(next);
}

/** These texts in the document are so now, whoever changed them there. */
export function learnTexts(known: PersonalRecord, theirs: TextChanges): PersonalRecord {
  const before = new Map(theirs);
  for (const [key, text] of known.pending === null ? [] : theirs) {
    const [base, mine] = [textIn(known.known, key), textIn(known.before, key)];
    before.set(key, mergeKept(key, { base, mine, theirs: text }));
  }
  return { ...known, known: withTexts(known.known, theirs), before: withTexts(known.before, before) };
}

/** What was on its way has arrived. */
export function settled(known: PersonalRecord): PersonalRecord {
  return { ...known, pending: null, before: known.known };
}

/** What was on its way is nowhere: to be said anew. */
export function takenBack(known: PersonalRecord): PersonalRecord {
  return { ...known, pending: null, known: known.before };
}
