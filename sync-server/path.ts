// The path of a message through the server, in order: judge and reserve, log, apply, acknowledge, fan out.
// Steps 5 to 7. Start reading the server here. Promises: nobody is told of an update before it is on disk,
// and a live document always equals its log. Does not know sockets, sessions or SQL.
import type { Document } from '@hocuspocus/server';
import * as Y from 'yjs';
import { assert } from '../shared/base/assert.ts';
import type { DocumentName } from '../shared/conversation/document-name.ts';
import type { ServerEvent } from '../shared/conversation/events.ts';
import { serverAuthor } from '../shared/conversation/log.ts';
import type { ClientId, UserId } from '../shared/ids.ts';
import { formatRefusal } from '../shared/protocol/refusal.ts';
import { admit, type AdmittedUpdate } from './admission/admit.ts';
import { encodeFresh } from './admission/encode-fresh.ts';
import { readUpdate } from './admission/read-update.ts';
import { admitServerEvents, lateNotes } from './admission/server-entries.ts';
import { acknowledge, refuse, refuseAs, tellDeliveries, type Channel } from './lane/channel.ts';
import { fanOut } from './fan-out/fan-out.ts';
import { Lane } from './lane/lane.ts';
import { foldAfterUpdates, unloadAfterMs } from './limits.ts';
import type { Append, AppendOutcome, LoggedUpdate, UpdateLog } from './update-log/update-log.ts';

/** The instants between the steps. A test may end the process at one of them. */
export type PathStep = 'received' | 'logged' | 'applied' | 'acknowledged';

export interface PathOptions {
  readonly log: UpdateLog;
  /**
   * The Yjs client id of the server's own logs, another one for each process: a server that has lost its last
   * entries, as after a restore, must not write others in their place.
   */
  readonly serverClient: ClientId;
  readonly now: () => number;
  readonly random: (byteCount: number) => Uint8Array;
  /** Told of what should never happen: ids and codes, no content. */
  readonly onTrouble: (what: string, document: DocumentName, error?: unknown) => void;
  /** Takes a document out of Hocuspocus' hands. */
  readonly forget: (document: Document) => void;
  /** False when this person adds too much at once. */
  readonly mayAdd: (userId: UserId, entryCount: number, bytes: number) => boolean;
  readonly onStep?: (step: PathStep) => void;
}

/** What waits for the next commit: an update, or, with none, only the acknowledgement of what was known. */
interface Waiting {
  readonly lane: Lane;
  readonly update: AdmittedUpdate | null;
  readonly channel: Channel | null;
  /** What to acknowledge: these clients, or all that this person has in the document. */
  readonly clients: readonly ClientId[] | 'all';
  readonly settle: ((isLogged: boolean) => void) | null;
}

type Update = Waiting & { readonly update: AdmittedUpdate };
type Logged = LoggedUpdate<Update>;

/** What the log said of an append. Nothing is known of one whose answer was lost: it may stand. */
type Answer = AppendOutcome | { readonly status: 'lost'; readonly error: unknown };

/** One document's part of a commit. */
interface Part {
  readonly lane: Lane;
  readonly waiting: readonly Waiting[];
  readonly updates: readonly Update[];
  /** What of it is on disk, and why the rest is not. */
  logged: readonly Logged[];
  readonly failures: Map<Update, Answer>;
  /** How many numbers of the document's log it took. */
  appended: number;
}

export class Path {
  readonly #options: PathOptions;
  readonly #lanes = new Map<DocumentName, Lane>();
  readonly #loading = new Map<DocumentName, Promise<Lane>>();
  #waiting: Waiting[] = [];
  #isCommitting = false;

  constructor(options: PathOptions) {
    this.#options = options;
  }

  get serverClient(): ClientId {
    return this.#options.serverClient;
  }

  /** An update has come in on an attached channel. Judged and reserved before this returns; logged soon after. */
  receive(channel: Channel, bytes: Uint8Array, isSync: boolean): void {
    const lane = this.#laneWith(channel);
    if (lane === null) return;
    const parsed = readUpdate(bytes);
    if (parsed === null) return refuseAs(channel, 'malformed');
    const { now, serverClient } = this.#options;
    const { userId, mayWrite } = channel;
    const verdict = admit(lane.reserved, parsed, { userId, mayWrite, serverClient, isSync, nowMs: now() });
    if (verdict.status === 'refused') return refuse(channel, verdict.refusal);
    const clients = parsed.blocks.map((block) => block.client);
    if (verdict.status === 'known') return this.#wait({ lane, channel, clients, update: null, settle: null });
    if (!this.#options.mayAdd(userId, verdict.update.rows.length, bytes.length)) return refuseAs(channel, 'too-fast');
    this.#reserve({ lane, channel, clients, update: verdict.update, settle: null });
    this.#reserveServerEvents(lane, lateNotes(verdict.update.rows, now(), this.#options.random));
  }

  /** Tells a device that has just attached how far its own logs are on our disk and on those of others. */
  greet(channel: Channel): void {
    const lane = this.#laneWith(channel);
    if (lane === null) return;
    lane.channels.add(channel);
    channel.connection.onClose(() => lane.channels.delete(channel));
    this.#wait({ lane, channel, clients: 'all', update: null, settle: null });
    tellDeliveries(channel, lane.deliveries.of(lane.clientsOf(channel.userId)));
  }

  /** A device says which entries of others are on its disk. Their writers are told; nobody may claim more than we have. */
  takeDelivered(channel: Channel, clocks: Readonly<Record<string, number>>): void {
    const lane = this.#laneWith(channel);
    if (lane === null) return;
    const reader = channel.userId;
    const rows = Object.entries(clocks).flatMap(([text, claimed]) => {
      const client = Number(text) as ClientId; // only a client that has a log counts
      const owner = lane.ownerOf(client);
      const clock = Math.min(claimed, lane.logged.get(client) ?? 0);
      return owner === undefined || owner === reader || owner === serverAuthor ? [] : [{ reader, client, clock }];
    });
    const news = lane.deliveries.merge(rows);
    if (news.length === 0) return;
    for (const other of lane.channels) {
      tellDeliveries(
        other,
        news.filter(({ client }) => lane.ownerOf(client) === other.userId),
      );
    }
  }

  /** The lane whose document the channel is attached to; null when there is none, and the channel is closed. */
  #laneWith(channel: Channel): Lane | null {
    const lane = this.#lanes.get(channel.document);
    const { document } = channel.connection;
    if (lane !== undefined && lane.document === document) return lane;
    this.#dismiss(document);
    return null;
  }

  /** Whoever sits in a document that has no lane comes again, and meets the one that has. */
  #dismiss(document: Document): void {
    const tryLater = formatRefusal({ code: 'try-later', client: null, clock: null });
    for (const connection of document.getConnections()) connection.close({ code: 1000, reason: tryLater });
    this.#options.forget(document);
  }

  /** Appends the server's own events to a document. True once they are on disk; false when that is not known. */
  async appendServerEvents(document: DocumentName, events: readonly ServerEvent[]): Promise<boolean> {
    try {
      const lane = await this.#laneOf(document);
      return await new Promise((resolve) => this.#reserveServerEvents(lane, events, resolve));
    } catch (error) {
      this.#options.onTrouble('a document could not be read', document, error);
      return false;
    }
  }

  #reserveServerEvents(lane: Lane, events: readonly ServerEvent[], settle: Waiting['settle'] = null): void {
    if (events.length === 0) return settle?.(true);
    const { serverClient } = this.#options;
    const update = admitServerEvents(serverClient, lane.reserved.nextClock(serverClient), events);
    this.#reserve({ lane, channel: null, clients: [], update, settle });
  }

  #reserve(update: Update): void {
    update.lane.reserve(update.update);
    this.#wait(update);
  }

  #wait(waiting: Waiting): void {
    waiting.lane.inFlight++;
    this.#waiting.push(waiting);
    this.#scheduleCommit();
  }

  /** Everything that comes in during one turn of the event loop shares one commit. */
  #scheduleCommit(): void {
    if (this.#isCommitting) return;
    this.#isCommitting = true;
    setImmediate(() => void this.#commit());
  }

  async #commit(): Promise<void> {
    const batch = this.#waiting;
    this.#waiting = [];
    const { onStep } = this.#options;
    onStep?.('received');
    for (const { lane, settle } of batch) if (lane.isVoid) settle?.(false);
    const parts = partsOf(batch.filter(({ lane }) => !lane.isVoid));
    await this.#log(parts);
    onStep?.('logged');
    for (const part of parts) this.#finish(part);
    this.#isCommitting = false;
    if (this.#waiting.length > 0) this.#scheduleCommit();
  }

  /**
   * Puts all parts on the disk, each document's as one update. Where the log did not take it, one of its updates may be
   * at fault: they are tried again one by one, so that the ones before it stand.
   */
  async #log(parts: readonly Part[]): Promise<void> {
    const joined = parts.filter(({ updates }) => updates.length > 0);
    const answers = await this.#append(joined.map(({ lane, updates }) => this.#appendOf(lane, updates, 0)));
    const again = joined.filter((part, index) => !takeAnswer(part, part.updates, answers[index]));
    const alone = again.flatMap((part) => part.updates.map((update) => ({ part, update })));
    if (alone.length === 0) return;
    const appends = alone.map(({ part, update }) => this.#appendOf(part.lane, [update], part.updates.indexOf(update)));
    const results = await this.#append(appends);
    alone.forEach(({ part, update }, index) => takeAnswer(part, [update], results[index]));
  }

  #appendOf({ name, appliedSequence }: Lane, updates: readonly Update[], offset: number): Append {
    return {
      document: name,
      after: appliedSequence + offset,
      update: encodeFresh(updates.map(({ update }) => update)),
      rows: updates.flatMap(({ update }) => update.rows),
      erased: updates.flatMap(({ update }) => update.erased),
      arrivedAt: this.#options.now(),
    };
  }

  /** A log that throws has taken all, some or nothing: every lane in it meets the log anew. */
  async #append(appends: readonly Append[]): Promise<Answer[]> {
    try {
      return appends.length === 0 ? [] : await this.#options.log.append(appends);
    } catch (error) {
      return appends.map(() => ({ status: 'lost', error }));
    }
  }

  /** Step 7 for one document, after its part of a commit. */
  #finish(part: Part): void {
    const { lane, waiting, logged, failures } = part;
    const { onStep, now } = this.#options;
    lane.inFlight -= waiting.length;
    lane.lastUsedMs = now();
    lane.appliedSequence += part.appended;
    for (const { update, position } of logged) lane.markLogged(update, position);
    const news = logged.length === 0 ? null : encodeFresh(logged.map(({ update }) => update));
    const isApplied = news === null || this.#apply(lane, logged, news);
    onStep?.('applied');
    if (isApplied) {
      this.#answer(
        lane,
        waiting.filter((one) => !isFailed(part, one)),
      );
      onStep?.('acknowledged');
      if (lane.document !== null && news !== null) fanOut(lane.document, logged, news);
    }
    for (const one of waiting) one.settle?.(!isFailed(part, one));
    if (failures.size > 0 || !isApplied) return this.#abandon(part);
    if (isFoldDue(lane)) this.#fold(lane);
  }

  /** Brings the live document to where its log is. False when it is not there afterwards. */
  #apply(lane: Lane, logged: readonly Logged[], news: Uint8Array): boolean {
    countUnfolded(lane, logged, news);
    const { document } = lane;
    if (document === null) return true;
    try {
      Y.applyUpdate(document, news, lane);
    } catch (error) {
      this.#options.onTrouble('a logged update could not be applied', lane.name, error);
      return false;
    }
    const clients = new Set(logged.flatMap(({ update }) => update.rows.map((row) => row.client)));
    for (const client of clients) {
      if (Y.getState(document.store, client) === lane.logged.get(client)) continue;
      this.#options.onTrouble('the live document is not equal to its log', lane.name);
      return false;
    }
    return true;
  }

  /** One acknowledgement for each channel, however many of its updates the commit brought. */
  #answer(lane: Lane, waiting: readonly Waiting[]): void {
    const acks = new Map<Channel, { ack: Map<ClientId, number>; position: number; whole: boolean }>();
    for (const { channel, clients } of waiting) {
      if (channel === null) continue;
      const told = acks.get(channel) ?? { ack: new Map(), position: lane.position, whole: false };
      if (clients === 'all') told.whole = true;
      for (const client of clients === 'all' ? lane.clientsOf(channel.userId) : clients) {
        const clock = lane.logged.get(client);
        if (clock !== undefined && lane.ownerOf(client) === channel.userId) told.ack.set(client, clock);
      }
      acks.set(channel, told);
    }
    for (const [channel, told] of acks) if (told.whole || told.ack.size > 0) acknowledge(channel, told);
  }

  /** What could not be logged was reserved: everything after it is void, so all devices meet the log anew. */
  #abandon({ lane, failures }: Part): void {
    for (const [{ channel }, answer] of failures) {
      if ('error' in answer) this.#options.onTrouble('the log did not take an append', lane.name, answer.error);
      if (channel !== null && answer.status === 'duplicate-id') refuseAs(channel, 'duplicate-id');
    }
    this.#lanes.delete(lane.name);
    lane.isVoid = true;
    const { document } = lane;
    lane.document = null;
    if (document !== null) this.#dismiss(document);
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
    const lane = await this.#laneOf(name);
    const { sequence, snapshot, updates } = await this.#options.log.readUpdates(name);
    if (this.#lanes.get(name) !== lane || lane.appliedSequence !== sequence) return false;
    assert(lane.document === null, 'a document is loaded once');
    // Only the lane tells others of updates: Hocuspocus would echo them to their author, and these to everybody.
    document._observers.delete('update');
    const parts = snapshot === null ? updates : [snapshot, ...updates];
    document.transact(() => parts.forEach((update) => Y.applyUpdate(document, update)));
    lane.document = document;
    lane.lastUsedMs = this.#options.now();
    lane.snapshotBytes = snapshot?.length ?? 0;
    lane.unfolded = { updates: updates.length, bytes: 0, hasErasure: updates.length > 0 && lane.reserved.hasErasure };
    return true;
  }

  #laneOf(name: DocumentName): Promise<Lane> {
    const lane = this.#lanes.get(name);
    if (lane !== undefined) return Promise.resolve(lane);
    let loading = this.#loading.get(name);
    if (loading === undefined) {
      loading = this.#readLane(name).finally(() => this.#loading.delete(name));
      this.#loading.set(name, loading);
    }
    return loading;
  }

  async #readLane(name: DocumentName): Promise<Lane> {
    const lane = new Lane(name, await this.#options.log.readChapter(name));
    lane.lastUsedMs = this.#options.now();
    this.#lanes.set(name, lane);
    return lane;
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

  /**
   * What need not be done at once. An erasure must leave the disk soon, but not with each commit: a fold costs as much
   * as the document is long, and somebody might erase all day.
   */
  #tidy(lane: Lane): void {
    if (lane.unfolded.hasErasure && lane.unfolded.updates > 0) this.#fold(lane);
    const rows = lane.deliveries.takeUnsaved();
    if (rows.length === 0) return;
    const { log, onTrouble } = this.#options;
    log
      .saveDeliveries(lane.name, rows)
      .catch((error: unknown) => onTrouble('deliveries could not be kept', lane.name, error));
  }

  /** Resolves when everything received so far is on disk and told. */
  async drain(): Promise<void> {
    while (this.#isCommitting) await nextTurn();
    for (const lane of this.#lanes.values()) this.#tidy(lane);
  }
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

function partsOf(batch: readonly Waiting[]): Part[] {
  const groups = Map.groupBy(batch, ({ lane }) => lane);
  return [...groups].map(([lane, waiting]) => {
    const updates = waiting.filter((one): one is Update => one.update !== null);
    return { lane, waiting, updates, logged: [], failures: new Map(), appended: 0 };
  });
}

/** Notes what became of some of a part's updates. False when they failed together and may be tried alone. */
function takeAnswer(part: Part, updates: readonly Update[], answer: Answer | undefined): boolean {
  if (answer?.status === 'logged') {
    const { position } = answer;
    // Mints the brand: only what an outcome of `logged` stands for.
    part.logged = [...part.logged, ...updates.map((update) => ({ ...update, position }) as Logged)];
    part.appended++;
    return true;
  }
  const failure: Answer = answer ?? { status: 'lost', error: new Error('the log gave no answer') };
  if (updates.length > 1 && mayBeTriedAgain(failure)) return false;
  for (const update of updates) part.failures.set(update, failure);
  return true;
}

/** Not after a conflict or a lost answer: where the log stands now, a later one could fit without those before it. */
function mayBeTriedAgain({ status }: Answer): boolean {
  return status === 'failed' || status === 'duplicate-id';
}

function isFailed({ failures }: Part, waiting: Waiting): boolean {
  return failures.has(waiting as Update); // only updates fail
}

function countUnfolded(lane: Lane, logged: readonly Logged[], news: Uint8Array): void {
  const { updates, bytes, hasErasure } = lane.unfolded;
  lane.unfolded = {
    updates: updates + 1,
    bytes: bytes + news.length,
    hasErasure: hasErasure || logged.some(({ update }) => update.erased.length > 0),
  };
}

/** Folding costs as much as the document is long, so it waits until that much more has come. */
function isFoldDue({ unfolded, snapshotBytes }: Lane): boolean {
  return unfolded.updates >= foldAfterUpdates && unfolded.bytes >= snapshotBytes;
}
