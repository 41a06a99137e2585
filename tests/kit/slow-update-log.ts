// An update log that takes its time and has trouble, around a real one: what a busy disk or a network would make of it.
// Knows at every instant what is on disk, so that a test can compare that with what the server says.
import type { EntryRow } from '../../sync-server/admission/chapter-state.ts';
import * as prng from 'lib0/prng';
import type { ChapterName, DocumentName, Series } from '../../shared/conversation/document-name.ts';
import type { ConversationId, UserId } from '../../shared/ids.ts';
import type { ReaderClock } from '../../sync-server/lane/reader-clocks.ts';
import type { ChangedSince, Comer, ReadReport } from '../../sync-server/update-log/chapter-reading.ts';
import type { SpokenPlace } from '../../sync-server/update-log/spoken-reading.ts';
import type { Append, AppendOutcome, StoredChapter, UpdateLog } from '../../sync-server/update-log/update-log.ts';

export interface SlowUpdateLogOptions {
  readonly inner: UpdateLog;
  readonly random: prng.PRNG;
  /** Takes as long as the disk takes this time. */
  readonly pause: () => Promise<void>;
}

export class SlowUpdateLog implements UpdateLog {
  /** While true nothing fails any more. */
  isCalm = false;
  readonly troubles = { members: 0, thrown: 0, answersLost: 0, reads: 0, folds: 0 };
  readonly #options: SlowUpdateLogOptions;
  readonly #onDisk = new Map<string, number>();

  constructor(options: SlowUpdateLogOptions) {
    this.#options = options;
  }

  get epoch(): string {
    return this.#options.inner.epoch;
  }

  get files() {
    return this.#options.inner.files;
  }

  /** Clock of the first entry of this client that is not on disk. */
  nextOnDisk(document: string, client: number): number {
    return this.#onDisk.get(`${document} ${client}`) ?? 0;
  }

  async append(batch: readonly Append[]): Promise<AppendOutcome[]> {
    const { inner, pause } = this.#options;
    await pause();
    if (this.#fails(0.02, 'thrown')) throw new Error('the disk threw');
    const failing = new Set(batch.filter(() => this.#fails(0.03, 'members')));
    const outcomes = await inner.append(batch.filter((append) => !failing.has(append)));
    const answers = batch.map((append): AppendOutcome => {
      if (failing.has(append)) return { status: 'failed', error: new Error('the disk did not take it') };
      const outcome = outcomes.shift() ?? { status: 'failed', error: new Error('an outcome is missing') };
      if (outcome.status === 'logged') this.#note(append);
      return outcome;
    });
    await pause();
    if (this.#fails(0.02, 'answersLost')) throw new Error('the answer was lost');
    return answers;
  }

  async readChapter(document: DocumentName): Promise<StoredChapter> {
    await this.#readSlowly();
    const chapter = await this.#options.inner.readChapter(document);
    await this.#options.pause();
    return chapter;
  }

  async readUpdates(document: DocumentName) {
    await this.#readSlowly();
    const updates = await this.#options.inner.readUpdates(document);
    await this.#options.pause();
    return updates;
  }

  async fold(document: DocumentName, sequence: number, state: Uint8Array): Promise<void> {
    await this.#options.pause();
    if (this.#fails(0.1, 'folds')) throw new Error('no room to fold');
    await this.#options.inner.fold(document, sequence, state);
    await this.#options.pause();
  }

  documentsHoldingErased() {
    return this.#options.inner.documentsHoldingErased();
  }

  async saveDeliveries(document: DocumentName, rows: readonly ReaderClock[]): Promise<void> {
    await this.#options.pause();
    return this.#options.inner.saveDeliveries(document, rows);
  }

  head(reader: UserId) {
    return this.#options.inner.head(reader);
  }

  changedChapters(since: ChangedSince) {
    return this.#options.inner.changedChapters(since);
  }

  pins(chapter: ChapterName, limit: number) {
    return this.#options.inner.pins(chapter, limit);
  }

  standing(chapter: ChapterName, reader: UserId) {
    return this.#options.inner.standing(chapter, reader);
  }

  position() {
    return this.#options.inner.position();
  }

  countAsRead(conversation: ConversationId, comers: readonly Comer[]) {
    return this.#options.inner.countAsRead(conversation, comers);
  }

  mergeReads(reader: UserId, reports: readonly ReadReport[], nowMs: number) {
    return this.#options.inner.mergeReads(reader, reports, nowMs);
  }

  lookThrough(places: readonly SpokenPlace[]) {
    return this.#options.inner.lookThrough(places);
  }

  fillSpoken() {
    return this.#options.inner.fillSpoken();
  }

  findTakenId(conversation: ConversationId, rows: readonly EntryRow[]): EntryRow | null {
    return this.#options.inner.findTakenId(conversation, rows);
  }

  newestUntouched(conversation: ConversationId): number {
    return this.#options.inner.newestUntouched(conversation);
  }

  newestRestored(conversation: ConversationId): number | null {
    return this.#options.inner.newestRestored(conversation);
  }

  newestIn(series: Series): number {
    return this.#options.inner.newestIn(series);
  }

  scrub(): Promise<void> {
    return this.#options.inner.scrub();
  }

  close(): void {
    this.#options.inner.close();
  }

  async #readSlowly(): Promise<void> {
    await this.#options.pause();
    if (this.#fails(0.03, 'reads')) throw new Error('the disk could not be read');
  }

  #fails(chance: number, what: keyof SlowUpdateLog['troubles']): boolean {
    if (this.isCalm || prng.real53(this.#options.random) >= chance) return false;
    this.troubles[what]++;
    return true;
  }

  #note({ document, rows }: Append): void {
    for (const { client, clock } of rows) this.#onDisk.set(`${document} ${client}`, clock + 1);
  }
}
