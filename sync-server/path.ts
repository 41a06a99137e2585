// The path of a message through the server, in order: judge and reserve, log, apply, acknowledge, fan out.
// Steps 5 to 7. Start reading the server here. Promises: nobody is told of an update before it is on disk,
// and a live document always equals its log. Does not know sockets, sessions or SQL, nor how a lane is loaded or let go.
import * as sha256 from 'lib0/hash/sha256';
import * as Y from 'yjs';
import { toBase32 } from '../shared/base/bytes.ts';
import { must } from '../shared/base/assert.ts';
import {
  firstChapter,
  parseDocumentName,
  parsePersonalName,
  personalName,
  personalSeries,
  type DocumentName,
} from '../shared/conversation/document-name.ts';
import { chapterLimits, isFull, type ChapterLimits } from '../shared/conversation/chapters.ts';
import type { Attachment } from '../shared/conversation/attachments.ts';
import { maxAheadMs } from '../shared/clock.ts';
import { subjectKey, type MessageEvent, type ServerEvent } from '../shared/conversation/events.ts';
import { serverAuthor, type Author } from '../shared/conversation/log.ts';
import type { RefusalCode } from '../shared/protocol/refusal.ts';
import { idBytes, mintEventId, parseClientId, type ClientId, type ConversationId, type UserId } from '../shared/ids.ts';
import { admit, type Verdict } from './admission/admit.ts';
import { admitPersonal, type PersonalLimits } from './admission/admit-personal.ts';
import type { EntryRow } from './admission/chapter-state.ts';
import { encodeFresh } from './admission/encode-fresh.ts';
import { judgeFiles } from './admission/judge-files.ts';
import { readTexts, type TextKey } from '../shared/personal/drafts.ts';
import { readPersonalUpdate } from './admission/read-personal-update.ts';
import { readUpdate } from './admission/read-update.ts';
import { admitErasure, admitServerEvents, entriesOf, lateNotes } from './admission/server-entries.ts';
import { applyStored } from './lane/apply-stored.ts';
import {
  acknowledge,
  refuse,
  refuseAs,
  tellDeliveries,
  tellReads,
  type Author as Writer,
  type Channel,
} from './lane/channel.ts';
import { isFailed, logParts, partsOf, type Logged, type Part, type Update, type Waiting } from './lane/commit.ts';
import type { Lane } from './lane/lane.ts';
import { Lanes, type LanesOptions } from './lane/lanes.ts';
import { admitMove, eraseAll, nextLookAfter, reaches, sizeOf, valuesToMove } from './lane/personal-document.ts';
import type { ReaderClock } from './lane/reader-clocks.ts';
import { fanOut } from './fan-out/fan-out.ts';
import { maxLostChapters, personalLimits } from './limits.ts';

/** The instants between the steps. A test may end the process at one of them. */
export type PathStep = 'received' | 'logged' | 'applied' | 'acknowledged';

export interface PathOptions extends LanesOptions {
  /**
   * The Yjs client id of the server's own logs, another one for each process: a server that has lost its last
   * entries, as after a restore, must not write others in their place.
   */
  readonly serverClient: ClientId;
  readonly random: (byteCount: number) => Uint8Array;
  /** False when this person sends too much at once: then it is not even read. */
  readonly mayRead: (userId: UserId, bytes: number) => boolean;
  /** False when this person adds too many entries at once. */
  readonly mayAdd: (userId: UserId, entryCount: number) => boolean;
  /** Whether this person is told what others have read. */
  readonly isToldOfReading: (userId: UserId) => boolean;
  /** What somebody's auto-reply says to somebody else now; null when it says nothing. */
  readonly autoReply: (from: UserId, to: UserId) => Pick<MessageEvent, 'id' | 'text'> | null;
  /** Something has come to be on disk in this document: these entries, or one does not know what. */
  readonly onNews: (document: DocumentName, rows: readonly EntryRow[]) => void;
  /** Tests let chapters be short. */
  readonly limits?: ChapterLimits;
  /** The same of generations. */
  readonly personalLimits?: PersonalLimits;
  readonly onStep?: (step: PathStep) => void;
}

export class Path {
  readonly lanes: Lanes;
  readonly #options: PathOptions;
  readonly #limits: ChapterLimits;
  readonly #personalLimits: PersonalLimits;
  /** Of the clients under which the server writes for people. */
  readonly #seed: string;
  #waiting: Waiting[] = [];
  /** What is being put on the disk. */
  #underWay: readonly Waiting[] = [];
  #isCommitting = false;

  constructor(options: PathOptions) {
    this.#options = options;
    this.#limits = options.limits ?? chapterLimits;
    this.#personalLimits = options.personalLimits ?? personalLimits;
    this.lanes = new Lanes(options);
    this.#seed = toBase32(options.random(idBytes));
  }

  get serverClient(): ClientId {
    return this.#options.serverClient;
  }

  /** An update has come in on an attached channel. Judged and reserved before this returns; logged soon after. */
  receive(channel: Channel, bytes: Uint8Array, isSync: boolean): void {
    const lane = this.lanes.attachedTo(channel);
    if (lane === null) return;
    if (!this.#options.mayRead(channel.userId, bytes.length)) return refuseAs(channel, 'too-fast');
    if (lane.owner === null) this.#receiveEntries(lane, channel, { bytes, isSync });
    else this.#receivePersonal(lane, channel, bytes);
  }

  #receiveEntries(lane: Lane, channel: Channel, { bytes, isSync }: { bytes: Uint8Array; isSync: boolean }): void {
    const parsed = readUpdate(bytes);
    if (parsed === null) return refuseAs(channel, 'malformed');
    const { now, serverClient } = this.#options;
    const { userId, mayWrite, mayModerate, mayPin } = channel;
    const rights = { userId, mayWrite, mayModerate, mayPin };
    const verdict = admit(lane.reserved, parsed, {
      ...{ ...rights, serverClient, isSync, nowMs: now(), limits: this.#limits },
      judgeFiles: this.#fileJudge(userId),
    });
    if (!this.#take(lane, channel, { verdict, parsed }) || verdict.status !== 'admitted') return;
    const erasure = admitErasure(lane.reserved, verdict.update.rows);
    if (erasure !== null) this.#reserve({ lane, channel: null, clients: [], update: erasure, settle: null });
    this.#reserveServerEvents(lane, lateNotes(verdict.update.rows, now(), this.#options.random));
    this.#reserveAutoReply(lane, channel, verdict.update.rows);
    this.#closeIfFull(lane);
  }

  /** In the commit of what it answers: a crash leaves both or neither. Nobody answers what nobody wrote. */
  #reserveAutoReply(lane: Lane, { userId, partner }: Writer, rows: readonly EntryRow[]): void {
    if (partner === null) return;
    const isAnswered = ({ author, event }: EntryRow) =>
      event?.kind === 'message' &&
      event.automatic === undefined &&
      !lane.reserved.isDeleted(subjectKey(author, event.id));
    const last = rows.findLast(isAnswered)?.event ?? null;
    if (last === null) return;
    const said = this.#options.autoReply(partner, userId);
    if (said === null) return;
    // Whoever may write here to somebody may be answered: what parts two people parts both.
    const author = { userId: partner, partner: null, mayWrite: true, mayModerate: false, mayPin: false };
    this.#writeFor(lane, author, {
      event: { kind: 'message', ...said, at: last.at + 1, automatic: true },
      settle: null,
    });
  }

  /**
   * Says something for somebody who has asked for it before, by the rules for everybody and as the next entry of a log
   * of theirs. Null once it is on the disk; `try-later` when that is not known. It is said now, whatever its `at`.
   */
  async writeFor(document: DocumentName, writer: Writer, event: MessageEvent): Promise<RefusalCode | null> {
    const lane = await this.lanes.of(document);
    return new Promise((resolve) => {
      const settle = (isLogged: boolean) => resolve(isLogged ? null : 'try-later');
      const said = this.#writeFor(lane, writer, { event, settle });
      if (typeof said === 'string') return resolve(said);
      this.#reserveAutoReply(lane, writer, [
        { author: writer.userId, client: this.serverClient, clock: 0, event: said },
      ]);
      this.#closeIfFull(lane);
    });
  }

  /** The event with the time at which it is said, once it is reserved; else the code of a refusal. */
  #writeFor(lane: Lane, writer: Writer, { event, settle }: Said): MessageEvent | RefusalCode {
    const { now, serverClient } = this.#options;
    const { userId, mayWrite, mayModerate, mayPin } = writer;
    const nowMs = now();
    const client = this.#clientOf(lane, userId);
    const lastAt = lane.reserved.logs.get(client)?.lastAt ?? 0;
    const at = Math.max(nowMs, lastAt + 1, Math.min(event.at, nowMs + maxAheadMs));
    const place = { client, clock: lane.reserved.nextClock(client) };
    const said = { ...event, at };
    const parsed = readUpdate(encodeFresh([entriesOf(userId, place, [said])]));
    if (parsed === null) return 'malformed';
    const rights = { userId, mayWrite, mayModerate, mayPin };
    const verdict = admit(lane.reserved, parsed, {
      ...{ ...rights, serverClient, isSync: false, nowMs, limits: this.#limits },
      judgeFiles: this.#fileJudge(userId),
    });
    if (verdict.status === 'refused') return verdict.refusal.code;
    if (verdict.status === 'known' || this.#takenElsewhere(lane, verdict.update.rows) !== null) return 'duplicate-id';
    this.#reserve({ lane, channel: null, clients: [], update: verdict.update, settle });
    return said;
  }

  #fileJudge(userId: UserId): (attachments: readonly Attachment[]) => RefusalCode | null {
    const { log, now } = this.#options;
    return (attachments) => judgeFiles(attachments, { files: log.files, userId, nowMs: now() });
  }

  /** Under which the server writes for somebody: as if one more device of theirs did, in this process alone. */
  #clientOf(lane: Lane, userId: UserId): ClientId {
    for (let turn = 0; ; turn++) {
      const digest = sha256.digest(new TextEncoder().encode(`${this.#seed} ${userId} ${turn}`));
      const client = must(parseClientId(new DataView(digest.buffer).getUint32(0)), 'four bytes are a client id');
      const owner = lane.ownerOf(client);
      if (client !== this.serverClient && (owner === undefined || owner === userId)) return client;
    }
  }

  #receivePersonal(lane: Lane, channel: Channel, bytes: Uint8Array): void {
    const parsed = readPersonalUpdate(bytes);
    if (parsed === null) return refuseAs(channel, 'malformed');
    // Soon it is known whether it belongs here or into the next generation.
    if (lane.move === 'moving') return refuseAs(channel, 'try-later');
    if (lane.move === 'moved') return this.#sendOn(lane, channel);
    const { userId } = channel;
    const writer = { userId, serverClient: this.serverClient, limits: this.#personalLimits };
    this.#take(lane, channel, { verdict: admitPersonal(lane.reserved, parsed, writer), parsed });
  }

  /** Does as the verdict says. True when what came is reserved. */
  #take(lane: Lane, channel: Channel, { verdict, parsed }: Judged): boolean {
    if (verdict.status === 'refused') refuse(channel, verdict.refusal);
    const clients = parsed.blocks.map((block) => block.client);
    if (verdict.status === 'known') this.#wait({ lane, channel, clients, update: null, settle: null });
    if (verdict.status !== 'admitted') return false;
    const { update } = verdict;
    const count = update.personal?.pieces ?? update.rows.length;
    // First: what is too much costs no look-ups.
    if (!this.#options.mayAdd(channel.userId, count)) {
      refuseAs(channel, 'too-fast');
      return false;
    }
    const taken = lane.owner === null ? this.#takenElsewhere(lane, update.rows) : null;
    if (taken === null) this.#reserve({ lane, channel, clients, update, settle: null });
    else refuse(channel, { code: 'duplicate-id', client: taken.client, clock: taken.clock });
    return taken === null;
  }

  /**
   * An id of another chapter: found here it costs its writer a channel, found by the log it would cost everybody in the
   * document theirs.
   */
  #takenElsewhere({ name, reserved }: Lane, rows: readonly EntryRow[]): EntryRow | null {
    const { conversationId, chapter } = must(parseDocumentName(name), 'a lane has a well-formed name');
    const { log } = this.#options;
    // Mostly there is no other chapter; after a restore there may be.
    const isOnly =
      chapter === firstChapter && reserved.closedAt === null && log.newestRestored(conversationId) === null;
    return isOnly ? null : (log.findTakenId(conversationId, rows) ?? this.#takenOnItsWay(name, rows));
  }

  /** The same of what is on its way to the disk in another chapter of the conversation. */
  #takenOnItsWay(name: DocumentName, rows: readonly EntryRow[]): EntryRow | null {
    const series = name.slice(0, name.lastIndexOf('/') + 1);
    const others = [...this.#underWay, ...this.#waiting].filter(
      ({ lane }) => lane.name !== name && lane.name.startsWith(series),
    );
    const ids = new Set(
      others.flatMap(({ update }) => update?.rows.flatMap(({ author, event }) => idOf(author, event)) ?? []),
    );
    return ids.size === 0
      ? null
      : (rows.find(({ author, event }) => idOf(author, event).some((id) => ids.has(id))) ?? null);
  }

  /** The next chapter is there with the commit that closes this one. */
  #closeIfFull(lane: Lane): void {
    if (lane.reserved.closedAt !== null || !isFull(lane.reserved.size, this.#limits)) return;
    const { now, random } = this.#options;
    this.#reserveServerEvents(lane, [{ kind: 'closed', id: mintEventId('closed', random(idBytes)), at: now() }]);
  }

  /** Ends a chapter before it is full. True once it is closed on disk; false when that is not known. */
  async closeChapter(document: DocumentName): Promise<boolean> {
    const lane = await this.lanes.of(document);
    // Closed, or about to be: what waits in a lane is told after all that was before it.
    if (lane.reserved.closedAt !== null) {
      return new Promise((settle) => this.#wait({ lane, channel: null, clients: [], update: null, settle }));
    }
    const { now, random } = this.#options;
    return this.appendServerEvents(document, [
      { kind: 'closed', id: mintEventId('closed', random(idBytes)), at: now() },
    ]);
  }

  /**
   * Moves all values to the next generation where this one has grown too large. Only while nothing is on its way to the
   * disk: then the live document holds all that was admitted. What comes meanwhile is asked to come again, and once
   * the values are on the disk there, everybody is sent after them.
   */
  async #moveIfFull(lane: Lane): Promise<void> {
    const { name, owner, document, appliedSequence } = lane;
    const values = this.#valuesToMove(lane);
    if (owner === null || values === null) return;
    const { generation } = must(parsePersonalName(name), 'a lane has a well-formed name');
    const next = await this.lanes.of(personalName({ userId: owner, generation: generation + 1 }));
    // What has come meanwhile is looked at with its own commit.
    if (lane.appliedSequence !== appliedSequence || lane.inFlight > 0 || lane.move !== 'none') return;
    if (lane.isVoid || lane.document !== document) return;
    if (next.isVoid || next.inFlight + next.appliedSequence > 0) return;
    lane.move = 'moving';
    const settle = (isLogged: boolean) => this.#endMove(lane, isLogged);
    this.#reserve({ lane: next, channel: null, clients: [], update: admitMove(owner, values), settle });
  }

  /** Looks how large it really is when it may be too large. Null where moving is not possible or would gain nothing. */
  #valuesToMove(lane: Lane): Uint8Array | null {
    const { owner, reserved, document, inFlight, move } = lane;
    if (owner === null || document === null || move !== 'none' || inFlight > 0) return null;
    const limits = this.#personalLimits;
    const reckoned = { bytes: reserved.size.bytes, pieces: reserved.pieces };
    if (!reaches(reckoned, lane.nextLook ?? limits)) return null;
    const size = sizeOf(document);
    reserved.measure(size);
    const values = valuesToMove(document, size, { client: this.serverClient, limits });
    lane.nextLook = values === null ? nextLookAfter(size, limits) : null;
    return values;
  }

  #endMove(lane: Lane, isMoved: boolean): void {
    lane.move = isMoved ? 'moved' : 'none';
    if (!isMoved) return;
    for (const channel of lane.channels) this.#sendOn(lane, channel);
    const { owner, document } = lane;
    const erasure = owner === null || document === null ? null : eraseAll(owner, document);
    if (erasure !== null) this.#reserve({ lane, channel: null, clients: [], update: erasure, settle: null });
  }

  /**
   * Of a generation that was left a device learns how far it got there, so it knows what to say anew, and nothing else:
   * nothing is on its way to the disk any more, and what it would find emptied it must not take for emptied.
   */
  #sendOn(lane: Lane, channel: Channel): void {
    acknowledge(channel, { ack: lane.logged, position: lane.position, whole: true });
    refuseAs(channel, 'generation-closed');
  }

  /** All that stands in somebody's own document now. */
  async readOwnTexts(userId: UserId): Promise<ReadonlyMap<TextKey, string>> {
    const name = personalName({ userId, generation: this.newestGeneration(userId) });
    const here = (await this.lanes.ifUsed(name))?.document ?? null;
    if (here !== null) return readTexts(here);
    const doc = new Y.Doc();
    applyStored(doc, await this.#options.log.readUpdates(name));
    const texts = readTexts(doc);
    doc.destroy();
    return texts;
  }

  /** The generation that a person's own document is in. */
  newestGeneration(userId: UserId): number {
    return this.#options.log.newestIn(personalSeries(userId));
  }

  /**
   * The newest chapter that a device may open. After a restore devices put back what was lost, also in later ones, but
   * so many only: what they bring does not let them open more.
   */
  newestOpenable(conversation: ConversationId): number {
    const { log } = this.#options;
    const restored = log.newestRestored(conversation);
    return Math.max(log.newestIn(conversation), restored === null ? 0 : restored + maxLostChapters);
  }

  /** Tells a device that has just attached how far its own logs are on our disk and on those of others. */
  greet(channel: Channel): void {
    const lane = this.lanes.attachedTo(channel);
    if (lane === null) return;
    lane.channels.add(channel);
    channel.connection.onClose(() => lane.channels.delete(channel));
    if (lane.move === 'moved') return this.#sendOn(lane, channel);
    this.#wait({ lane, channel, clients: 'all', update: null, settle: null });
    const clients = lane.clientsOf(channel.userId);
    tellDeliveries(channel, lane.deliveries.of(clients));
    this.#tellReads(channel, lane.reads.of(clients));
  }

  #tellReads(channel: Channel, rows: readonly ReaderClock[]): void {
    if (this.#options.isToldOfReading(channel.userId)) tellReads(channel, rows);
  }

  /** This person may be told from now on what was read. */
  tellReadsAgain(userId: UserId): void {
    for (const lane of this.lanes.all()) {
      for (const channel of lane.channels) {
        if (channel.userId === userId) this.#tellReads(channel, lane.reads.of(lane.clientsOf(userId)));
      }
    }
  }

  /** A device says which entries of others are on its disk. Their writers are told; nobody may claim more than we have. */
  takeDelivered(channel: Channel, clocks: Readonly<Record<string, number>>): void {
    const lane = this.lanes.attachedTo(channel);
    if (lane === null) return;
    const reader = channel.userId;
    const rows = Object.entries(clocks).flatMap(([text, claimed]) => {
      const client = Number(text) as ClientId; // only a client that has a log counts
      const owner = lane.ownerOf(client);
      const clock = Math.min(claimed, lane.logged.get(client) ?? 0);
      return owner === undefined || owner === reader || owner === serverAuthor ? [] : [{ reader, client, clock }];
    });
    const news = lane.deliveries.merge(rows);
    lane.unsavedDeliveries.push(...news);
    tellWriters(lane, news, tellDeliveries);
  }

  /** What people have read is on our disk: the writers are told. */
  async takeReads(document: DocumentName, rows: readonly ReaderClock[]): Promise<void> {
    const lane = await this.lanes.ifUsed(document);
    if (lane !== null) tellWriters(lane, lane.reads.merge(rows), (channel, own) => this.#tellReads(channel, own));
  }

  /** The disk has answered that it failed, and may have kept what people have read: the writers are told what it has. */
  async readReads(document: DocumentName): Promise<void> {
    if ((await this.lanes.ifUsed(document)) === null) return;
    await this.takeReads(document, (await this.#options.log.readChapter(document)).reads);
  }

  /** Appends the server's own events to a document. True once they are on disk; false when that is not known. */
  async appendServerEvents(document: DocumentName, events: readonly ServerEvent[]): Promise<boolean> {
    try {
      const lane = await this.lanes.of(document);
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

  /**
   * Everything that comes in during one turn of the event loop shares one commit, whichever documents it is for: what
   * is reserved in two lanes in one synchronous step goes to the disk together.
   */
  #scheduleCommit(): void {
    if (this.#isCommitting) return;
    this.#isCommitting = true;
    setImmediate(() => void this.#commit());
  }

  async #commit(): Promise<void> {
    const batch = this.#waiting;
    this.#waiting = [];
    this.#underWay = batch;
    const { onStep } = this.#options;
    onStep?.('received');
    for (const { lane, settle } of batch) if (lane.isVoid) settle?.(false);
    const parts = partsOf(batch.filter(({ lane }) => !lane.isVoid));
    await logParts(parts, this.#options.log, this.#options.now());
    onStep?.('logged');
    for (const part of parts) this.#finishSafely(part);
    this.#underWay = [];
    this.#isCommitting = false;
    if (this.#waiting.length > 0) this.#scheduleCommit();
  }

  /** What goes wrong with one document is that document's alone. */
  #finishSafely(part: Part): void {
    try {
      this.#finish(part);
    } catch (error) {
      this.#options.onTrouble('a commit could not be finished', part.lane.name, error);
      this.lanes.abandon(part.lane);
      settleAll(part, () => false);
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
    // Of what had no answer it may stand: nobody else would ask for it.
    const mayStand = failures.values().some(({ status }) => status === 'lost');
    if (news !== null || mayStand) {
      this.#options.onNews(
        lane.name,
        logged.flatMap(({ update }) => update.rows),
      );
    }
    settleAll(part, (one) => !isFailed(part, one));
    if (failures.size > 0 || !isApplied) return this.#abandon(part);
    this.lanes.foldIfDue(lane);
    if (part.appended === 0) return;
    this.#moveIfFull(lane).catch((error: unknown) =>
      this.#options.onTrouble('values could not be moved to the next generation', lane.name, error),
    );
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
    const clients = new Set(
      logged.flatMap(({ update: { rows, personal } }) => [
        ...rows.map((row) => row.client),
        ...(personal?.ends.keys() ?? []),
      ]),
    );
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
      if (channel === null || !('clock' in answer)) continue;
      refuse(channel, { code: answer.status, client: answer.client, clock: answer.clock });
    }
    this.lanes.abandon(lane);
  }

  /** Resolves when everything received so far is on disk and told. */
  async drain(): Promise<void> {
    while (this.#isCommitting) await nextTurn();
    this.lanes.tidy();
  }
}

interface Said {
  readonly event: MessageEvent;
  readonly settle: Waiting['settle'];
}

interface Judged {
  readonly verdict: Verdict;
  readonly parsed: { readonly blocks: readonly { readonly client: ClientId }[] };
}

/** Each writer hears of their own logs only. */
function tellWriters(lane: Lane, news: readonly ReaderClock[], tell: typeof tellReads): void {
  if (news.length === 0) return;
  for (const channel of lane.channels) {
    const own = news.filter(({ client }) => lane.ownerOf(client) === channel.userId);
    tell(channel, own);
  }
}

/** Each is told once, also where telling another one went wrong. */
function settleAll({ unsettled }: Part, isLogged: (one: Waiting) => boolean): void {
  for (let one = unsettled.pop(); one !== undefined; one = unsettled.pop()) one.settle?.(isLogged(one));
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

function countUnfolded(lane: Lane, logged: readonly Logged[], news: Uint8Array): void {
  const { updates, bytes, hasErasure } = lane.unfolded;
  lane.unfolded = {
    updates: updates + 1,
    bytes: bytes + news.length,
    hasErasure: hasErasure || logged.some(({ update }) => update.erased.length > 0),
  };
}

function idOf(author: Author, event: EntryRow['event']): string[] {
  return event === null ? [] : [`${author} ${event.id}`];
}
