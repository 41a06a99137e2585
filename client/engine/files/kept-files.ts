// Which files this device has, whole, and where: by the hash of their content. What others have sent stays within a
// budget, and what was looked at longest ago goes first; what is chosen or on its way never goes.
// Every tab has the same rows (`files` store), read once after the start; until then nothing is here.
import * as v from 'valibot';
import { parseFileHash, type FileHash, type NamedFile } from '../../../shared/conversation/attachments.ts';
import { parseConversationId, type ConversationId } from '../../../shared/ids.ts';
import type { KeptStore } from '../disk/kept-store.ts';
import type { KeptFiles as KeptFigures, Readable } from '../messenger.ts';
import type { Platform } from '../platform.ts';
import { makeWritable } from '../writable.ts';
import { filesToGo } from './decide-eviction.ts';
import type { FileDisk, Put } from './file-disk.ts';

const conversationId = v.custom<ConversationId>(
  (value) => parseConversationId(value) !== null,
  'not a conversation id',
);
const row = v.object({
  /** Under which the disk has it. */
  name: v.string(),
  bytes: v.number(),
  type: v.string(),
  seenMs: v.number(),
  /** Where messages carry it, as far as this device has looked. */
  in: v.array(conversationId),
});
export type FileRow = v.InferOutput<typeof row>;

export interface KeptFiles {
  isHere(hash: FileHash): boolean;
  /** Counts up as what is here changes. */
  readonly changes: Readable<number>;
  readonly figures: Readable<KeptFigures>;
  /** With the type that it was kept as. Null where it is not, or no more; rejects where the disk does not say. */
  get(hash: FileHash): Promise<Blob | null>;
  /**
   * Notes a file that the disk has under this name already; settles when that is on the disk too. False where the file was
   * here under another name: then whoever put it there takes this one away.
   */
  note(file: NamedFile, name: string, where: ConversationId): Promise<boolean>;
  /** Puts it on the disk and notes it. */
  keep(file: NamedFile, blob: Blob, where: ConversationId): Promise<Put>;
  /** Somebody has looked at it there. */
  noteSeen(hash: FileHash, where: ConversationId): void;
  forget(hash: FileHash): void;
  /** What was only there goes: this person is in it no more. */
  forgetAll(conversationId: ConversationId): void;
  setBudget(bytes: number): void;
  clear(): void;
  /**
   * Takes away what no row knew of the last time either: another tab writes the row of what it keeps a moment after its
   * bytes. `isUsed`: a name that others need.
   */
  sweep(isUsed: (name: string) => boolean): Promise<void>;
}

export interface KeptFilesOptions {
  readonly platform: Pick<Platform, 'nowMs' | 'schedule'>;
  readonly store: Pick<KeptStore, 'state' | 'read' | 'write' | 'remove' | 'keys' | 'onChangedElsewhere' | 'whenStored'>;
  readonly disk: FileDisk;
  readonly freshName: () => string;
  /** Chosen, or in a message on its way: it stays whatever the budget says. */
  readonly isHeld: (hash: FileHash) => boolean;
}

const prefix = 'file/';
const budgetKey = 'budget';
const firstBudget = 1_024 * 1_024 * 1_024;
/** Looking at a file again within this is written down once. */
const seenStepMs = 60_000;

export function openKeptFiles({ platform, store, disk, freshName, isHeld }: KeptFilesOptions): KeptFiles {
  const rows = new Map<FileHash, FileRow>();
  /** Of all rows. */
  let total = 0;
  const changes = makeWritable(0);
  const budgetNow = () => {
    const told = store.read(budgetKey);
    return typeof told === 'number' && told >= 0 ? told : firstBudget;
  };
  const figuresNow = (): KeptFigures => ({
    bytes: total,
    budget: budgetNow(),
  });
  const figures = makeWritable<KeptFigures>(figuresNow());
  const tell = () => {
    figures.set(figuresNow());
    changes.set(changes.get() + 1);
  };
  const setRow = (hash: FileHash, next: FileRow | null) => {
    total += (next?.bytes ?? 0) - (rows.get(hash)?.bytes ?? 0);
    if (next === null) rows.delete(hash);
    else rows.set(hash, next);
  };
  const take = (key: string) => {
    const hash = key.startsWith(prefix) ? parseFileHash(key.slice(prefix.length)) : null;
    if (hash === null) return;
    const parsed = v.safeParse(row, store.read(key));
    setRow(hash, parsed.success ? parsed.output : null);
  };
  for (const key of store.keys(prefix)) take(key);
  tell();
  store.onChangedElsewhere((key) => {
    take(key);
    if (key === budgetKey || key.startsWith(prefix)) tell();
  });
  const write = (hash: FileHash, next: FileRow) => {
    setRow(hash, next);
    store.write(prefix + hash, next);
  };
  const forget = (hash: FileHash) => {
    const known = rows.get(hash);
    if (known === undefined) return;
    setRow(hash, null);
    store.remove(prefix + hash); // first: a row without its bytes would be one that lies
    void disk.remove(known.name);
    tell();
  };
  /** Null where the browser has taken it away. */
  const wholeOf = async (known: FileRow | undefined): Promise<Blob | null> => {
    const blob = known === undefined ? null : await disk.get(known.name);
    return blob?.size === known?.bytes ? blob : null;
  };
  let strays: ReadonlySet<string> = new Set();
  const makeRoom = () => {
    for (const hash of filesToGo(rows, budgetNow(), isHeld)) forget(hash);
  };
  const note = async ({ hash, size, type }: NamedFile, name: string, where: ConversationId) => {
    const isThere = (await wholeOf(rows.get(hash)).catch(() => null)) !== null;
    const known = rows.get(hash);
    const kept = isThere && known !== undefined ? known.name : name;
    const places = [...new Set([...(known?.in ?? []), where])];
    write(hash, { name: kept, bytes: size, type, seenMs: platform.nowMs(), in: places });
    makeRoom();
    tell();
    await store.whenStored(); // whoever lets go of the name now must not be killed before the row is there
    return kept === name;
  };
  return {
    isHere: (hash) => rows.has(hash),
    changes,
    figures,
    async get(hash) {
      const known = rows.get(hash);
      if (known === undefined) return null;
      const blob = await wholeOf(known);
      if (blob !== null) return blob.slice(0, blob.size, known.type);
      if (rows.get(hash)?.name === known.name) forget(hash);
      return null;
    },
    note,
    async keep(file, blob, where) {
      const name = freshName();
      const put = await disk.put(name, blob);
      const isNew = put === 'kept' && (await note(file, name, where));
      if (put === 'kept' && !isNew) void disk.remove(name); // one of it is enough
      return put;
    },
    noteSeen(hash, where) {
      const known = rows.get(hash);
      if (known === undefined) return;
      const isNew = !known.in.includes(where);
      if (!isNew && platform.nowMs() - known.seenMs < seenStepMs) return;
      write(hash, { ...known, seenMs: platform.nowMs(), in: isNew ? [...known.in, where] : known.in });
    },
    forget,
    forgetAll(gone) {
      for (const [hash, known] of rows) {
        if (!known.in.includes(gone)) continue;
        const left = known.in.filter((one) => one !== gone);
        if (left.length === 0 && !isHeld(hash)) forget(hash);
        else write(hash, { ...known, in: left });
      }
    },
    setBudget(bytes) {
      store.write(budgetKey, Math.max(0, bytes));
      makeRoom();
      tell();
    },
    clear() {
      for (const hash of rows.keys()) if (!isHeld(hash)) forget(hash);
    },
    async sweep(isUsed) {
      if (store.state.get() === 'unread') return; // nobody knows what is a stray
      const names = await disk.names();
      const known = new Set([...rows.values()].map(({ name }) => name));
      const found = names.filter((name) => !known.has(name) && !isUsed(name));
      await Promise.all(found.filter((name) => strays.has(name)).map((name) => disk.remove(name)));
      strays = new Set(found);
    },
  };
}
