// The rows of my messages that stand in no log: those that wait to be appended again, and those that were refused.
// They stand among the others at their own time. Pure: the same recovery gives the same rows.
import { compareItems, type TimelineItem } from '../../../shared/conversation/timeline.ts';
import type { EventId, UserId } from '../../../shared/ids.ts';
import type { Mark } from '../messenger.ts';
import { idOf, type Recovery } from '../replica/recovery.ts';

export interface KeptRow {
  readonly item: TimelineItem;
  readonly mark: Mark;
}

const waiting: Mark = { status: 'waiting' };

/** What has no text has no row: the target of a lost deletion or reaction shows itself as it is. */
export function keptRows({ again, notSent }: Recovery, me: UserId): readonly KeptRow[] {
  const waitingRows = again.map((value) => rowOf({ value, mark: waiting, me }));
  const refusedRows = notSent.map(({ value, code }) => rowOf({ value, mark: { status: 'refused', code }, me }));
  return [...waitingRows, ...refusedRows].flatMap((row) => row ?? []);
}

/** The timeline with these rows in it; one that has come into a log meanwhile stands there only. */
export function withKeptRows(items: readonly TimelineItem[], rows: readonly KeptRow[]): readonly TimelineItem[] {
  if (rows.length === 0) return items;
  const keys = new Set(items.map(({ key }) => key));
  const kept = rows.map(({ item }) => item).filter(({ key }) => !keys.has(key));
  return kept.length === 0 ? items : [...items, ...kept].sort(compareItems);
}

function rowOf({ value, mark, me }: { value: unknown; mark: Mark; me: UserId }): KeptRow | null {
  const id = idOf(value);
  if (id === null || typeof value !== 'object' || value === null) return null;
  const text = 'text' in value && typeof value.text === 'string' ? value.text : null;
  const at = 'at' in value && typeof value.at === 'number' ? value.at : 0;
  if (text === null) return null;
  const shown = { id: id as EventId, author: me, at, text }; // it may be of a later version; nothing is looked up by it
  return { item: { ...shown, key: `${me} ${id}`, isEdited: false, lateAt: null, place: null }, mark };
}
