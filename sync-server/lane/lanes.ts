// All lanes of this server: loading documents into them, folding, sweeping, keeping deliveries, letting go.
// Promises: a document has one lane at a time and a lane one live document; nothing is let go that is in use or in flight.
// Does not know what an update is or in what order it is taken: that is `path.ts`.
import type { Document } from '@hocuspocus/server';
import * as Y from 'yjs';
import { assert } from '../../shared/base/assert.ts';
import { parsePersonalName, personalSeries, type DocumentName } from '../../shared/conversation/document-name.ts';
import { formatRefusal } from '../../shared/protocol/refusal.ts';
import { foldAfterUpdates, unloadAfterMs } from '../limits.ts';
import type { UpdateLog } from '../update-log/update-log.ts';
import { applyStored } from './apply-stored.ts';
import type { Channel } from './channel.ts';
import { Lane } from './lane.ts';
import { readPersonalState } from './personal-document.ts';

export interface LanesOptions {
  readonly log: UpdateLog;
  readonly now: () => number;
  /** Told of what should never happen: ids and codes, no content. */
  readonly onTrouble: (what: string, document: DocumentName, error?: unknown) => void;
  /** Takes a document out of Hocuspocus' hands. */
  readonly forget: (document: Document) => void;
}

export class Lanes {
  readonly #options: LanesOptions;
  readonly #lanes = new Map<DocumentName, Lane>();
  readonly #loading = new Map<DocumentName, Promise<Lane>>();

  constructor(options: LanesOptions) {
    this.#options = options;
  }

  /** The lane whose document the channel is attached to; null when there is none, and the channel is closed. */
  attachedTo(channel: Channel): Lane | null {
    const lane = this.#lanes.get(channel.document);
    const { document } = channel.connection;
    if (lane !== undefined && lane.document === document) return lane;
    this.#dismiss(document);
    return null;
  }

  /** The lane of a document, read from the log when it is not there yet. */
  of(name: DocumentName): Promise<Lane> {
    const lane = this.#lanes.get(name);
    if (lane !== undefined) return Promise.resolve(lane);
    let loading = this.#loading.get(name);
    if (loading === undefined) {
      loading = this.#read(name).finally(() => this.#loading.delete(name));
      this.#loading.set(name, loading);
    }
    return loading;
  }

  /** Those that are here. */
  all(): Iterable<Lane> {
    return this.#lanes.values();
  }

  /** The lane of a document that is here or on its way; null when the next one to come reads the log anew. */
  ifUsed(name: DocumentName): Promise<Lane> | null {
    return this.#lanes.has(name) || this.#loading.has(name) ? this.of(name) : null;
  }

  async #read(name: DocumentName): Promise<Lane> {
    const lane = await this.#readLane(name);
    lane.lastUsedMs = this.#options.now();
    this.#lanes.set(name, lane);
    return lane;
  }

  async #readLane(name: DocumentName): Promise<Lane> {
    const { log } = this.#options;
    const personal = parsePersonalName(name);
    if (personal === null) return new Lane(name, await log.readChapter(name));
    const { userId, generation } = personal;
    for (;;) {
      const updates = await log.readUpdates(name);
      const stored = await log.readChapter(name);
      if (updates.sequence !== stored.sequence) continue; // an earlier lane's commit came between
      const lane = new Lane(name, stored, readPersonalState(userId, updates));
      if (log.newestIn(personalSeries(userId)) > generation) lane.move = 'moved';
      return lane;
    }
  }

  /**
   * Fills a document that Hocuspocus has just made, and attaches it to its lane in one step. Never rejects: a document
   * that could not be read stays unattached, so its channels are closed with "try later" and not denied.
   */
  async load(document: Document): Promise<void> {
    const name = document.name as DocumentName; // parsed when access to it was judged
    try {
      while (!(await this.#loadOnce(document, name))) await nextTurn();
    } catch (error) {
      this.#options.onTrouble('a document could not be read', name, error);
    }
  }

  /** False when a commit came between. */
  async #loadOnce(document: Document, name: DocumentName): Promise<boolean> {
    const lane = await this.of(name);
    const stored = await this.#options.log.readUpdates(name);
    const { sequence, snapshot, updates } = stored;
    if (this.#lanes.get(name) !== lane || lane.appliedSequence !== sequence) return false;
    assert(lane.document === null, 'a document is loaded once');
    // Only the lane tells others of updates: Hocuspocus would echo them to their author, and these to everybody.
    document._observers.delete('update');
    applyStored(document, stored);
    lane.document = document;
    lane.lastUsedMs = this.#options.now();
    lane.snapshotBytes = snapshot?.length ?? 0;
    lane.unfolded = { updates: updates.length, bytes: 0, hasErasure: updates.length > 0 && lane.reserved.hasErasure };
    return true;
  }

  /** Whoever is in this lane comes again and meets the log anew: nothing that was reserved in it counts any more. */
  abandon(lane: Lane): void {
    if (this.#lanes.get(lane.name) === lane) this.#lanes.delete(lane.name);
    lane.isVoid = true;
    const { document } = lane;
    lane.document = null;
    if (document !== null) this.#dismiss(document);
  }

  /** Whoever sits in a document that has no lane comes again, and meets the one that has. */
  #dismiss(document: Document): void {
    const tryLater = formatRefusal({ code: 'try-later', client: null, clock: null });
    for (const connection of document.getConnections()) connection.close({ code: 1000, reason: tryLater });
    this.#options.forget(document);
  }

  /** Puts a snapshot in the place of a log that has grown by as much as the document is long. */
  foldIfDue(lane: Lane): void {
    const { unfolded, snapshotBytes } = lane;
    if (unfolded.updates >= foldAfterUpdates && unfolded.bytes >= snapshotBytes) this.#fold(lane);
  }

  #fold(lane: Lane): void {
    if (lane.document === null) return;
    const state = Y.encodeStateAsUpdate(lane.document);
    const { hasErasure } = lane.unfolded;
    lane.unfolded = { updates: 0, bytes: 0, hasErasure: false };
    lane.snapshotBytes = state.length;
    const { log, onTrouble } = this.#options;
    log
      .fold(lane.name, lane.appliedSequence, state)
      .then(() => (hasErasure ? log.scrub() : undefined))
      .catch((error: unknown) => {
        lane.unfolded.hasErasure ||= hasErasure; // what should be gone is still there: the next sweep folds again
        onTrouble('a document could not be folded', lane.name, error);
      });
  }

  /**
   * Lets go of documents and lanes that nobody uses. Must run as a task of its own: a document that has just been
   * given to a new connection shows it only after the running promises are done.
   */
  sweep(): void {
    const before = this.#options.now() - unloadAfterMs;
    for (const lane of this.#lanes.values()) {
      const { document } = lane;
      if (document !== null && document.getConnectionsCount() > 0) lane.lastUsedMs = this.#options.now();
      this.#tidy(lane);
      if (lane.inFlight > 0 || lane.lastUsedMs > before) continue;
      if (lane.unfolded.updates > 0) this.#fold(lane);
      this.#lanes.delete(lane.name);
      lane.document = null;
      if (document !== null) this.#options.forget(document);
    }
  }

  /** Begins at once what a sweep would do later, for a server that is about to close. */
  tidy(): void {
    for (const lane of this.#lanes.values()) this.#tidy(lane);
  }

  /**
   * What need not be done at once. An erasure must leave the disk soon, but not with each commit: a fold costs as much
   * as the document is long, and somebody might erase all day.
   */
  #tidy(lane: Lane): void {
    if (lane.unfolded.hasErasure) this.#fold(lane);
    const rows = lane.unsavedDeliveries;
    if (rows.length === 0) return;
    lane.unsavedDeliveries = [];
    const { log, onTrouble } = this.#options;
    log
      .saveDeliveries(lane.name, rows)
      .catch((error: unknown) => onTrouble('deliveries could not be kept', lane.name, error));
  }
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
