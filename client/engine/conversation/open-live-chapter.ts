// One chapter as it lives on this device: its replica, its timeline, its marks, and the one way to write into it.
// Steps 2 and 9 of a message's path. Which chapters are open, and which of them is written into, is
// open-live-conversation.ts's.
import * as Y from 'yjs';
import { must } from '../../../shared/base/assert.ts';
import { chapterName, type DocumentName } from '../../../shared/conversation/document-name.ts';
import {
  parseUserEvent,
  targetOf,
  type MessageEvent,
  type SubjectKey,
  type UserEvent,
} from '../../../shared/conversation/events.ts';
import {
  appendDelete,
  appendEvent,
  eraseAbout,
  logRoot,
  readLog,
  type LogEntry,
} from '../../../shared/conversation/log.ts';
import type { TimelineItem } from '../../../shared/conversation/timeline.ts';
import type { Clock } from '../../../shared/clock.ts';
import type { ClientId, ConversationId, UserId } from '../../../shared/ids.ts';
import { everyone } from '../../../shared/rules/mentions.ts';
import { makeFollowed } from '../followed.ts';
import type {
  DiskState,
  Mark,
  MessageDetails,
  OpenConversation,
  OpenState,
  Readable,
  RefusedAct,
} from '../messenger.ts';
import type { Acknowledged } from '../replica/acknowledged.ts';
import type { Refusal } from '../../../shared/protocol/refusal.ts';
import { refusalOf, type ReplicaState } from '../replica/open-life.ts';
import { followChapter, type ChapterFollower } from '../search/follow-chapter.ts';
import { openReplica, type ReplicaOptions } from '../replica/open-replica.ts';
import { generationName } from '../replica/recovery.ts';
import { reachedBy, type ReaderClocks } from '../replica/reader-clocks.ts';
import { makeWritable } from '../writable.ts';
import { makeChapterFeed } from './chapter-feed.ts';
import { keptRows, refusedActs, withKeptRows } from './kept-rows.ts';
import { markOf } from './mark.ts';
import { makeEventMaker, problemWithText, type MessageAction, type Source } from './message-actions.ts';
import { appendInTime, makeSideClients } from './side-clients.ts';
import { anyClient, type Outbox } from './outbox.ts';
import { watchOpenState } from './open-state.ts';

export interface LiveChapter {
  readonly chapter: number;
  readonly document: DocumentName;
  readonly state: Readable<OpenState>;
  readonly disk: Readable<DiskState>;
  readonly items: Readable<readonly TimelineItem[]>;
  readonly marks: Readable<number>;
  /** Whether the server has closed it: the conversation goes on in the next. */
  readonly isClosed: Readable<boolean>;
  /** Entries that this device has of it. */
  countEntries(): number;
  /** Whether all that the server has of it is here, or comes by itself. */
  readonly isMet: Readable<boolean>;
  /** True once everything that is in it now is on this disk. */
  whenStored(): Promise<boolean>;
  /** Whether it may be written into now. */
  readonly mayWrite: Readable<boolean>;
  /** What belongs into a later chapter, for this one is closed. */
  readonly moved: Readable<readonly UserEvent[]>;
  /** Takes what a closed chapter had to let go. True when it is on this disk. */
  takeOver(events: readonly UserEvent[]): Promise<boolean>;
  /** The server has this chapter open after all, as when it was put back: what was to leave it stays. */
  stay(): Promise<boolean>;
  /** A later chapter has taken these over. */
  letGo(events: readonly UserEvent[]): Promise<void>;
  /** Whether this row is one of its own. */
  holds(item: TimelineItem): boolean;
  markOf(item: TimelineItem): Mark | null;
  send(text: string, source?: Source): ReturnType<OpenConversation['send']>;
  /** Writes a message that was made before, with its id and time. False when it may not be written into now. */
  append(event: MessageEvent): boolean;
  /** Writes what was done to its own rows, as one update. False when it may not be written into now. */
  act(action: MessageAction): boolean;
  detailsOf(item: TimelineItem): MessageDetails;
  retry(item: TimelineItem): void;
  /** A message that was refused and stands in no log, as it may go once more. Null for any other. */
  renewed(item: TimelineItem): MessageEvent | null;
  discard(item: TimelineItem): void;
  /** What was done to a message of it, and refused. */
  readonly refusedActs: Readable<readonly RefusedAct[]>;
  dismissRefused(id: string): void;
  askAgain(): void;
  /** `isShown`: somebody looks at it; else it is followed in the background. */
  want(isShown: boolean): void;
  close(): Promise<void>;
}

export interface LiveChapterOptions extends Pick<
  ReplicaOptions,
  'platform' | 'link' | 'berths' | 'clock' | 'recoveries' | 'me'
> {
  readonly conversationId: ConversationId;
  readonly chapter: number;
  readonly outbox: Outbox;
  /** What the databases of this person are named by, e.g. `biz1/chat.example.org/usr_…`. */
  readonly diskPrefix: string;
  /** Told of what changes, for those who look for it. */
  readonly follower: ChapterFollower;
}

export function openLiveChapter(options: LiveChapterOptions): LiveChapter {
  const { platform, link, clock, me, outbox, conversationId, chapter, diskPrefix } = options;
  const name = chapterName({ conversationId, chapter });
  const feeds = new WeakMap<Y.Doc, Readable<readonly TimelineItem[]>>();
  const inLogs = makeFollowed<readonly TimelineItem[]>([]);
  const isClosed = makeWritable(false);
  const moved = makeWritable<readonly UserEvent[]>([]);
  const make = makeEventMaker({ me, clock, platform });
  const followed = followChapter(name, options.follower);
  const doomed = new Set<SubjectKey>();
  const sideClients = makeSideClients(platform);
  let isEnded = false;
  /** What I have said about a message that somebody has deleted goes with it, also what the server has not seen. */
  const eraseDoomed = () => {
    const doc = mayWrite(replica.state.get()) ? replica.doc() : null;
    if (doc === null || isEnded || doomed.size === 0) return;
    eraseAbout(doc, me, doomed);
    doomed.clear();
  };
  const replica = openReplica({
    ...options,
    name,
    diskName: `${diskPrefix}/${name}`,
    onBorn: (doc) => {
      doc.on('afterTransaction', ({ local, changed }: Y.Transaction) => {
        if (local && changed.size > 0) outbox.note(name, doc.clientID);
      });
      feeds.set(
        doc,
        makeChapterFeed(doc, (entries) => {
          followed.note(entries);
          learnFrom(clock, me, entries);
          for (const { author, event } of entries) {
            if (event?.kind === 'delete') doomed.add(must(targetOf(author, event), 'a deletion has a target'));
          }
          if (doomed.size > 0) queueMicrotask(eraseDoomed); // the document is still being changed
          if (entries.some(({ event }) => event?.kind === 'closed')) isClosed.set(true);
        }),
      );
    },
    onShown: (doc) => inLogs.follow(must(feeds.get(doc), 'a feed from birth')),
  });
  const items = makeWritable<readonly TimelineItem[]>([]);
  let kept = keptRows(replica.recovery.get(), me);
  const tellItems = () => items.set(withKeptRows(inLogs.get(), kept));
  inLogs.subscribe(tellItems);
  const databaseNow = () => generationName(`${diskPrefix}/${name}`, replica.recovery.get().generation);
  inLogs.subscribe(() => followed.tell(inLogs.get(), databaseNow));
  const isHeld = () => link.isHeld(name);
  const opening = watchOpenState({ replica: replica.state, link: link.state, items, isHeld });
  const refused = makeWritable(refusedActs(replica.recovery.get()));
  const marks = makeWritable(0);
  const tellMarks = () => marks.set(marks.get() + 1);
  replica.recovery.subscribe(() => {
    kept = keptRows(replica.recovery.get(), me);
    tellItems();
    tellMarks();
    moved.set(replica.recovery.get().moved);
    refused.set(refusedActs(replica.recovery.get()));
    noteAgain();
    clearOutbox();
  });
  /** What waits to be appended stands in no log, so nothing else has noted it. */
  const noteAgain = () => {
    const doc = replica.doc();
    if (doc !== null && replica.recovery.get().again.length > 0) outbox.note(name, doc.clientID);
  };
  /** What is noted of this document and is on the server, all of it. */
  const clearOutbox = () => {
    const doc = replica.doc();
    const { again, moved: leaving } = replica.recovery.get();
    if (isDenied(replica.state.get())) outbox.forget(name, anyClient); // nobody asks for it there
    if (doc === null || again.length + leaving.length > 0 || !isMet(replica.state.get())) return;
    const noted = outbox.clientsOf(name);
    if (noted.includes(anyClient)) for (const client of clientsIn(doc, me)) outbox.note(name, client);
    for (const client of outbox.clientsOf(name)) {
      if (Y.getState(doc.store, client) <= (replica.acknowledged.get().clocks[client] ?? 0))
        outbox.forget(name, client);
    }
  };
  /** Another tab may have heard of an acknowledgement before it heard of what I wrote since, and forgotten the note. */
  const stopNoting = outbox.onChangedElsewhere(() => {
    const doc = replica.doc();
    if (doc === null) return;
    const { clientID } = doc;
    if (Y.getState(doc.store, clientID) > (replica.acknowledged.get().clocks[clientID] ?? 0))
      outbox.note(name, clientID);
  });
  let acknowledged = replica.acknowledged.get();
  replica.acknowledged.subscribe(() => {
    const before = acknowledged;
    acknowledged = replica.acknowledged.get();
    learnFromMine({ clock, me, doc: must(replica.doc(), 'a life'), before, after: acknowledged });
    tellMarks();
    clearOutbox();
  });
  replica.deliveries.subscribe(tellMarks);
  replica.reads.subscribe(tellMarks);
  replica.stored.subscribe(tellMarks);
  const fateNow = () => fateOf(replica.state.get(), replica.doc(), me);
  let lastFate = fateNow();
  const met = makeWritable(isMet(replica.state.get()));
  const writable = makeWritable(mayWrite(replica.state.get()));
  replica.state.subscribe(() => {
    writable.set(mayWrite(replica.state.get()));
    met.set(isMet(replica.state.get()));
    eraseDoomed();
    clearOutbox();
  });
  replica.state.subscribe(() => {
    const fate = fateNow();
    if (isSameRefusal(fate.refusal, lastFate.refusal) && fate.isDenied === lastFate.isDenied) return;
    lastFate = fate;
    tellMarks();
  });
  const mark = (item: TimelineItem) =>
    markOf(item, {
      ...{
        me,
        acknowledged,
        deliveries: replica.deliveries.get(),
        reads: replica.reads.get(),
        stored: replica.stored.get(),
      },
      ...lastFate,
      keptRows: kept,
    });
  /** Its id is told to nobody, so it can be used again; one that is in use already, or is no message's, cannot. */
  const renewed = (
    { id, replyTo, forwarded, attachments, ...item }: TimelineItem,
    text: string,
    code: string,
  ): UserEvent => {
    // Who may not call everybody together any more still has something to say.
    const mentions = item.mentions.filter(({ who }) => code !== 'not-allowed' || who !== everyone);
    const source = {
      ...{ ...(replyTo !== null && { replyTo }), ...(forwarded !== null && { forwarded }), mentions },
      ...(attachments.length > 0 && { attachments: [...attachments] }),
    };
    const fresh = make.message(text, source);
    return code === 'duplicate-id' ? fresh : (parseUserEvent({ ...fresh, id }) ?? fresh);
  };
  const write = (append: (doc: Y.Doc) => void) => {
    const doc = mayWrite(replica.state.get()) ? replica.doc() : null;
    if (doc !== null) doc.transact(() => append(doc));
    return doc !== null;
  };
  const act = (action: MessageAction) =>
    write((doc) => {
      const events = make.events(action);
      const deletions = events.filter((event) => event.kind === 'delete');
      if (deletions.length > 0) appendDelete(doc, me, ...deletions);
      else for (const event of events) appendEvent(doc, me, event);
    });
  return {
    document: name,
    chapter,
    isClosed,
    moved,
    takeOver: (events) => replica.takeOver(events),
    stay: () => replica.stay(),
    letGo: (events) => replica.letGo(new Set(events.map(({ id }) => id))),
    countEntries: () => countEntries(replica.doc()),
    isMet: met,
    whenStored: () => replica.whenStored(),
    mayWrite: writable,
    holds: ({ key, place }) => (place === null ? kept.marks.has(key) : hasClient(replica.doc(), place.client)),
    state: opening.state,
    disk: replica.disk,
    items,
    marks,
    markOf: mark,
    send(text, source) {
      const problem = problemWithText(text);
      if (problem !== null) return problem;
      return write((doc) => appendEvent(doc, me, make.message(text, source))) ? null : 'not-ready';
    },
    append: (event) =>
      write((doc) => {
        const client = appendInTime(doc, me, event, sideClients);
        outbox.note(name, client); // what was changed tells of the document's own client alone
      }),
    act,
    detailsOf(item) {
      const readersOf = (clocks: ReaderClocks) => (item.author === me ? reachedBy(clocks, item.place) : []);
      return {
        ...{ writtenAt: item.at, arrivedAt: item.lateAt, mark: mark(item) },
        deliveredTo: readersOf(replica.deliveries.get()),
        readBy: readersOf(replica.reads.get()),
      };
    },
    retry(item) {
      const found = mark(item);
      if (found?.status !== 'refused' || item.text === null) return;
      // What stands in the log still goes from there when it may.
      if (item.place === null) void replica.sendAgain(item.id, renewed(item, item.text, found.code));
      replica.tryAnew();
    },
    renewed(item) {
      const found = mark(item);
      if (found?.status !== 'refused' || item.text === null || item.place !== null) return null;
      const event = renewed(item, item.text, found.code);
      return event.kind === 'message' ? event : null;
    },
    discard(item) {
      if (mark(item)?.status !== 'refused') return;
      if (item.place === null) return void replica.discard(item.id);
      appendDelete(must(replica.doc(), 'an item of its life'), me, make.deletion(item));
    },
    refusedActs: refused,
    dismissRefused(id) {
      if (refused.get().some((act) => act.id === id)) void replica.discard(id);
    },
    askAgain: () => replica.askAgain(),
    want: (isShown) => replica.want(isShown),
    close() {
      isEnded = true;
      opening.stop();
      stopNoting();
      return replica.close();
    },
  };
}

/** What others wrote came through the server, so it was admitted. What I wrote may come from another tab or the disk. */
function learnFrom(clock: Clock, me: UserId, entries: readonly LogEntry[]): void {
  for (const { author, event } of entries) {
    if (event === null) continue;
    if (author === me) clock.follow(event.at);
    else clock.learn(event.at);
  }
}

interface Learning {
  readonly clock: Clock;
  readonly me: UserId;
  readonly doc: Y.Doc;
  readonly before: Acknowledged;
  readonly after: Acknowledged;
}

/** What I wrote was admitted when it is acknowledged; until then its time is only a claim of this device. */
function learnFromMine({ clock, me, doc, before, after }: Learning): void {
  for (const [client, until] of Object.entries(after.clocks)) {
    const from = before.clocks[client] ?? 0;
    if (until <= from) continue;
    for (const entry of readLog(doc, logRoot(me, Number(client) as ClientId), from)) {
      if (entry.clock >= until) break;
      if (entry.event !== null) clock.learn(entry.event.at);
    }
  }
}

function fateOf(state: ReplicaState, doc: Y.Doc | null, me: UserId) {
  const refused = refusalOf(state);
  // A chapter that takes no more refuses no message: it moves on.
  const refusal = refused?.code === 'chapter-closed' ? null : refused;
  // One that names an entry of nobody here is about the whole update, as one that names none.
  const isOfOthers =
    refusal !== null && refusal.client !== null && doc?.share.has(logRoot(me, refusal.client)) !== true;
  return {
    refusal: isOfOthers ? { ...refusal, client: null, clock: null } : refusal,
    isDenied: isDenied(state),
  };
}

function isSameRefusal(one: Refusal | null, other: Refusal | null): boolean {
  return one?.code === other?.code && one?.client === other?.client && one?.clock === other?.clock;
}

function isDenied(state: ReplicaState): boolean {
  return state.status === 'open' && state.channel.status === 'denied';
}

function mayWrite(state: ReplicaState): boolean {
  return state.status === 'open' && !isDenied(state);
}

function isMet(state: ReplicaState): boolean {
  return state.status === 'open' && state.channel.status === 'met';
}

/** Those by which this person has written into it. */
function clientsIn(doc: Y.Doc, me: UserId): number[] {
  return [...doc.store.clients.keys()].filter((client) => doc.share.has(logRoot(me, client as ClientId)));
}

function countEntries(doc: Y.Doc | null): number {
  let count = 0;
  for (const client of doc?.store.clients.keys() ?? []) count += Y.getState(must(doc, 'a document').store, client);
  return count;
}

function hasClient(doc: Y.Doc | null, client: number): boolean {
  return doc?.store.clients.has(client) === true;
}
