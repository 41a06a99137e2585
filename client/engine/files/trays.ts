// What is chosen for the next message of each conversation: kept on this device first, then looked into.
// Promises: what is shown as ready survives a killed tab; one that was killed while it kept a file leaves nothing of it;
// every tab shows the same. Does not know how anything is sent.
import * as v from 'valibot';
import { must } from '../../../shared/base/assert.ts';
import {
  attachment,
  filesOf,
  maxAttachments,
  type Attachment,
  type FileHash,
} from '../../../shared/conversation/attachments.ts';
import { parseConversationId, type ConversationId } from '../../../shared/ids.ts';
import type { FileLimits } from '../../../shared/protocol/files-api.ts';
import type { KeptStore } from '../disk/kept-store.ts';
import type { Readable } from '../messenger.ts';
import type { Platform } from '../platform.ts';
import { makeWritable, type Writable } from '../writable.ts';
import type { FileDisk } from './file-disk.ts';
import type { ChosenFile, ChosenProblem, KnownOfFile } from './files.ts';
import type { KeptFiles } from './kept-files.ts';

const forms = ['image', 'video', 'audio', 'voice', 'document'] as const;
const problems = ['empty', 'too-large', 'too-many', 'not-allowed', 'unreadable', 'full'] as const;
const row = v.object({
  ...{ order: v.number(), name: v.string(), size: v.number(), type: v.string(), form: v.picklist(forms) },
  /** Under which the disk has what was chosen; null where it could not be kept, or is kept by its hash by now. */
  raw: v.nullable(v.string()),
  voice: v.nullable(v.object({ durationMs: v.number(), waveform: v.string() })),
  isOriginal: v.boolean(),
  /** Null as long as nobody has looked. */
  isPhoto: v.nullable(v.boolean()),
  attachment: v.nullable(attachment),
  problem: v.nullable(v.picklist(problems)),
});
type Row = v.InferOutput<typeof row>;

export interface Trays {
  chosenIn(conversationId: ConversationId): Readable<readonly ChosenFile[]>;
  choose(conversationId: ConversationId, files: readonly File[], known?: KnownOfFile): void;
  drop(conversationId: ConversationId, id: string): void;
  move(conversationId: ConversationId, id: string, to: number): void;
  setOriginal(conversationId: ConversationId, id: string, isOriginal: boolean): void;
  /** What goes now, in its order, as much as one message takes; null while one is still being kept. */
  readyIn(conversationId: ConversationId): readonly { readonly id: string; readonly attachment: Attachment }[] | null;
  /** These are in a message now: their files stay, for that. */
  letGo(conversationId: ConversationId, ids: readonly string[]): void;
  /** Conversations with something chosen that could go. */
  countWaiting(): number;
  holds(hash: FileHash): boolean;
  /** Whether the disk has something for a tray under this name. */
  uses(name: string): boolean;
  forgetAll(conversationId: ConversationId): void;
  close(): void;
}

export interface TraysOptions {
  readonly platform: Pick<Platform, 'preparer' | 'withLock' | 'schedule'>;
  readonly kept: Pick<KeptStore, 'read' | 'write' | 'remove' | 'keys' | 'onChangedElsewhere' | 'whenStored'>;
  readonly disk: FileDisk;
  readonly files: Pick<KeptFiles, 'keep' | 'note'>;
  /** A file that nobody needs for a message any more. */
  readonly release: (hash: FileHash) => void;
  readonly freshName: () => string;
  readonly limits: Readable<FileLimits | null>;
  /** Of the locks that tabs share. */
  readonly lockPrefix: string;
  /** Somebody has chosen something that only this device has. */
  readonly onKept: () => void;
}

const prefix = 'chosen/';
const wordsMayComeWithinMs = 1_000;

export function openTrays(options: TraysOptions): Trays {
  return new AllTrays(options);
}

class AllTrays implements Trays {
  readonly #options: TraysOptions;
  readonly #rows = new Map<string, Row>();
  readonly #shown = new Map<ConversationId, Writable<readonly ChosenFile[]>>();
  /** Being kept in this tab: how many bytes are there. No other tab knows of them yet. */
  readonly #underWay = new Map<string, { row: Row; kept: number }>();
  readonly #preparing = new Map<string, AbortController>();
  /** Kept by their hashes already, while what is chosen does not say so yet. */
  readonly #coming = new Map<string, readonly FileHash[]>();
  readonly #stop: () => void;
  #isClosed = false;

  constructor(options: TraysOptions) {
    this.#options = options;
    this.#stop = options.kept.onChangedElsewhere((key) => this.#take(key));
    for (const key of options.kept.keys(prefix)) this.#take(key);
  }

  chosenIn(conversationId: ConversationId): Readable<readonly ChosenFile[]> {
    return this.#tray(conversationId);
  }

  choose(conversationId: ConversationId, files: readonly File[], known: KnownOfFile = {}): void {
    for (const file of files) this.#chooseOne(conversationId, file, known);
  }

  drop(conversationId: ConversationId, id: string): void {
    const key = keyOf(conversationId, id);
    const found = this.#underWay.get(key)?.row ?? this.#rows.get(key);
    this.#remove(conversationId, id);
    this.#removeRaw(found);
    // Nobody has sent it: what others may have of it can be had from them again.
    const attachment = found?.attachment ?? null;
    for (const { hash } of attachment === null ? [] : filesOf([attachment])) this.#options.release(hash);
  }

  move(conversationId: ConversationId, id: string, to: number): void {
    const ordered = this.#entries(conversationId).filter(([key]) => key !== keyOf(conversationId, id));
    const moved = this.#entries(conversationId).find(([key]) => key === keyOf(conversationId, id));
    if (moved === undefined) return;
    const [before, after] = [ordered[to - 1]?.[1].order, ordered[to]?.[1].order];
    const order = ((before ?? (after ?? 0) - 2) + (after ?? (before ?? 0) + 2)) / 2;
    const underWay = this.#underWay.get(moved[0]);
    if (underWay === undefined) return this.#write(moved[0], { ...moved[1], order });
    underWay.row = { ...underWay.row, order }; // what is not whole yet is not written down
    this.#tell(conversationId);
  }

  setOriginal(conversationId: ConversationId, id: string, isOriginal: boolean): void {
    const key = keyOf(conversationId, id);
    const found = this.#rows.get(key);
    if (found?.isPhoto !== true || found.isOriginal === isOriginal || found.raw === null) return;
    this.#preparing.get(key)?.abort();
    this.#write(key, { ...found, isOriginal, attachment: null, problem: null });
    void this.#prepare(key);
  }

  readyIn(conversationId: ConversationId): ReturnType<Trays['readyIn']> {
    const entries = this.#entries(conversationId);
    if (entries.some(([, { attachment, problem }]) => attachment === null && problem === null)) return null;
    const ready = entries.flatMap(([key, { attachment }]) =>
      attachment === null ? [] : [{ id: idIn(key), attachment }],
    );
    return ready.slice(0, maxAttachments); // tabs may have chosen without knowing of each other
  }

  letGo(conversationId: ConversationId, ids: readonly string[]): void {
    for (const id of ids) {
      const found = this.#rows.get(keyOf(conversationId, id));
      this.#remove(conversationId, id);
      this.#removeRaw(found);
    }
  }

  countWaiting(): number {
    const rows = [...this.#rows, ...[...this.#underWay].map(([key, { row }]) => [key, row] as const)];
    return new Set(rows.flatMap(([key, { problem }]) => (problem === null ? [key.split('/')[1]] : []))).size;
  }

  holds(hash: FileHash): boolean {
    if ([...this.#coming.values()].some((hashes) => hashes.includes(hash))) return true;
    return [...this.#rows.values()].some(
      ({ attachment }) => attachment !== null && filesOf([attachment]).some((file) => file.hash === hash),
    );
  }

  uses(name: string): boolean {
    return [...this.#rows.values(), ...[...this.#underWay.values()].map(({ row }) => row)].some(
      ({ raw }) => raw === name,
    );
  }

  forgetAll(conversationId: ConversationId): void {
    for (const [key] of this.#entries(conversationId)) this.drop(conversationId, idIn(key));
  }

  close(): void {
    this.#isClosed = true;
    this.#stop();
    for (const preparing of this.#preparing.values()) preparing.abort();
  }

  #chooseOne(conversationId: ConversationId, file: File, { voice, isOriginal = false }: KnownOfFile): void {
    const { platform, freshName } = this.#options;
    const raw = freshName();
    const key = keyOf(conversationId, raw);
    const entries = this.#entries(conversationId);
    const form = voice === undefined ? platform.preparer.formOf(file) : 'voice';
    const chosen: Row = {
      ...{ order: (entries.at(-1)?.[1].order ?? 0) + 1, name: file.name, size: file.size, type: file.type, form },
      ...{ raw, voice: voice ?? null, isOriginal, isPhoto: null, attachment: null, problem: null },
    };
    const going = entries.filter(([, { problem }]) => problem === null);
    const problem = this.#problemWith(chosen, going.length);
    if (problem !== null) return this.#write(key, { ...chosen, raw: null, problem });
    this.#underWay.set(key, { row: chosen, kept: 0 });
    this.#tell(conversationId);
    void this.#keep(conversationId, key, file);
  }

  #problemWith({ size, form }: Row, before: number): ChosenProblem | null {
    const most = this.#options.limits.get()?.maxBytes[form] ?? Infinity;
    if (size === 0) return 'empty';
    if (most === 0) return 'not-allowed';
    if (size > most) return 'too-large';
    return before >= maxAttachments ? 'too-many' : null;
  }

  /** First its bytes, then the word that they are there. */
  async #keep(conversationId: ConversationId, key: string, file: File): Promise<void> {
    const found = this.#underWay.get(key);
    const raw = found?.row.raw ?? null;
    if (found === undefined || raw === null) return;
    const { disk, onKept } = this.#options;
    const put = await disk.put(raw, file, (bytes) => {
      found.kept = bytes;
      this.#tell(conversationId);
    });
    const isWanted = this.#underWay.delete(key); // it may have been dropped meanwhile
    if (!isWanted || this.#isClosed) return void disk.remove(raw);
    if (put !== 'kept') return this.#write(key, { ...found.row, raw: null, problem: put });
    this.#write(key, found.row);
    onKept();
    await this.#prepare(key);
  }

  /** In one tab at a time, and again at the next start where it was not finished. */
  async #prepare(key: string): Promise<void> {
    if (this.#isClosed) return;
    const { platform, lockPrefix } = this.#options;
    const preparing = new AbortController();
    this.#preparing.set(key, preparing);
    await platform.withLock(`${lockPrefix}/prepare/${key}`, async () => {
      const found = this.#rows.get(key);
      if (found === undefined || !isToPrepare(found) || preparing.signal.aborted) return;
      const { next, spare } = await this.#prepared(key, found, preparing.signal).catch(() => cannotBeRead);
      if (next.problem === 'unreadable') await this.#hearOthers();
      const now = this.#rows.get(key); // it may have gone, or been moved
      const isWanted = now !== undefined && isToPrepare(now) && !preparing.signal.aborted;
      const isSame = isWanted && now.raw === found.raw && now.isOriginal === found.isOriginal;
      if (isSame) this.#write(key, { ...now, ...next });
      if (isSame && spare !== null) void this.#removeSpare(spare);
      this.#letCome(key);
    });
    if (this.#preparing.get(key) === preparing) this.#preparing.delete(key);
  }

  /** Another tab that had it before says so as it lets go: its word may come after that. */
  #hearOthers(): Promise<void> {
    const { platform } = this.#options;
    return new Promise((resolve) => void platform.schedule(wordsMayComeWithinMs, resolve));
  }

  /** What was kept of something that has gone meanwhile, or cannot go, goes too. */
  #letCome(key: string): void {
    const hashes = this.#coming.get(key) ?? [];
    this.#coming.delete(key);
    if (!this.#isClosed) for (const hash of hashes) if (!this.holds(hash)) this.#options.release(hash);
  }

  async #prepared(key: string, found: Row, signal: AbortSignal): Promise<Found> {
    const { platform, disk, files } = this.#options;
    const { raw, name, type, isOriginal, voice } = found;
    const conversationId = must(parseConversationId(key.split('/')[1]), 'a key of a tray');
    const bytes = raw === null ? null : await disk.get(raw);
    if (raw === null || bytes === null) return cannotBeRead;
    const file = bytes.slice(0, bytes.size, type);
    const known = { file, name, isOriginal, ...(voice !== null && { voice }) };
    const { attachment, preview, isPhoto, file: prepared } = await platform.preparer.prepare(known, signal);
    this.#coming.set(
      key,
      filesOf([attachment]).map(({ hash }) => hash),
    ); // first: what is kept may have to make room
    // Of a photo what was chosen stays apart: it may yet go another way.
    const isMovedOn = prepared === file && !isPhoto;
    const isFirst = !isMovedOn || (await files.note(attachment, raw, conversationId));
    const puts = [
      isMovedOn ? 'kept' : await files.keep(attachment, prepared, conversationId),
      preview === null ? 'kept' : await files.keep(preview.named, preview.file, conversationId),
    ];
    const failed = puts.find((put) => put !== 'kept') ?? null;
    const problem = failed ?? this.#problemWith({ ...found, ...sizeAndForm(attachment) }, 0);
    const left = isMovedOn ? { raw: null, isPhoto } : { isPhoto };
    const next = problem === null ? { ...left, attachment } : { ...left, problem };
    return { next, spare: isFirst ? null : raw };
  }

  /** After the word that nobody needs it: whoever is killed before looks at it again. */
  async #removeSpare(name: string): Promise<void> {
    await this.#options.kept.whenStored();
    if (!this.#isClosed) await this.#options.disk.remove(name);
  }

  #removeRaw(row: Row | undefined): void {
    const raw = row?.raw ?? null;
    if (raw !== null) void this.#options.disk.remove(raw);
  }

  #take(key: string): void {
    if (!key.startsWith(prefix)) return;
    const conversationId = parseConversationId(key.split('/')[1]);
    if (conversationId === null) return;
    const parsed = v.safeParse(row, this.#options.kept.read(key));
    if (parsed.success) this.#rows.set(key, parsed.output);
    else this.#rows.delete(key);
    this.#tell(conversationId);
    const found = this.#rows.get(key);
    if (found !== undefined && isToPrepare(found) && !this.#preparing.has(key)) {
      void this.#prepare(key);
    }
  }

  #write(key: string, next: Row): void {
    this.#rows.set(key, next);
    this.#options.kept.write(key, next);
    this.#tell(parseConversationId(key.split('/')[1]));
  }

  #remove(conversationId: ConversationId, id: string): void {
    const key = keyOf(conversationId, id);
    this.#preparing.get(key)?.abort();
    this.#underWay.delete(key);
    if (this.#rows.delete(key)) this.#options.kept.remove(key);
    this.#tell(conversationId);
  }

  #entries(conversationId: ConversationId): readonly (readonly [key: string, row: Row])[] {
    const start = `${prefix}${conversationId}/`;
    const all = [...this.#rows, ...[...this.#underWay].map(([key, { row }]) => [key, row] as const)];
    return all
      .filter(([key]) => key.startsWith(start))
      .sort(([, one], [, other]) => one.order - other.order || (one.raw ?? '').localeCompare(other.raw ?? ''));
  }

  #tray(conversationId: ConversationId): Writable<readonly ChosenFile[]> {
    const known = this.#shown.get(conversationId);
    if (known !== undefined) return known;
    const shown = makeWritable<readonly ChosenFile[]>(this.#show(conversationId));
    this.#shown.set(conversationId, shown);
    return shown;
  }

  #show(conversationId: ConversationId): readonly ChosenFile[] {
    return this.#entries(conversationId).map(([key, found]) => {
      const { name, size, form, attachment, problem, isPhoto, isOriginal } = found;
      const state = problem !== null ? 'problem' : attachment !== null ? 'ready' : 'keeping';
      const kept = this.#underWay.get(key)?.kept ?? size;
      return {
        id: idIn(key),
        name,
        size,
        form: attachment?.form ?? form,
        state,
        problem,
        kept,
        attachment,
        isOriginal: isPhoto === true ? isOriginal : null,
      };
    });
  }

  #tell(conversationId: ConversationId | null): void {
    if (conversationId !== null) this.#shown.get(conversationId)?.set(this.#show(conversationId));
  }
}

/** What is known now, and under which name the disk has it once too often. */
interface Found {
  readonly next: Partial<Row>;
  readonly spare: string | null;
}

const cannotBeRead: Found = { next: { problem: 'unreadable' }, spare: null };

function isToPrepare({ raw, attachment, problem }: Row): boolean {
  return raw !== null && attachment === null && problem === null;
}

function sizeAndForm({ size, form }: Attachment): Pick<Row, 'size' | 'form'> {
  return { size, form };
}

function keyOf(conversationId: ConversationId, id: string): string {
  return `${prefix}${conversationId}/${id}`;
}

function idIn(key: string): string {
  return key.slice(key.lastIndexOf('/') + 1);
}
