// Sends what waits for its files: brings these to the server, some at a time, and then writes each message into its
// conversation's log, where everything else goes on as with any message. One tab of all does it; when that goes, another.
// Promises: once the server has its files a message stands in the log once, however often everything was killed between;
// its place in time stays; what only somebody can decide waits for them, and everything else is tried again.
import type { FileHash } from '../../../shared/conversation/attachments.ts';
import { subjectKey } from '../../../shared/conversation/events.ts';
import type { UserId } from '../../../shared/ids.ts';
import { personHeader } from '../../../shared/protocol/people-api.ts';
import type { Api } from '../api/api.ts';
import { pauseMs } from '../commands/after-answer.ts';
import type { ConversationPool } from '../conversation/conversation-pool.ts';
import type { LiveConversation } from '../conversation/open-live-conversation.ts';
import { whenOpen } from '../conversation/when-open.ts';
import type { KeptStore } from '../disk/kept-store.ts';
import type { Link } from '../link/open-link.ts';
import { makeRepeater } from '../repeater.ts';
import type { Platform } from '../platform.ts';
import { decideNext, wantedBy, type Wanted } from './decide-upload.ts';
import type { Parcel, Parcels } from './parcels.ts';
import { sendFile, type SendFileParts, type SendOutcome } from './send-file.ts';

export interface ParcelPost {
  /** Somebody has asked for it: what failed is tried at once. */
  wake(): void;
  close(): void;
}

export interface ParcelPostOptions {
  readonly platform: Pick<
    Platform,
    'withLock' | 'schedule' | 'nowMs' | 'randomBytes' | 'onAwakening' | 'send' | 'fetch' | 'origin'
  >;
  readonly api: Pick<Api, 'announceFile'>;
  readonly link: Pick<Link, 'state'>;
  readonly pool: Pick<ConversationPool, 'take'>;
  readonly kept: Pick<KeptStore, 'whenStored'>;
  readonly parcels: Parcels;
  readonly me: UserId;
  readonly lockName: string;
  readonly bytesOf: SendFileParts['bytesOf'];
  /** How much of a file has gone; null when it is on its way no more. */
  readonly onProgress: (hash: FileHash, bytes: number | null) => void;
  /** This tab is the one that sends from now on. */
  readonly onMine: () => void;
  /** The server has said no to a file. */
  readonly onRefused: () => void;
  /** It stands in the log now. */
  readonly onSent: (parcel: Parcel) => void;
}

/** A conversation that does not open within this is tried again later. */
const openWithinMs = 20_000;
const retryDeliveryMs = 2_000;
/** For a day the server remembers who has shown to have a file; after that no message may name it. */
const thereLifeMs = 12 * 60 * 60 * 1_000;

export function openParcelPost(options: ParcelPostOptions): ParcelPost {
  const { platform, link, parcels, lockName } = options;
  const jobs = new Map<FileHash, AbortController>();
  /** Where that goes which the server has not all of. */
  const begun = new Map<FileHash, string>();
  /** What the server has for this person, and since when that is known. */
  const there = new Map<FileHash, number>();
  const failures = new Map<FileHash, number>();
  const resting = new Map<FileHash, () => void>();
  let end: () => void = () => undefined;
  let cancelLook: (() => void) | null = null;
  let isAsked = false;
  let isMine = false;
  let isClosed = false;

  /** Only where something waits: a start has better to do. */
  const begin = () => {
    if (isAsked || parcels.all.get().length === 0) return;
    isAsked = true;
    void platform.withLock(lockName, async () => {
      if (isClosed) return;
      isMine = true;
      options.onMine();
      pump();
      await new Promise<void>((resolve) => (end = resolve));
    });
  };
  const pump = () => {
    if (isClosed) return;
    begin();
    if (!isMine) return;
    stopUnwanted();
    // What is written with nobody to send it to may name a file that the server has forgotten by then.
    if (link.state.get().status !== 'online') return;
    giveUpUnwanted();
    const isUnderWay = (hash: FileHash) => jobs.has(hash) || resting.has(hash);
    const next = decideNext(parcels.all.get(), { isThere, isUnderWay, countUnderWay: jobs.size });
    for (const wanted of next) void run(wanted);
    void deliver();
  };
  const isThere = (hash: FileHash) => platform.nowMs() - (there.get(hash) ?? -Infinity) < thereLifeMs;
  const stopUnwanted = () => {
    const wanted = new Set(
      parcels.all.get().flatMap((parcel) => (parcel.isPaused ? [] : wantedBy(parcel).map(({ hash }) => hash))),
    );
    for (const [hash, abort] of jobs) if (!wanted.has(hash)) abort.abort();
    // Another message with it asks anew: what the server has for this person it has for a time.
    for (const hash of there.keys()) if (!wanted.has(hash)) there.delete(hash);
  };
  /** What was taken back leaves its room on the server, also where it was paused before. */
  const giveUpUnwanted = () => {
    for (const [hash, upload] of begun) {
      if (jobs.has(hash) || parcelsWith(hash).length > 0) continue;
      begun.delete(hash);
      giveUp(platform, options.me, upload);
    }
  };
  const run = async (wanted: Wanted) => {
    const { hash } = wanted;
    const abort = new AbortController();
    jobs.set(hash, abort);
    const onProgress = (bytes: number) => {
      if (bytes > 0) failures.delete(hash);
      options.onProgress(hash, bytes);
    };
    const onUpload = (path: string) => void begun.set(hash, path);
    const outcome = await sendFile({ ...options, onProgress, onUpload, signal: abort.signal }, wanted);
    jobs.delete(hash);
    options.onProgress(hash, null);
    if (!isClosed) take(hash, outcome, abort);
    pump();
  };
  const take = (hash: FileHash, outcome: SendOutcome, { signal }: AbortController) => {
    if (outcome.status === 'there') {
      begun.delete(hash);
      there.set(hash, platform.nowMs());
    } else if (outcome.status === 'refused' || outcome.status === 'gone') {
      const problem = outcome.status === 'gone' ? 'gone' : outcome.code;
      if (outcome.status === 'refused') options.onRefused();
      for (const parcel of parcelsWith(hash)) parcels.change(keyOf(parcel), { problem });
    } else if (!signal.aborted) rest(hash);
  };
  const rest = (hash: FileHash) => {
    const count = failures.get(hash) ?? 0;
    failures.set(hash, count + 1);
    const chance = (platform.randomBytes(1)[0] ?? 0) / 255;
    const wakeUp = () => {
      resting.delete(hash);
      pump();
    };
    resting.set(hash, platform.schedule(pauseMs(count, chance), wakeUp));
  };
  const parcelsWith = (hash: FileHash) =>
    parcels.all.get().filter((parcel) => wantedBy(parcel).some((wanted) => wanted.hash === hash));
  const keyOf = ({ event }: Parcel) => subjectKey(options.me, event.id);
  const isReady = (parcel: Parcel) =>
    !parcel.isPaused && parcel.problem === null && wantedBy(parcel).every(({ hash }) => isThere(hash));
  /** One look at a time, however many wait. */
  const lookLater = () => {
    const look = () => {
      cancelLook = null;
      pump();
    };
    if (!isClosed) cancelLook ??= platform.schedule(retryDeliveryMs, look);
  };
  /** One after another: what one was written into may be what the next is written into. */
  const deliver = makeRepeater(async () => {
    for (const parcel of parcels.all.get().filter(isReady)) {
      if (isClosed) return;
      const outcome = await handOver(options, parcel, keyOf(parcel));
      if (outcome === 'sent') options.onSent(parcel);
      else if (outcome !== 'later') parcels.change(keyOf(parcel), outcome);
      else lookLater();
    }
  });
  const wake = () => {
    for (const [hash, cancel] of resting) {
      cancel();
      resting.delete(hash);
    }
    failures.clear();
    pump();
  };
  const stops = [
    parcels.all.subscribe(pump),
    link.state.subscribe(() => (link.state.get().status === 'online' ? wake() : undefined)),
    platform.onAwakening((awakening) => awakening !== 'network-gone' && wake()),
  ];
  pump();
  return {
    wake,
    close() {
      isClosed = true;
      for (const stop of stops) stop();
      for (const abort of jobs.values()) abort.abort();
      for (const cancel of resting.values()) cancel();
      cancelLook?.();
      end();
    },
  };
}

/** Where nobody hears it, the server collects it after a day. */
function giveUp({ fetch, origin }: Pick<Platform, 'fetch' | 'origin'>, me: UserId, upload: string): void {
  const headers = { 'Tus-Resumable': '1.0.0', [personHeader]: me };
  void fetch(origin + upload, { method: 'DELETE', credentials: 'same-origin', headers }).catch(() => undefined);
}

/** Into the log, unless it stands there since a time that nobody remembers. A code where its writer is not let in. */
async function handOver(
  { pool, platform, kept, parcels }: Pick<ParcelPostOptions, 'pool' | 'platform' | 'kept' | 'parcels'>,
  { conversationId, event, chapter: before }: Parcel,
  key: string,
): Promise<'sent' | 'later' | { readonly problem: string }> {
  const { live, release } = pool.take(conversationId);
  try {
    await whenOpen(live, { platform, maxMs: openWithinMs });
    const state = live.state.get();
    if (state.status === 'unavailable') return { problem: state.code };
    const standsIn = before === null ? false : await live.holdsIn(before, key);
    const chapter = standsIn === true ? before : live.writableChapter();
    if (standsIn === null || chapter === null) return 'later';
    if (!standsIn) {
      if (chapter !== before) parcels.change(key, { chapter });
      await kept.whenStored(); // first: killed after the next step it is looked for there
      if (parcels.get(key) === null) return 'later'; // taken back meanwhile
      if (!live.append(event, chapter)) return 'later';
    }
    if (!(await isSafe(live, chapter, key))) return 'later';
    parcels.remove(key);
    return 'sent';
  } finally {
    release();
  }
}

/** Whether the log has it for good: on this disk, or by the word of the server. */
async function isSafe(live: LiveConversation, chapter: number, key: string): Promise<boolean> {
  const leave = live.include(chapter);
  try {
    if (await live.whenStored(chapter)) return true;
    const item = live.items.get().find((one) => one.key === key);
    const status = (item === undefined ? null : live.markOf(item))?.status ?? 'writing';
    return status !== 'writing' && status !== 'waiting';
  } finally {
    leave();
  }
}
