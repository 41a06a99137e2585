// The screenfuls of all conversations in a table of their own, read one by one: what is opened is on the screen before
// any of its documents is read. Promises: what this device hears of as deleted or changed is replaced at once, what is
// only added a moment later; no more than some hundred conversations. Does not know what is shown: it is told.
import * as v from 'valibot';
import type { ConversationId } from '../../../shared/ids.ts';
import type { LocalTable } from '../disk/local-table.ts';
import type { ConversationTable } from '../inbox/conversation-table.ts';
import type { Platform } from '../platform.ts';
import type { LiveChapter } from './open-live-chapter.ts';
import { isSameScreenful, mended, parseScreenful, type KeptRow, type ReadChapters } from './screenful.ts';

export interface Screenfuls {
  /** What was kept, in whatever tab; empty when nothing was. */
  read(conversationId: ConversationId): Promise<readonly KeptRow[]>;
  /** After `read`: this is what is shown now; null when the newest is not. */
  note(conversationId: ConversationId, shown: readonly KeptRow[] | null, chapters: ReadChapters): void;
  /** Chapters were read that nobody shows. */
  mend(conversationId: ConversationId, chapters: ReadChapters): Promise<void>;
  /** Writes at once what is not written yet. */
  flush(conversationId: ConversationId): void;
  forget(conversationId: ConversationId): void;
  close(): void;
}

/** Messages may come by the hundred. */
const keepDelayMs = 1_000;
/** At most some megabytes. */
const maxKept = 200;
const orderKey = 'order';
const orderSchema = v.array(v.string());

interface Entry {
  rows: readonly KeptRow[];
  cancel: (() => void) | null;
}

export interface ScreenfulsOptions {
  readonly platform: Pick<Platform, 'schedule' | 'withLock'>;
  readonly table: LocalTable;
  /** Names the lock under which the tabs of a browser agree on what is kept. */
  readonly name: string;
}

export function openScreenfuls({ platform, table, name }: ScreenfulsOptions): Screenfuls {
  const known = new Map<ConversationId, Entry>();
  const counted = new Set<ConversationId>();

  const read = async (conversationId: ConversationId) => {
    const reading = await table.read(conversationId);
    const entry = known.get(conversationId);
    if (entry !== undefined && entry.cancel !== null) return entry.rows; // newer than what is on the disk
    const rows = parseScreenful(reading.status === 'read' ? reading.value : null);
    known.set(conversationId, { rows, cancel: null });
    return rows;
  };
  const write = (conversationId: ConversationId, entry: Entry) => {
    entry.cancel?.();
    entry.cancel = null;
    void table.write(conversationId, entry.rows);
    if (!counted.has(conversationId)) void count(conversationId);
  };
  /** The last one written comes first; what is one too many goes. */
  const count = (conversationId: ConversationId) => {
    counted.add(conversationId);
    return platform.withLock(name, async () => {
      const reading = await table.read(orderKey);
      const parsed = v.safeParse(orderSchema, reading.status === 'read' ? reading.value : []);
      const before = parsed.success ? parsed.output : [];
      const order = [conversationId, ...before.filter((id) => id !== conversationId)];
      for (const id of order.slice(maxKept)) void table.remove(id);
      await table.write(orderKey, order.slice(0, maxKept));
    });
  };
  const note = (conversationId: ConversationId, shown: readonly KeptRow[] | null, chapters: ReadChapters) => {
    const entry = known.get(conversationId);
    if (entry === undefined) return;
    const mendedRows = mended(entry.rows, chapters);
    const isOutdated = mendedRows !== entry.rows;
    const next = shown ?? mendedRows;
    if (!isOutdated && isSameScreenful(next, entry.rows)) return;
    entry.rows = next;
    if (isOutdated) write(conversationId, entry);
    else entry.cancel ??= platform.schedule(keepDelayMs, () => write(conversationId, entry));
  };
  const flush = (conversationId: ConversationId) => {
    const entry = known.get(conversationId);
    if (entry?.cancel !== null && entry !== undefined) write(conversationId, entry);
  };
  return {
    read,
    note,
    async mend(conversationId, chapters) {
      await read(conversationId);
      note(conversationId, null, chapters);
    },
    flush,
    forget(conversationId) {
      known.get(conversationId)?.cancel?.();
      known.delete(conversationId);
      void table.remove(conversationId);
    },
    close() {
      for (const conversationId of known.keys()) flush(conversationId);
      table.close();
    },
  };
}

/** One that is no longer in the list leaves nothing here. Answers how to stop. */
export function forgetScreenfuls(
  { summaries }: Pick<ConversationTable, 'summaries'>,
  screenfuls: Pick<Screenfuls, 'forget'>,
): () => void {
  const idsNow = () => new Set(summaries.get().map(({ conversationId }) => conversationId));
  let known = idsNow();
  return summaries.subscribe(() => {
    const now = idsNow();
    for (const id of known) if (!now.has(id)) screenfuls.forget(id);
    known = now;
  });
}

/** Where one chapter is read and no other. */
export function onlyOf(live: Pick<LiveChapter, 'chapter' | 'items' | 'markOf'>): ReadChapters {
  return {
    itemsOf: (chapter) => (chapter === live.chapter ? live.items.get() : null),
    markOf: (item) => live.markOf(item),
  };
}
