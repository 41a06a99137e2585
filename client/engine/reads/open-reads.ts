// What this person has read, as vectors beside the documents: on this device's disk at once, on the server when it can
// be, and from there on every other device. Promises: what was read offline is not forgotten and never undone by an
// older word. Does not know what is unread: reading.ts counts.
import * as v from 'valibot';
import {
  isSameRead,
  mergeRead,
  nothingRead,
  readVector,
  type ReadVector,
} from '../../../shared/conversation/read-vector.ts';
import type { ConversationId } from '../../../shared/ids.ts';
import {
  maxReadRows,
  type ChapterReads,
  type InboxChapter,
  type ReadsAnswer,
} from '../../../shared/protocol/inbox-api.ts';
import type { Api } from '../api/api.ts';
import type { Answer, FailureCode } from '../api/request.ts';
import type { KeptStore } from '../disk/kept-store.ts';
import type { Readable } from '../messenger.ts';
import type { Platform } from '../platform.ts';
import { makeRepeater } from '../repeater.ts';

export interface Reads {
  of(conversationId: ConversationId, chapter: number): ReadVector;
  /** This person has read something here; the server is told soon. */
  take(conversationId: ConversationId, chapter: number, read: ReadVector): void;
  /**
   * The server says what was read on whatever device. Where it knows less than this device, it is told again once the
   * chapter has grown: then something is back that it had lost.
   */
  learn(row: ReadRow): void;
  /** The server tells everything anew, as after a restore: what it was told may be lost. */
  startAnew(): void;
  /** This person is in it no more. */
  forget(conversationId: ConversationId): void;
  /** Calls back after each change in a conversation, until the returned function is called. */
  onChanged(conversationId: ConversationId, listener: () => void): () => void;
  /** Tells the server what it has not been told; fails when that may be taken later. */
  send(): Promise<Answer<object>>;
  close(): void;
}

export type ReadRow = Pick<InboxChapter, 'conversationId' | 'chapter' | 'read' | 'closedAt' | 'entries'>;

export interface ReadsOptions {
  readonly platform: Pick<Platform, 'schedule'>;
  readonly api: Pick<Api, 'sendReads'>;
  readonly kept: Pick<KeptStore, 'read' | 'write' | 'remove' | 'keys' | 'onChangedElsewhere'>;
  readonly onFailure: (code: FailureCode) => void;
  /** As long as it is true the server is told nothing. */
  readonly isHeld: Readable<boolean>;
}

/**
 * `toldAt`: how many entries the chapter had when the server was last told. If it took less than it was told, it takes no
 * more while it has no more. `timesTakenBack`: how often "all" was found to be said of a life that is over; of two tabs
 * the one that has found it less often does not bring it back.
 */
const schema = v.object({
  ...{ read: readVector, isSent: v.boolean(), toldAt: v.optional(v.number()) },
  timesTakenBack: v.optional(v.number(), 0),
});
type KeptRead = Readonly<v.InferOutput<typeof schema>>;

/** What the server refuses it will not take later either. */
const never = Number.MAX_SAFE_INTEGER;
const prefix = 'read/';
/** How often the server has told everything anew: of several tabs one hears it. */
const anewKey = 'reads-told-anew';
/** Reading on moves many vectors a little: the server hears of them together. */
const sendDelayMs = 1_000;
/** When the server could not take them; most often the link's return asks before. */
const retryDelayMs = 30_000;
/** In one request: about half of the bytes that the server takes. A vector that is longer goes alone. */
const maxSentClocks = 4_000;

export function openReads({ platform, api, kept, onFailure, isHeld }: ReadsOptions): Reads {
  const listeners = new Map<string, Set<() => void>>();
  /** As parsed: the same object while nothing changes. */
  const known = new Map<string, KeptRead>();
  const unsent = new Set<string>();
  const entriesOf = new Map<string, number>();
  let cancelSend: (() => void) | null = null;
  let cancelRetry: () => void = () => undefined;
  let isClosed = false;

  const readKept = (key: string): KeptRead | null => {
    const cached = known.get(key);
    if (cached !== undefined) return cached;
    const parsed = v.safeParse(schema, kept.read(key));
    if (!parsed.success) return null;
    known.set(key, parsed.output);
    return parsed.output;
  };
  const put = (
    key: string,
    told: Omit<KeptRead, 'timesTakenBack'>,
    timesTakenBack = readKept(key)?.timesTakenBack ?? 0,
  ) => {
    const value = { ...told, timesTakenBack };
    kept.write(key, value);
    known.set(key, value);
    note(key, value);
  };
  const takeAllBack = (key: string, instead: Omit<KeptRead, 'timesTakenBack'>) =>
    put(key, instead, (readKept(key)?.timesTakenBack ?? 0) + 1);
  const note = (key: string, { isSent }: KeptRead) => {
    if (isSent) unsent.delete(key);
    else unsent.add(key);
    for (const listener of listeners.get(conversationIn(key)) ?? []) listener();
  };
  /** Another tab wrote, while this one may have: both say in the end what both have heard. */
  const hear = (key: string) => {
    if (key === anewKey) entriesOf.clear();
    if (!key.startsWith(prefix)) return;
    const mine = known.get(key);
    known.delete(key);
    const theirs = readKept(key);
    if (theirs === null) return void unsent.delete(key); // removed, or of another version of the app
    const { read, timesTakenBack } = mine === undefined ? theirs : joined(mine, theirs);
    if (isSameRead(read, theirs.read) && timesTakenBack === theirs.timesTakenBack) note(key, theirs);
    else put(key, { read, isSent: false }, timesTakenBack);
  };
  const change = (key: string, news: ReadVector, isFromServer: boolean) => {
    const mine = readKept(key);
    const before = mine?.read ?? nothingRead;
    const read = mergeRead(before, news);
    if (isSameRead(read, before)) {
      const isNews = (entriesOf.get(key) ?? 0) > (mine?.toldAt ?? Infinity);
      if (!isNews || !isFromServer || isSameRead(read, news)) return;
      put(key, { read, isSent: false }); // a tab that is killed before it has told leaves that to the next
      sendSoon();
      return;
    }
    put(key, { read, isSent: isFromServer ? isSameRead(read, news) : false });
    if (!isFromServer) sendSoon();
  };
  /** A server that went back to a backup closed the chapter anew: who wrote since may have written what nobody has read. */
  const takeUnsettled = ({ conversationId, chapter, read }: ReadsAnswer['unsettled'][number]) => {
    const key = keyOf(conversationId, chapter);
    const mine = readKept(key);
    if (mine?.read.clocks !== 'all') return;
    const { epoch } = mine.read;
    if (epoch <= read.epoch) takeAllBack(key, { ...mine, read });
    else takeAllBack(key, { read: { epoch, clocks: {} }, isSent: false }); // it does not know yet that this person began anew
  };
  const sendSoon = () => {
    if (!isClosed) cancelSend ??= platform.schedule(sendDelayMs, () => void send());
  };
  /** What is refused is halved, until the row is found that is not taken. It is this device's alone from then on. */
  const sendRows = async (rows: readonly Unsent[]): Promise<Answer<object>> => {
    const entries = rows.map(({ key }) => entriesOf.get(key) ?? 0);
    const answer = await api.sendReads(rows.map(({ key, read }) => rowOf(key, read)));
    if (isClosed) return answer;
    if (answer.status === 'failed') {
      if (!isRefusal(answer.code)) return answer;
      const middle = Math.ceil(rows.length / 2);
      if (rows.length > 1) {
        const first = await sendRows(rows.slice(0, middle));
        return first.status === 'failed' ? first : sendRows(rows.slice(middle));
      }
      onFailure(answer.code);
    }
    for (const [at, { key, read }] of rows.entries()) {
      const now = readKept(key);
      // What was on its way while the server told everything anew may have been told to the one before it.
      const toldAt = Math.min(entries[at] ?? 0, entriesOf.get(key) ?? 0);
      if (now !== null && isSameRead(now.read, read))
        put(key, { read, isSent: true, toldAt: answer.status === 'failed' ? never : toldAt });
    }
    if (answer.status === 'ok') for (const row of answer.value.unsettled) takeUnsettled(row);
    return done;
  };
  const sendAll = async (): Promise<Answer<object>> => {
    while (unsent.size > 0 && !isHeld.get()) {
      const answer = await sendRows(firstOf(unsent, readKept));
      if (isClosed) return answer;
      if (answer.status === 'failed') {
        onFailure(answer.code);
        if (answer.code !== 'not-signed-in') cancelRetry = platform.schedule(retryDelayMs, () => void send());
        return answer;
      }
    }
    return done;
  };
  const send = makeRepeater(() => {
    cancelSend?.();
    cancelSend = null;
    cancelRetry();
    return sendAll();
  });
  for (const key of kept.keys(prefix)) if (readKept(key)?.isSent === false) unsent.add(key);
  const stops = [kept.onChangedElsewhere(hear), isHeld.subscribe(() => sendSoon())];
  return {
    of: (conversationId, chapter) => readKept(keyOf(conversationId, chapter))?.read ?? nothingRead,
    take: (conversationId, chapter, read) => change(keyOf(conversationId, chapter), read, false),
    learn({ conversationId, chapter, read, closedAt, entries }) {
      const key = keyOf(conversationId, chapter);
      entriesOf.set(key, entries);
      const mine = readKept(key)?.read;
      // A server that has lost the closing takes messages here that nobody has read.
      if (mine?.clocks === 'all' && closedAt === null) takeAllBack(key, { read, isSent: true });
      else change(key, read, true);
    },
    startAnew() {
      entriesOf.clear();
      kept.write(anewKey, Number(kept.read(anewKey) ?? 0) + 1);
      for (const key of kept.keys(prefix)) {
        const mine = readKept(key);
        if (mine !== null && mine.toldAt !== 0) put(key, { ...mine, toldAt: 0 });
      }
    },
    forget(conversationId) {
      for (const key of kept.keys(`${prefix}${conversationId}/`)) {
        kept.remove(key);
        for (const noted of [known, unsent, entriesOf]) noted.delete(key);
      }
    },
    onChanged(conversationId, listener) {
      const known = listeners.get(conversationId) ?? new Set();
      listeners.set(conversationId, known.add(listener));
      return () => known.delete(listener);
    },
    send,
    close() {
      isClosed = true;
      cancelSend?.();
      cancelRetry();
      for (const stop of stops) stop();
    },
  };
}

/** Of a vector that was written before the disk gave out its own, both count; undefined for another key. */
export function mergeKeptRead(key: string, { written, found }: { written: unknown; found: unknown }): unknown {
  if (!key.startsWith(prefix)) return undefined;
  const [mine, theirs] = [v.safeParse(schema, written), v.safeParse(schema, found)];
  if (!mine.success || !theirs.success) return undefined;
  const { read, timesTakenBack } = joined(mine.output, theirs.output);
  if (isSameRead(read, mine.output.read) && timesTakenBack === mine.output.timesTakenBack) return written;
  return { read, isSent: theirs.output.isSent && isSameRead(read, theirs.output.read), timesTakenBack };
}

/** What two that have heard of different things know together. */
function joined(one: KeptRead, other: KeptRead): Pick<KeptRead, 'read' | 'timesTakenBack'> {
  const timesTakenBack = Math.max(one.timesTakenBack, other.timesTakenBack);
  const counting = ({ read, timesTakenBack: times }: KeptRead) =>
    times < timesTakenBack && read.clocks === 'all' ? { ...read, clocks: {} } : read;
  return { read: mergeRead(counting(one), counting(other)), timesTakenBack };
}

interface Unsent {
  readonly key: string;
  readonly read: ReadVector;
}

const done: Answer<object> = { status: 'ok', value: {} };

/** As much as one request holds. */
function firstOf(keys: Iterable<string>, readKept: (key: string) => KeptRead | null): readonly Unsent[] {
  const rows: Unsent[] = [];
  let clocks = 0;
  for (const key of keys) {
    const read = readKept(key)?.read ?? nothingRead;
    clocks += read.clocks === 'all' ? 1 : Object.keys(read.clocks).length;
    if (rows.length === maxReadRows || (rows.length > 0 && clocks > maxSentClocks)) break;
    rows.push({ key, read });
  }
  return rows;
}

/** Whether it is about what was sent: the same will not be taken later either. */
function isRefusal(code: FailureCode): boolean {
  return code === 'bad-request' || code === 'too-large';
}

function keyOf(conversationId: ConversationId, chapter: number): string {
  return `${prefix}${conversationId}/${chapter}`;
}

function conversationIn(key: string): string {
  return key.split('/')[1] ?? '';
}

function rowOf(key: string, { epoch, clocks }: ReadVector): ChapterReads {
  const [, conversationId, chapter] = key.split('/');
  return { conversationId: conversationId as ConversationId, chapter: Number(chapter), epoch, clocks }; // a key of keyOf
}
