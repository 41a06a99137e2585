// One conversation as it lives on this device: a few of its chapters, the stretch of its timeline that is on hand,
// and the chapter that is written into. Steps 2 and 9 of a message's path.
// Promises: the rows on hand are continuous; as long as the newest chapters are being read, those that were shown last
// stand in for them; what is written goes into the newest chapter that can be written into;
// a few chapters are in memory, however many there are. Who has it on the screen is conversation-pool.ts's.
import { parseDocumentName, type DocumentName } from '../../../shared/conversation/document-name.ts';
import { subjectKey, type MessageEvent, type ReplyTo } from '../../../shared/conversation/events.ts';
import { serverAuthor } from '../../../shared/conversation/log.ts';
import { compareItems, type TimelineItem } from '../../../shared/conversation/timeline.ts';
import type {
  Edge,
  Edges,
  Mark,
  MessageDetails,
  OpenConversation,
  OpenState,
  PinnedPlace,
  Quote,
  Readable,
  RefusedAct,
  Target,
  DiskState,
} from '../messenger.ts';
import type { ConversationId } from '../../../shared/ids.ts';
import type { InboxChapter } from '../../../shared/protocol/inbox-api.ts';
import { makeFollowed } from '../followed.ts';
import type { Link } from '../link/open-link.ts';
import type { Platform } from '../platform.ts';
import type { Reading, ReadingOptions } from '../reads/reading.ts';
import { makeRepeater } from '../repeater.ts';
import { makeWritable } from '../writable.ts';
import {
  farthest,
  nearestTo,
  neededAt,
  nextAbove,
  nextBelow,
  stretchAround,
  type Coverage,
  type Stretch,
} from './chapter-window.ts';
import type { MessageAction, Source } from './message-actions.ts';
import type { LiveChapter } from './open-live-chapter.ts';
import { maxRows, minRows, screenfulOf, type KeptRow, type ReadChapters } from './screenful.ts';
import type { Screenfuls } from './screenfuls.ts';

export interface LiveConversation extends Pick<
  OpenConversation,
  | 'state'
  | 'disk'
  | 'items'
  | 'edges'
  | 'marks'
  | 'markOf'
  | 'quoteOf'
  | 'find'
  | 'pins'
  | 'refusedActs'
  | 'dismissRefused'
  | 'detailsOf'
  | 'whenReady'
  | 'hold'
  | 'retry'
  | 'discard'
> {
  send(text: string, source?: Source): ReturnType<OpenConversation['send']>;
  /** A message that was refused and stands in no log, as it may go once more. Null for any other. */
  renewed(item: TimelineItem): MessageEvent | null;
  /** The chapter that is written into now; null while none may be. */
  writableChapter(): number | null;
  /** Writes a message that was made before, with its id and time. False when that chapter is not the one any more. */
  append(event: MessageEvent, chapter: number): boolean;
  /** True once everything that an open chapter holds is on this disk. */
  whenStored(chapter: number): Promise<boolean>;
  /** Whether a chapter holds the row of this key, as far as this device has it; opens it for that. Null: not known yet. */
  holdsIn(chapter: number, key: string): Promise<boolean | null>;
  /** What was done to rows that are on hand. False where one of their chapters cannot be written into now. */
  act(action: MessageAction): boolean;
  showOlder(): void;
  showNewer(): void;
  goTo(target: Target): Promise<string | null>;
  /** The chapters that are open and read from this disk. `isWhole`: all that the server has of it is here. */
  loaded(): readonly { readonly chapter: number; readonly items: readonly TimelineItem[]; readonly isWhole: boolean }[];
  /** Calls back after each change of what is loaded. */
  onLoaded(listener: () => void): () => void;
  /** Rows that are shown while their chapters are being read. */
  standIns(): readonly KeptRow[];
  readonly reading: Reading;
  /** The chapter of this name, if it is open. */
  chapterOf(document: DocumentName): LiveChapter | null;
  /** Keeps a chapter open, whether or not anything of it is shown, until the answer is called. */
  include(chapter: number): () => void;
  /** Settles when all that the server has of an open chapter is here; at once where nobody can be asked. */
  whenWhole(chapter: number, maxMs?: number): Promise<void>;
  askAgain(): void;
  /** `isShown`: somebody looks at it; else it is followed in the background. */
  want(isShown: boolean): void;
  close(): Promise<void>;
}

/** What is known of a chapter without opening it. */
export interface KnownChapter extends Coverage {
  /** How many entries the server has of it. */
  readonly entries: number;
  /** Its pinned messages. */
  readonly pins?: NonNullable<InboxChapter['pins']>;
}

export interface LiveConversationOptions {
  readonly conversationId: ConversationId;
  readonly screenfuls: Screenfuls;
  readonly platform: Pick<Platform, 'schedule'>;
  readonly link: Pick<Link, 'state'>;
  /** All chapters that this device has heard of, in their order. */
  readonly chapters: Readable<readonly KnownChapter[]>;
  readonly openChapter: (chapter: number) => LiveChapter;
  /** Messages of one's own that stand in no log yet, for their files are on their way. */
  readonly parcels: Readable<readonly TimelineItem[]>;
  readonly openReading: (live: ReadingOptions['live']) => Reading;
}

const parcelMark: Mark = { status: 'waiting' };

/** In memory at a time: what fills some thousand screens. */
const maxOpen = 6;
/** A jump that finds no answer from the server leads to what is here. */
export const maxJumpMs = 10_000;
/** Before a message is handed on again to a chapter that could not take it just now. */
const handOnPauseMs = 5_000;

interface Entry {
  readonly live: LiveChapter;
  /** Shown once, its rows do not leave the screen, whatever the chapter goes through. */
  wasLoaded: boolean;
  readonly leave: () => void;
}

export function openLiveConversation(options: LiveConversationOptions): LiveConversation {
  return new Conversation(options);
}

class Conversation implements LiveConversation {
  readonly state = makeWritable<OpenState>({ status: 'opening' });
  readonly disk = makeFollowed<DiskState>('opening');
  readonly items = makeWritable<readonly TimelineItem[]>([]);
  readonly edges = makeWritable<Edges>({ older: 'none', newer: 'none' });
  readonly marks = makeWritable(0);
  readonly pins = makeWritable<readonly PinnedPlace[]>([]);
  readonly refusedActs = makeWritable<readonly RefusedAct[]>([]);
  readonly reading: Reading;
  readonly #options: LiveConversationOptions;
  readonly #open = new Map<number, Entry>();
  readonly #closing = new Set<Promise<void>>();
  readonly #waiting = new Set<() => void>();
  readonly #listeners = new Set<() => void>();
  readonly #stops: (() => void)[];
  readonly #included = new Map<symbol, number>();
  #newest: LiveChapter;
  #moment = Infinity;
  #isShown = false;
  #isGone = false;
  /** What was shown last time, until all of it is read from its chapters or one goes elsewhere. */
  #lastShown: readonly KeptRow[] = [];
  #whenRead: Promise<readonly KeptRow[]> | null = null;
  #isUpdating = false;
  #isChanged = false;
  #cancelHandingOn: () => void = () => undefined;
  /** Taken over where nothing could be stored: what is in memory is not handed on for ever. */
  readonly #handedOn = new Set<string>();

  constructor(options: LiveConversationOptions) {
    this.#options = options;
    this.#newest = this.#openChapter(this.#newestNumber());
    this.disk.follow(this.#newest.disk);
    const update = () => this.#update();
    this.#stops = [options.chapters, options.link.state, options.parcels].map((source) => source.subscribe(update));
    this.#update();
    this.reading = options.openReading(this);
    void this.#standIn();
  }

  /** Nothing is shown from memory that a person would be led away from. */
  async #standIn(): Promise<void> {
    const { screenfuls, conversationId } = this.#options;
    this.#whenRead ??= screenfuls.read(conversationId);
    const rows = await this.#whenRead;
    if (this.#isGone || this.#lastShown.length > 0) return;
    const isEarly = this.#newest.state.get().status === 'opening' && this.#moment === Infinity;
    if (isEarly && this.#isShown && this.reading.opensWithin(rows)) {
      this.#lastShown = rows;
      for (const { chapter } of this.standIns()) this.#openChapter(chapter);
    }
    this.#update();
  }

  standIns(): readonly KeptRow[] {
    return this.#lastShown.filter(({ chapter }) => {
      if (chapter === this.#newest.chapter) return this.#newest.state.get().status === 'opening';
      return !this.#isLoaded(chapter) && (!this.#open.has(chapter) || !this.#isUnreachable(chapter));
    });
  }

  markOf(item: TimelineItem): Mark | null {
    // A chapter that is being read does not know yet what of it was acknowledged.
    const standIn = this.#lastShown.find((row) => row.item === item);
    if (standIn !== undefined) return standIn.mark;
    return this.#chapterOf(item)?.markOf(item) ?? (this.#isParcel(item) ? parcelMark : null);
  }

  send(text: string, source?: Source): ReturnType<OpenConversation['send']> {
    return this.#writable().send(text, source);
  }

  writableChapter(): number | null {
    const live = this.#writable();
    return live.mayWrite.get() ? live.chapter : null;
  }

  append(event: MessageEvent, chapter: number): boolean {
    const live = this.#writable();
    return live.chapter === chapter && live.append(event);
  }

  whenStored(chapter: number): Promise<boolean> {
    return this.#open.get(chapter)?.live.whenStored() ?? Promise.resolve(false);
  }

  async holdsIn(chapter: number, key: string): Promise<boolean | null> {
    const leave = this.include(chapter);
    const liveOf = () => this.#open.get(chapter)?.live;
    const isOpening = () => liveOf()?.state.get().status === 'opening';
    await this.#until(() => !isOpening());
    await this.whenWhole(chapter, maxJumpMs); // the server may have what this disk has not
    const live = isOpening() ? undefined : liveOf();
    const isHere = live?.items.get().some((item) => item.key === key) === true;
    const isKnown = isHere || (live !== undefined && this.#isWhole(live));
    leave();
    return isKnown ? isHere : null;
  }

  #isParcel(item: TimelineItem): boolean {
    return item.place === null && this.#options.parcels.get().includes(item);
  }

  act(action: MessageAction): boolean {
    const items = action.kind === 'delete' ? action.items : [action.item];
    const chapters = Map.groupBy(items, (item) => this.#chapterOf(item));
    if (![...chapters.keys()].every((live) => live?.mayWrite.get() === true)) return false;
    for (const [live, own] of chapters) live?.act(action.kind === 'delete' ? { ...action, items: own } : action);
    return true;
  }

  quoteOf({ replyTo }: Pick<TimelineItem, 'replyTo'>): Quote | null {
    return replyTo === null ? null : this.#lookUp(replyTo);
  }

  async find(place: ReplyTo): Promise<Quote> {
    const known = this.#lookUp(place);
    if (known.status !== 'elsewhere') return known;
    const wanted = this.#wantedAt(place.at);
    const leaves = wanted.map((chapter) => this.include(chapter));
    await this.#until(() => wanted.every((chapter) => this.#isLoadedAndRead(chapter) || this.#isUnreachable(chapter)));
    const found = this.#lookUp(place);
    for (const leave of leaves) leave();
    return found;
  }

  #lookUp(place: ReplyTo): Quote {
    const key = subjectKey(place.author, place.id);
    const item = this.#shownAt(place.at).find((one) => one.key === key);
    if (item === undefined) return { status: 'elsewhere' };
    return item.deletedBy === null ? { status: 'here', item } : { status: 'deleted' };
  }

  /** The rows at a moment, in all chapters that are open: more than are shown. */
  #shownAt(at: number): TimelineItem[] {
    const open = [...this.#open.values()].flatMap(({ live }) => rowsAt(live.items.get(), at));
    return [...open, ...this.standIns().flatMap(({ item }) => (item.at === at ? item : []))];
  }

  detailsOf(item: TimelineItem): MessageDetails {
    const known = this.#chapterOf(item)?.detailsOf(item);
    return (
      known ?? { writtenAt: item.at, arrivedAt: item.lateAt, mark: this.markOf(item), deliveredTo: [], readBy: [] }
    );
  }

  async whenReady(about?: TimelineItem): Promise<boolean> {
    const mayWrite = () => (about === undefined ? this.#writable() : this.#chapterOf(about))?.mayWrite.get() === true;
    const isInVain = () => about !== undefined && this.#wantedAt(about.at).every((one) => this.#isUnreachable(one));
    await this.#until(() => mayWrite() || isInVain(), Infinity);
    return !this.#isGone;
  }

  hold({ at }: Pick<TimelineItem, 'at'>): () => void {
    const leaves = this.#wantedAt(at).map((chapter) => this.include(chapter));
    return () => leaves.forEach((leave) => leave());
  }

  dismissRefused({ id }: RefusedAct): void {
    for (const { live } of this.#open.values()) live.dismissRefused(id);
  }

  retry(item: TimelineItem): void {
    this.#chapterOf(item)?.retry(item);
  }

  renewed(item: TimelineItem): MessageEvent | null {
    return this.#chapterOf(item)?.renewed(item) ?? null;
  }

  discard(item: TimelineItem): void {
    this.#chapterOf(item)?.discard(item);
  }

  showOlder(): void {
    const stretch = this.#stretch();
    this.#reach(nextAbove(stretch, this.#chapters(), this.#loaded()), () => this.#itemsIn(stretch)[0]);
  }

  showNewer(): void {
    const stretch = this.#stretch();
    this.#reach(nextBelow(stretch, this.#chapters(), this.#loaded()), () => this.#itemsIn(stretch).at(-1));
  }

  /**
   * The chapters that join what is shown, and which of its rows is looked at from now on: of the rows as they are, for
   * whoever asks may not have been told of them yet.
   */
  #reach(wanted: readonly number[], edgeRow: () => TimelineItem | undefined): void {
    if (wanted.length === 0 || this.standIns().length > 0) return;
    this.#moment = edgeRow()?.at ?? this.#moment;
    for (const chapter of wanted) this.#openChapter(chapter);
    this.#letGo(wanted);
    this.#update();
  }

  async goTo(target: Target): Promise<string | null> {
    this.#moment = target === 'newest' ? Infinity : target.at;
    const wanted = this.#wantedAt(this.#moment);
    for (const chapter of wanted) this.#openChapter(chapter);
    this.#letGo(wanted);
    this.#update();
    await this.#until(() => wanted.every((chapter) => this.#isLoadedAndRead(chapter) || this.#isUnreachable(chapter)));
    if (target !== 'newest' && this.#moment === target.at) this.#leaveLastShown();
    const items = this.items.get();
    if (target === 'newest') return items.at(-1)?.key ?? null;
    if (target.id !== undefined) return items.find(({ id }) => id === target.id)?.key ?? null;
    return (items.find(({ at }) => at >= target.at) ?? items.at(-1))?.key ?? null;
  }

  /** One has arrived elsewhere: until then nothing that is shown goes away. */
  #leaveLastShown(): void {
    this.#lastShown = [];
    this.#update();
  }

  #wantedAt(moment: number): readonly number[] {
    const here = neededAt(moment, this.#chapters(), new Set());
    if (here.length > 0) return here;
    const newest = this.#newest.chapter;
    const isEmpty = this.#newest.items.get().length === 0;
    const nearest = moment === Infinity && !isEmpty ? newest : nearestTo(moment, this.#chapters());
    return [nearest ?? newest];
  }

  loaded(): ReturnType<LiveConversation['loaded']> {
    const open = [...this.#open.values()].map(({ live }) => live);
    const read = open.filter((live) => live.state.get().status !== 'opening');
    return read.map((live) => ({
      ...{ chapter: live.chapter, items: live.items.get() },
      isWhole: this.#isWhole(live),
    }));
  }

  onLoaded(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  chapterOf(document: DocumentName): LiveChapter | null {
    return this.#open.get(parseDocumentName(document)?.chapter ?? 0)?.live ?? null;
  }

  include(chapter: number): () => void {
    if (this.#isGone) return () => undefined;
    const included = Symbol(chapter);
    this.#included.set(included, chapter);
    this.#openChapter(chapter);
    this.#update();
    return () => {
      if (!this.#included.delete(included) || this.#isGone) return;
      this.#letGo();
      this.#update();
    };
  }

  whenWhole(chapter: number, maxMs = Infinity): Promise<void> {
    const isHere = () => {
      const live = this.#open.get(chapter)?.live;
      return live !== undefined && live.state.get().status !== 'opening' && this.#isWhole(live);
    };
    return this.#until(() => isHere() || this.#isUnreachable(chapter), maxMs);
  }

  askAgain(): void {
    for (const { live } of this.#open.values()) live.askAgain();
  }

  want(isShown: boolean): void {
    if (isShown && !this.#isShown) void this.#standIn();
    this.#isShown = isShown;
    for (const { live } of this.#open.values()) live.want(isShown);
  }

  async close(): Promise<void> {
    this.#isGone = true;
    this.#options.screenfuls.flush(this.#options.conversationId);
    this.#cancelHandingOn();
    for (const stop of this.#stops) stop();
    this.reading.close();
    for (const chapter of [...this.#open.keys()]) this.#closeChapter(chapter);
    for (const look of this.#waiting) look();
    await Promise.all(this.#closing);
  }

  /** The newest one that is known of: by the server's word, or by the closing of the one before it. */
  #newestNumber(): number {
    const open = [...this.#open.values()].map(({ live }) => live.chapter + (live.isClosed.get() ? 1 : 0));
    return Math.max(1, ...this.#chapters().map(({ chapter }) => chapter), ...open);
  }

  /** Until the newest has been read from the disk, the one before it takes what is written. */
  #writable(): LiveChapter {
    const newestFirst = [...this.#open.values()].map(({ live }) => live).sort((a, b) => b.chapter - a.chapter);
    return newestFirst.find((live) => live.mayWrite.get()) ?? this.#newest;
  }

  #chapters(): readonly KnownChapter[] {
    return this.#options.chapters.get();
  }

  #chapterOf(item: TimelineItem): LiveChapter | undefined {
    for (const { live } of this.#open.values()) if (live.holds(item)) return live;
    return undefined;
  }

  #openChapter(chapter: number): LiveChapter {
    const known = this.#open.get(chapter);
    if (known !== undefined) return known.live;
    const live = this.#options.openChapter(chapter);
    live.want(this.#isShown);
    const update = () => this.#update();
    const { items, state, isMet, isClosed, moved, mayWrite, refusedActs } = live;
    const stops = [items, state, isMet, isClosed, moved, mayWrite, refusedActs].map((source) =>
      source.subscribe(update),
    );
    stops.push(
      live.marks.subscribe(() => {
        if (!this.#isUpdating) this.#noteShown();
        this.marks.set(this.marks.get() + 1);
      }),
    );
    this.#open.set(chapter, { live, wasLoaded: false, leave: () => stops.forEach((stop) => stop()) });
    return live;
  }

  #closeChapter(chapter: number): void {
    const entry = this.#open.get(chapter);
    if (entry === undefined) return;
    this.#open.delete(chapter);
    entry.leave();
    const closed = entry.live.close().finally(() => this.#closing.delete(closed));
    this.#closing.add(closed);
  }

  /** Those that are farthest from what is looked at; what is written into, and what is to join now, stays. */
  #letGo(wanted: readonly number[] = []): void {
    const open = this.#chapters().filter(({ chapter }) => this.#open.has(chapter));
    const needed = neededAt(this.#moment, open, new Set());
    const keep = new Set([this.#newest.chapter, ...this.#included.values(), ...needed, ...wanted]);
    for (const chapter of farthest(this.#moment, open, { most: maxOpen, keep })) this.#closeChapter(chapter);
  }

  #loaded(): Set<number> {
    return new Set([...this.#open.keys()].filter((chapter) => this.#isLoaded(chapter)));
  }

  /** Whether all of it is here. Of the newest, what is here is all there is to show. */
  #isLoaded(chapter: number): boolean {
    const entry = this.#open.get(chapter);
    if (entry === undefined) return false;
    const { live } = entry;
    entry.wasLoaded ||= live === this.#newest || (live.state.get().status !== 'opening' && this.#isWhole(live));
    return entry.wasLoaded || this.#isPartOnly(live);
  }

  #isLoadedAndRead(chapter: number): boolean {
    return this.#isLoaded(chapter) && this.#open.get(chapter)?.live.state.get().status !== 'opening';
  }

  /** With nobody to ask, what is here is shown, and its edge says that there is more. */
  #isPartOnly(live: LiveChapter): boolean {
    return live.items.get().length > 0 && this.#isUnreachable(live.chapter) && !this.#isWhole(live);
  }

  #isWhole(live: LiveChapter): boolean {
    if (live.isMet.get()) return true;
    const known = this.#chapters().find(({ chapter }) => chapter === live.chapter);
    return known === undefined || live.countEntries() >= known.entries;
  }

  /** Not here, and nobody to ask. */
  #isUnreachable(chapter: number): boolean {
    const live = this.#open.get(chapter)?.live;
    if (live === undefined) return true;
    if (live.state.get().status === 'unavailable') return true;
    const { status } = this.#options.link.state.get();
    return live.state.get().status === 'ready' && (status === 'offline' || status === 'refused');
  }

  #stretch(): Stretch {
    return stretchAround(this.#moment, this.#chapters(), this.#loaded());
  }

  /** Takes in whatever changed. Whoever is told may ask for more at once: that is another round. */
  #update(): void {
    this.#isChanged = true;
    if (this.#isUpdating) return;
    this.#isUpdating = true;
    try {
      while (this.#isChanged) {
        this.#isChanged = false;
        this.#tell();
      }
    } finally {
      this.#isUpdating = false;
    }
    this.#noteShown();
    void this.#handOn();
    for (const look of this.#waiting) look();
    for (const listener of this.#listeners) listener();
  }

  #tell(): void {
    this.#followNewest();
    const stretch = this.#stretch();
    const items = this.#itemsIn(stretch); // before anybody is told, who may have chapters opened and let go
    this.#tellEdges(stretch); // before the rows: whoever hears of these knows whether they are the newest
    if (!isSameArray(items, this.items.get())) this.items.set(items);
    if (this.standIns().length === 0) this.#lastShown = []; // for good: a chapter may be let go
    this.#tellPins();
    this.#tellRefused();
    this.#tellState();
  }

  /** Of what is open its rows say it, of the rest what the server has told. */
  #tellPins(): void {
    const read = new Map(this.loaded().map(({ chapter, items, isWhole }) => [chapter, isWhole ? items : null]));
    const unread = this.#chapters().filter(({ chapter }) => (read.get(chapter) ?? null) === null);
    const told = unread.flatMap(({ pins = [] }) =>
      pins.map((pin) => ({ ...pin, key: subjectKey(pin.author, pin.id) })),
    );
    const shown = [...read.values()].flatMap((items) => (items === null ? [] : pinnedIn(items)));
    const pins = [...told, ...shown].sort((one, other) => other.at - one.at || (one.key < other.key ? 1 : -1));
    const keysOf = (places: readonly PinnedPlace[]) => places.map(({ key }) => key).join();
    if (keysOf(pins) !== keysOf(this.pins.get())) this.pins.set(pins);
  }

  #tellRefused(): void {
    const refused = [...this.#open.values()].flatMap(({ live }) => live.refusedActs.get());
    const idsOf = (acts: readonly RefusedAct[]) => acts.map(({ id }) => id).join();
    if (idsOf(refused) !== idsOf(this.refusedActs.get())) this.refusedActs.set(refused);
  }

  #followNewest(): void {
    const number = this.#newestNumber();
    if (number === this.#newest.chapter) return;
    this.#newest = this.#openChapter(number);
    this.disk.follow(this.#newest.disk);
    this.#letGo();
  }

  /** What a closed chapter had to let go stands in the newest one before it is forgotten there. */
  readonly #handOn = makeRepeater(async () => {
    while (await this.#handOnAll());
  });

  #handOnLater(): void {
    this.#cancelHandingOn();
    this.#cancelHandingOn = this.#options.platform.schedule(handOnPauseMs, () => void this.#handOn());
  }

  /** Whether anything was taken over: more may have come meanwhile. */
  async #handOnAll(): Promise<boolean> {
    const newest = this.#newest;
    let isAnyGone = false;
    if (newest.moved.get().length > 0 && newest.isMet.get() && !newest.isClosed.get()) {
      if (!(await newest.stay()) && newest.disk.get() === 'ok') this.#handOnLater();
    }
    for (const { live } of [...this.#open.values()]) {
      const events = live.moved.get().filter(({ id }) => !this.#handedOn.has(id));
      if (live === newest || events.length === 0 || !newest.mayWrite.get()) continue;
      if (await newest.takeOver(events)) {
        await live.letGo(events);
        isAnyGone ||= !live.moved.get().some(({ id }) => events.some((event) => event.id === id));
      } else if (newest.disk.get() === 'ok') this.#handOnLater(); // its record could not be read, so nothing was taken
      else for (const { id } of events) this.#handedOn.add(id);
    }
    return isAnyGone;
  }

  #itemsIn(stretch: Stretch): readonly TimelineItem[] {
    const loaded = [...this.#open.values()].filter(({ live }) => this.#isLoaded(live.chapter));
    // Of what is being read it is not known yet what was acknowledged.
    const read = loaded.filter(({ live }) => live.state.get().status !== 'opening');
    const parcels = this.#options.parcels.get();
    const parts = [...read.map(({ live }) => live.items.get()), parcels].filter((items) => items.length > 0);
    const standIns = this.standIns();
    if (standIns.length === 0) return within(merge(parts.sort(byFirst)), stretch);
    const all = merge([...parts, standIns.map(({ item }) => item)].sort(byFirst));
    const chapters = new Set([...this.#loaded(), ...standIns.map(({ chapter }) => chapter)]);
    const [first] = this.#lastShown;
    // Of the first chapter only the end was kept: nothing above it follows.
    const from = first === standIns[0] ? first?.item.at : undefined;
    // Whoever is on the way elsewhere has not left the newest yet.
    return within(all, stretchAround(Infinity, this.#chapters(), chapters)).filter(({ at }) => at >= (from ?? at));
  }

  /** What this device shows of the newest is kept for the next time; what it hears of is taken from what was kept. */
  #noteShown(): void {
    const { screenfuls, conversationId } = this.#options;
    const { older, newer } = this.edges.get();
    const isNewest = this.state.get().status === 'ready' && newer === 'none' && this.standIns().length === 0;
    // Of a chapter that has just begun there is not enough to fill a screen before the one above it joins.
    const isFull = older === 'none' || this.items.get().length >= minRows;
    const shown = isNewest && isFull ? screenfulOf(this.#rows()) : null;
    screenfuls.note(conversationId, shown, this.#readChapters);
  }

  /** The newest rows, and where each stands. */
  #rows(): KeptRow[] {
    return this.items
      .get()
      .slice(-maxRows)
      .flatMap((item) => {
        const live = this.#chapterOf(item);
        return live === undefined ? [] : [{ chapter: live.chapter, item, mark: live.markOf(item) }];
      });
  }

  readonly #readChapters: ReadChapters = {
    itemsOf: (chapter) => {
      const live = this.#open.get(chapter)?.live;
      return live === undefined || live.state.get().status === 'opening' ? null : live.items.get();
    },
    markOf: (item) => this.#chapterOf(item)?.markOf(item) ?? null,
  };

  #tellEdges(stretch: Stretch): void {
    const next = this.#edge(nextAbove(stretch, this.#chapters(), this.#loaded()));
    const hasPartOnly = [...this.#open.values()].some(({ live }) => live !== this.#newest && this.#isPartOnly(live));
    const older = next === 'none' && hasPartOnly ? 'unreachable' : next;
    const newer = this.#isNewestToCome(stretch)
      ? 'loading'
      : this.#edge(nextBelow(stretch, this.#chapters(), this.#loaded()));
    const known = this.edges.get();
    if (known.older !== older || known.newer !== newer) this.edges.set({ older, newer });
  }

  /** Somebody was led to rows that reach up to the newest chapter before that has been read: they do not end there. */
  #isNewestToCome({ below }: Stretch): boolean {
    const isRead = this.#newest.state.get().status !== 'opening';
    return below === Infinity && this.#moment !== Infinity && !isRead && this.standIns().length === 0;
  }

  #edge(next: readonly number[]): Edge {
    if (next.length === 0) return 'none';
    const opening = next.filter((chapter) => this.#open.has(chapter));
    if (opening.length < next.length) return 'more';
    return opening.some((chapter) => this.#isUnreachable(chapter)) ? 'unreachable' : 'loading';
  }

  /** What was shown once stays on the screen while the next chapter opens. What stands in may be old: it is not ready. */
  #tellState(): void {
    const next = this.#newest.state.get();
    const known = this.state.get();
    if (next.status === 'opening' && known.status === 'ready') return;
    if (next.status === 'ready' && known.status === 'opening' && this.standIns().length > 0) return;
    this.state.set(next);
  }

  #until(isTrue: () => boolean, maxMs = maxJumpMs): Promise<void> {
    return new Promise((resolve) => {
      const finish = () => {
        cancel();
        this.#waiting.delete(look);
        resolve();
      };
      const look = () => {
        if (this.#open.size === 0 || isTrue()) finish();
      };
      const cancel = maxMs === Infinity ? () => undefined : this.#options.platform.schedule(maxMs, finish);
      this.#waiting.add(look);
      look();
    });
  }
}

const pinned = new WeakMap<readonly TimelineItem[], readonly PinnedPlace[]>();

function pinnedIn(items: readonly TimelineItem[]): readonly PinnedPlace[] {
  const known = pinned.get(items);
  if (known !== undefined) return known;
  const found = items.flatMap(({ key, id, at, author, isPinned }) =>
    isPinned && author !== serverAuthor ? [{ key, id, at, author }] : [],
  );
  pinned.set(items, found);
  return found;
}

/** Of rows in their order those of one moment. */
function rowsAt(items: readonly TimelineItem[], at: number): readonly TimelineItem[] {
  let low = 0;
  for (let high = items.length; low < high;) {
    const middle = (low + high) >> 1;
    if ((items[middle]?.at ?? at) < at) low = middle + 1;
    else high = middle;
  }
  let end = low;
  while (items[end]?.at === at) end++;
  return items.slice(low, end);
}

function within(items: readonly TimelineItem[], { above, below }: Stretch): readonly TimelineItem[] {
  if (above === -Infinity && below === Infinity) return items;
  return items.filter(({ at }) => at > above && at < below);
}

function byFirst([a]: readonly TimelineItem[], [b]: readonly TimelineItem[]): number {
  return a === undefined || b === undefined ? 0 : compareItems(a, b);
}

/** One row of sorted rows. Chapters follow each other but for what came late or in the time of grace. */
function merge(parts: readonly (readonly TimelineItem[])[]): readonly TimelineItem[] {
  const [only] = parts;
  if (parts.length <= 1) return only ?? [];
  const isInOrder = parts.every((part, index) => {
    const [first] = part;
    const last = parts[index - 1]?.at(-1);
    return first === undefined || last === undefined || compareItems(last, first) < 0;
  });
  const all = isInOrder ? parts.flat() : parts.flat().sort(compareItems);
  // Only a message that had to move stands in two chapters, and one of the two is kept beside its log.
  return isInOrder && all.every(({ place }) => place !== null) ? all : onceEach(all);
}

/** A message that had to move to a later chapter may still be kept in the earlier: the one that stands in a log is shown. */
function onceEach(items: readonly TimelineItem[]): readonly TimelineItem[] {
  const standing = new Set(items.flatMap(({ key, place }) => (place === null ? [] : [key])));
  const seen = new Set<string>();
  return items.filter(({ key, place }) => {
    if (seen.has(key) || (place === null && standing.has(key))) return false;
    seen.add(key);
    return true;
  });
}

function isSameArray(one: readonly TimelineItem[], other: readonly TimelineItem[]): boolean {
  return one === other || (one.length === other.length && one.every((item, index) => item === other[index]));
}
