// The rows of my messages that stand in no log: those that wait to be appended again, and those that were refused.
// They stand among the others at their own time. Pure: the same recovery gives the same rows.
import { parseUserEvent } from '../../../shared/conversation/events.ts';
import { compareItems, untouched, type TimelineItem } from '../../../shared/conversation/timeline.ts';
import type { EventId, UserId } from '../../../shared/ids.ts';
import type { Mark, RefusedAct } from '../messenger.ts';
import { idOf, type Recovery } from '../replica/recovery.ts';

export interface KeptRows {
  readonly items: readonly TimelineItem[];
  /** By the key of the row. */
  readonly marks: ReadonlyMap<string, Mark>;
}

const waiting: Mark = { status: 'waiting' };

/**
 * What has no text has no row: the target of a lost deletion or reaction shows itself as it is, and `refusedActs` names it. An edit that waits has
 * none either; one that was refused stands there, so that its text is not lost.
 */
export function keptRows({ again, moved, notSent }: Recovery, me: UserId): KeptRows {
  const kept = [
    ...[...again, ...moved]
      .filter(({ kind }) => kind === 'message')
      .map((value) => ({ item: itemOf(value, me), mark: waiting })),
    ...notSent.map(({ value, code }) => ({ item: itemOf(value, me), mark: refusedMark(value, code) })),
  ];
  const rows = kept.flatMap(({ item, mark }) => (item === null ? [] : [{ item, mark }]));
  return { items: rows.map(({ item }) => item), marks: new Map(rows.map(({ item, mark }) => [item.key, mark])) };
}

/** Refused, and with no row that would say so. */
export function refusedActs({ notSent }: Pick<Recovery, 'notSent'>): readonly RefusedAct[] {
  return notSent.flatMap(({ value, code }) => {
    const event = parseUserEvent(value);
    if (event === null || event.kind === 'message' || event.kind === 'edit') return [];
    return { ...event, code };
  });
}

function refusedMark(value: unknown, code: string): Mark {
  const isEdit = parseUserEvent(value)?.kind === 'edit';
  return { status: 'refused', code, ...(isEdit && { isEdit }) };
}

/** The timeline with these rows in it; one that has come into a log meanwhile stands there only. */
export function withKeptRows(items: readonly TimelineItem[], kept: KeptRows): readonly TimelineItem[] {
  if (kept.items.length === 0) return items;
  const keys = new Set(items.map(({ key }) => key));
  const added = kept.items.filter(({ key }) => !keys.has(key));
  return added.length === 0 ? items : [...items, ...added].sort(compareItems);
}

/** The row of an event that stands in no log; null where it says nothing that can be shown. */
export function itemOf(value: unknown, me: UserId): TimelineItem | null {
  const id = idOf(value);
  if (id === null || typeof value !== 'object' || value === null) return null;
  const text = 'text' in value && typeof value.text === 'string' ? value.text : null;
  const at = 'at' in value && typeof value.at === 'number' ? value.at : 0;
  if (text === null) return null;
  const shown = { id: id as EventId, author: me, at, text }; // it may be of a later version; nothing is looked up by it
  return { ...untouched, ...shown, ...sourceOf(value), key: `${me} ${id}`, notice: null, lateAt: null, place: null };
}

function sourceOf(
  value: object,
): Pick<TimelineItem, 'replyTo' | 'forwarded' | 'mentions' | 'attachments' | 'isAutomatic'> {
  const event = parseUserEvent(value);
  const mentions = event !== null && 'text' in event ? (event.mentions ?? []) : [];
  if (event?.kind !== 'message')
    return { replyTo: null, forwarded: null, mentions, attachments: [], isAutomatic: false };
  const { replyTo = null, forwarded = null, attachments = [], automatic = false } = event;
  return { replyTo, forwarded, mentions, attachments, isAutomatic: automatic };
}
