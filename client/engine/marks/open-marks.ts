// What this person has marked their conversations with, on all their devices: kept and brought along as drafts are.
// Promises: what is set is on its way to the disk at once and stands in every tab; a mute is over for whoever looks at the
// moment it ends; what is marked here is bounded, and the bound is told, not passed over.
import type { ConversationId } from '../../../shared/ids.ts';
import { markKey, parseMarkKey } from '../../../shared/personal/drafts.ts';
import { changeMarks, noMarks, readMarks, type Marks, type NoticeLevel } from '../../../shared/personal/marks.ts';
import { isMuted } from '../../../shared/rules/calls.ts';
import type { KeptDrafts } from '../drafts/open-drafts.ts';
import type { Readable } from '../messenger.ts';
import type { Platform } from '../platform.ts';
import { makeWritable } from '../writable.ts';

/** By conversation, of those that have any. What a look does not find changed is the same object. */
export type AllMarks = ReadonlyMap<ConversationId, Marks>;

export interface MarkChange {
  readonly isPinned?: boolean;
  /** For so many ms from now; null for not at all. */
  readonly muteFor?: number | 'always' | null;
  readonly isArchived?: boolean;
  readonly isUnread?: boolean;
  readonly notice?: NoticeLevel;
}

export interface MarksView {
  /** A mute that has ended stands in none of them. */
  readonly all: Readable<AllMarks>;
  /** `too-many`: there is no room for another conversation's, and nothing has changed. */
  change(conversationId: ConversationId, change: MarkChange): 'too-many' | null;
}

export interface OpenMarks extends MarksView {
  /** Nothing is marked in it any more. */
  forget(conversationId: ConversationId): void;
  close(): void;
}

export interface MarksOptions {
  readonly platform: Pick<Platform, 'schedule'>;
  readonly drafts: Pick<KeptDrafts, 'all' | 'read' | 'write' | 'take' | 'keep' | 'onChanged'>;
  /** In the server's time, as the server looks at the same marks. */
  readonly nowMs: () => number;
  /** The moment of the newest message of a conversation, in ms; 0 where nothing is written. */
  readonly newestAt: (conversationId: ConversationId) => number;
  /** How much of what is unread in it could call by these marks. */
  readonly couldCall: (conversationId: ConversationId, marks: Marks) => number;
  /** Whether a conversation is this person's no more, as far as that is known for sure. */
  readonly isGone: (conversationId: ConversationId) => boolean;
}

/** Each takes a piece of the personal document, which drafts and saved messages need as well. */
export const maxMarked = 1_000;
/** A mute may end in years, for which a timer is too short. */
const maxWaitMs = 24 * 60 * 60_000;

export function openMarks({ platform, drafts, nowMs, newestAt, couldCall, isGone }: MarksOptions): OpenMarks {
  const all = makeWritable<AllMarks>(new Map());
  let cancelEnd: (() => void) | null = null;
  const look = (conversationIds: readonly ConversationId[]) => {
    const next = new Map(all.get());
    for (const id of conversationIds) {
      const marks = standing(readMarks(drafts.read(markKey(id))), nowMs());
      if (isSame(marks, noMarks)) next.delete(id);
      else if (!isSame(marks, next.get(id) ?? noMarks)) next.set(id, marks);
    }
    const isNews = next.size !== all.get().size || [...next].some(([id, marks]) => all.get().get(id) !== marks);
    if (isNews) all.set(next);
    waitForEnd();
  };
  /** The first mute to end ends by itself. */
  const waitForEnd = () => {
    cancelEnd?.();
    cancelEnd = null;
    const timed = [...all.get()].filter(([, { mutedUntil }]) => typeof mutedUntil === 'number');
    if (timed.length === 0) return;
    const firstAt = Math.min(...timed.map(([, { mutedUntil }]) => Number(mutedUntil)));
    const waitMs = Math.min(maxWaitMs, Math.max(0, firstAt - nowMs()));
    cancelEnd = platform.schedule(waitMs, () => look(timed.map(([id]) => id)));
  };
  const marked = () => drafts.all().filter((key) => parseMarkKey(key) !== null && drafts.read(key) !== '');
  /** What nobody sees any more makes room: mutes that have ended, marks of what one is in no more. */
  const hasRoom = () => {
    if (marked().length < maxMarked) return true;
    for (const key of marked()) {
      const id = parseMarkKey(key);
      if (id !== null && (isGone(id) || !all.get().has(id))) drafts.take(key, '');
    }
    return marked().length < maxMarked;
  };
  const change = (conversationId: ConversationId, wanted: MarkChange) => {
    const key = markKey(conversationId);
    const before = drafts.read(key);
    const [written, marks] = [readMarks(before), standing(readMarks(before), nowMs())];
    const after = { ...marks, ...asMarks(wanted, marks, conversationId) };
    if (isSame(written, after)) return null;
    if (before === '' && !hasRoom()) return 'too-many';
    drafts.write(key, changeMarks(before, differing(written, after)));
    drafts.keep();
    return null;
  };
  const asMarks = (wanted: MarkChange, before: Marks, id: ConversationId): Partial<Marks> => {
    const { isPinned, muteFor, isArchived, isUnread, notice } = wanted;
    return {
      ...(isPinned !== undefined && { pinnedAt: isPinned ? (before.pinnedAt ?? nowMs()) : null }),
      ...(muteFor !== undefined && { mutedUntil: typeof muteFor === 'number' ? nowMs() + muteFor : muteFor }),
      ...(isArchived === true && { archivedUpTo: newestAt(id), archivedWith: couldCall(id, before) }),
      ...(isArchived === false && { archivedUpTo: null, archivedWith: null }),
      ...(isUnread !== undefined && { isUnread }),
      ...(notice !== undefined && { notice }),
    };
  };
  const stop = drafts.onChanged((key) => {
    const id = parseMarkKey(key);
    if (id !== null) look([id]);
  });
  look(drafts.all().flatMap((key) => parseMarkKey(key) ?? []));
  return {
    all,
    change,
    forget(conversationId) {
      if (drafts.read(markKey(conversationId)) !== '') drafts.take(markKey(conversationId), '');
    },
    close() {
      stop();
      cancelEnd?.();
    },
  };
}

function standing(marks: Marks, nowMs: number): Marks {
  return marks.mutedUntil === null || isMuted(marks, nowMs) ? marks : { ...marks, mutedUntil: null };
}

function differing(before: Marks, after: Marks): Partial<Marks> {
  return Object.fromEntries(Object.entries(after).filter(([name, value]) => before[name as keyof Marks] !== value));
}

function isSame(one: Marks, other: Marks): boolean {
  return (Object.keys(noMarks) as (keyof Marks)[]).every((name) => one[name] === other[name]); // its own keys
}
