// Messages of one's own that wait for their files: whole, with the id and the time that they will have. They stand among
// the rows of their conversation at once, in every tab and after every start, and go into the log when their files have
// gone (`parcel-post.ts`).
import * as v from 'valibot';
import { filesOf, type FileHash } from '../../../shared/conversation/attachments.ts';
import { parseUserEvent, subjectKey, type MessageEvent } from '../../../shared/conversation/events.ts';
import type { TimelineItem } from '../../../shared/conversation/timeline.ts';
import { parseConversationId, type ConversationId, type UserId } from '../../../shared/ids.ts';
import { compareItems } from '../../../shared/conversation/timeline.ts';
import { itemOf } from '../conversation/kept-rows.ts';
import type { KeptStore } from '../disk/kept-store.ts';
import type { Readable } from '../messenger.ts';
import { makeWritable, type Writable } from '../writable.ts';

export interface Parcel {
  readonly conversationId: ConversationId;
  readonly event: MessageEvent;
  /** What of the tray became it. */
  readonly chosen: readonly string[];
  /** Where its files can be read already; null where this device has them. */
  readonly from: ConversationId | null;
  readonly isPaused: boolean;
  /** Why it does not go on without somebody; null while it does. */
  readonly problem: string | null;
  /** The chapter into which it was about to be written: it may stand there. */
  readonly chapter: number | null;
}

export type ParcelChange = Partial<Pick<Parcel, 'isPaused' | 'problem' | 'chapter'>>;

export interface Parcels {
  /** The oldest first. */
  readonly all: Readable<readonly Parcel[]>;
  rowsIn(conversationId: ConversationId): Readable<readonly TimelineItem[]>;
  /** By the key of its row. */
  get(key: string): Parcel | null;
  put(parcel: Parcel): void;
  change(key: string, change: ParcelChange): void;
  remove(key: string): void;
  holds(hash: FileHash): boolean;
  forgetAll(conversationId: ConversationId): void;
  close(): void;
}

export interface ParcelsOptions {
  readonly kept: Pick<KeptStore, 'read' | 'write' | 'remove' | 'keys' | 'onChangedElsewhere'>;
  readonly me: UserId;
}

const prefix = 'parcel/';
const conversation = v.custom<ConversationId>((value) => parseConversationId(value) !== null, 'not a conversation id');
const shape = v.object({
  event: v.unknown(),
  chosen: v.fallback(v.array(v.string()), []),
  from: v.fallback(v.nullable(conversation), null),
  isPaused: v.fallback(v.boolean(), false),
  problem: v.fallback(v.nullable(v.string()), null),
  chapter: v.fallback(v.nullable(v.number()), null),
});

export function openParcels({ kept, me }: ParcelsOptions): Parcels {
  const parcels = new Map<string, Parcel>();
  const rows = new Map<string, TimelineItem>();
  const shown = new Map<ConversationId, Writable<readonly TimelineItem[]>>();
  const all = makeWritable<readonly Parcel[]>([]);
  const show = (conversationId: ConversationId) =>
    [...parcels]
      .filter(([, parcel]) => parcel.conversationId === conversationId)
      .flatMap(([key]) => rows.get(key) ?? [])
      .sort(compareItems);
  const tell = (conversationId: ConversationId) => {
    all.set([...parcels.values()].sort((one, other) => one.event.at - other.event.at));
    shown.get(conversationId)?.set(show(conversationId));
  };
  const rowKey = ({ event }: Pick<Parcel, 'event'>) => subjectKey(me, event.id);
  const set = (parcel: Parcel) => {
    const key = rowKey(parcel);
    const row = itemOf(parcel.event, me);
    parcels.set(key, parcel);
    if (row !== null && !rows.has(key)) rows.set(key, row);
    tell(parcel.conversationId);
  };
  const unset = (key: string) => {
    const parcel = parcels.get(key);
    parcels.delete(key);
    rows.delete(key);
    if (parcel !== undefined) tell(parcel.conversationId);
    return parcel;
  };
  const take = (storeKey: string) => {
    if (!storeKey.startsWith(prefix)) return;
    const [, where, id = ''] = storeKey.split('/');
    const conversationId = parseConversationId(where);
    const parsed = v.safeParse(shape, kept.read(storeKey));
    const event = parsed.success ? parseUserEvent(parsed.output.event) : null;
    if (conversationId === null) return;
    if (parsed.success && event?.kind === 'message') set({ ...parsed.output, conversationId, event });
    else unset(`${me} ${id}`);
  };
  const stop = kept.onChangedElsewhere(take);
  for (const storeKey of kept.keys(prefix)) take(storeKey);
  const write = (parcel: Parcel) => {
    const { conversationId: _, ...value } = parcel;
    kept.write(storeKeyOf(parcel), value);
    set(parcel);
  };
  const remove = (key: string) => {
    const parcel = unset(key);
    if (parcel !== undefined) kept.remove(storeKeyOf(parcel));
  };
  return {
    all,
    rowsIn(conversationId) {
      const known = shown.get(conversationId) ?? makeWritable<readonly TimelineItem[]>(show(conversationId));
      shown.set(conversationId, known);
      return known;
    },
    get: (key) => parcels.get(key) ?? null,
    put: write,
    change(key, change) {
      const parcel = parcels.get(key);
      if (parcel !== undefined) write({ ...parcel, ...change });
    },
    remove,
    holds: (hash) =>
      [...parcels.values()].some(({ event }) => filesOf(event.attachments ?? []).some((file) => file.hash === hash)),
    forgetAll(conversationId) {
      for (const [key, parcel] of parcels) if (parcel.conversationId === conversationId) remove(key);
    },
    close: stop,
  };
}

function storeKeyOf({ conversationId, event }: Parcel): string {
  return `${prefix}${conversationId}/${event.id}`;
}
