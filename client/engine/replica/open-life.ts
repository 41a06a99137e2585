// One life of a document on this device: memory, disk, link, other tabs, opened in this order. Steps 3, 4 and 8.
// Promises: nothing may be written before the disk has answered; what it calls acknowledged is on the server's disk,
// what it calls delivered on the disk of somebody else's device. A document that was refused gets another life:
// open-replica.ts sees to that.
import type * as Y from 'yjs';
import { logRoot } from '../../../shared/conversation/log.ts';
import type { ClientId } from '../../../shared/ids.ts';
import type { Refusal } from '../../../shared/protocol/refusal.ts';
import { openNoDisk } from '../disk/no-disk.ts';
import type { DiskState, Readable } from '../messenger.ts';
import { openRelay, type Topic } from '../tabs/relay.ts';
import { makeWritable } from '../writable.ts';
import {
  isOfEpoch,
  learnAcknowledged,
  nothingAcknowledged,
  parseAcknowledged,
  replaceAcknowledged,
  type Acknowledged,
} from './acknowledged.ts';
import { refusalIn, type ChannelState } from './channel-state.ts';
import { learnReaderClocks, noReaderClocks, parseReaderClocks, type ReaderClocks } from './reader-clocks.ts';
import { openDeliveryReporter } from './delivery-report.ts';
import { openChannel, type Channel, type ChannelOptions } from './open-channel.ts';
import type { ReplicaOptions } from './open-replica.ts';
import { watchRelayed } from './watch-relayed.ts';
import { watchStored, type Stored } from './watch-stored.ts';

/** While it is `loading` nothing may be written; afterwards it may, with or without a link. */
export type ReplicaState = { readonly status: 'loading' } | { readonly status: 'open'; readonly channel: ChannelState };

export interface Life {
  readonly generation: number;
  readonly doc: Y.Doc;
  readonly state: Readable<ReplicaState>;
  readonly disk: Readable<DiskState>;
  readonly stored: Readable<Stored>;
  readonly acknowledged: Readable<Acknowledged>;
  readonly deliveries: Readable<ReaderClocks>;
  readonly reads: Readable<ReaderClocks>;
  /** True once everything that is in the document now is on this disk. */
  whenStored(): Promise<boolean>;
  /** Takes in what other tabs have written to the disk. */
  readAgain(): Promise<void>;
  askAgain(): void;
  /** Wanted anew. `isShown`: somebody looks at it. */
  want(isShown: boolean): void;
  /** Tells the other tabs that what is kept beside the document has changed. */
  tellRecovery(): void;
  close(): Promise<void>;
}

export interface LifeOptions extends Pick<ReplicaOptions, 'platform' | 'link' | 'berths' | 'name' | 'me'> {
  readonly generation: number;
  /** Of this life's database. */
  readonly databaseName: string;
  /** Whoever listens to it must do so before: a listener after the disk's misses what a failing disk throws. */
  readonly doc: Y.Doc;
  readonly isShown: boolean;
  /** `ok`, or why nothing of the document may be kept: which of its databases counts cannot be told. */
  readonly storage: DiskState;
  readonly onRecovery: () => void;
}

/** The key of the note that says what the server acknowledged. */
export const acknowledgedNote = 'acknowledged';

export function openLife(options: LifeOptions): Life {
  const { platform, link, databaseName, doc, me } = options;
  const state = makeWritable<ReplicaState>({ status: 'loading' });
  const acknowledged = makeWritable<Acknowledged>(nothingAcknowledged);
  const readers = {
    deliveries: makeWritable<ReaderClocks>(noReaderClocks),
    reads: makeWritable<ReaderClocks>(noReaderClocks),
  };
  const disk = options.storage === 'ok' ? platform.openDisk(databaseName, doc) : openNoDisk(options.storage);
  const watch = watchStored(doc, disk);
  const stops: (() => void)[] = [];
  let channel: Channel | null = null;
  let isShown = options.isShown;
  let isClosed = false;

  const setAcknowledged = (after: Acknowledged): boolean => {
    const before = acknowledged.get();
    if (after === before) return false;
    acknowledged.set(after);
    if (learnAcknowledged(before, after) !== before) channel?.noteProgress();
    return true;
  };
  const learn = (clocks: Readonly<Record<string, number>>, whole: boolean) => {
    // Any number may be asked for; what is not the name of a log of mine is not there.
    const isMine = ([client]: [string, number]) => doc.share.has(logRoot(me, Number(client) as ClientId));
    const mine = whole ? clocks : Object.fromEntries(Object.entries(clocks).filter(isMine));
    const told = { epoch: link.epoch() ?? '', clocks: mine };
    const merge = whole ? replaceAcknowledged : learnAcknowledged;
    if (!setAcknowledged(merge(acknowledged.get(), told))) return;
    disk.changeNote(acknowledgedNote, (known) => merge(parseAcknowledged(known) ?? nothingAcknowledged, told));
    relay.tellAcknowledged(told);
  };
  const learnOfReaders = (topic: Topic, told: ReaderClocks, isFromServer: boolean) => {
    const known = readers[topic].get();
    const after = learnReaderClocks(known, told);
    if (after === known) return;
    readers[topic].set(after);
    if (!isFromServer) return;
    disk.changeNote(topic, (kept) => learnReaderClocks(parseReaderClocks(kept), told));
    relay.tellReaders(topic, told);
  };
  const relay = openRelay({
    platform,
    name: databaseName,
    doc,
    marks: () => ({
      acknowledged: acknowledged.get(),
      deliveries: readers.deliveries.get(),
      reads: readers.reads.get(),
    }),
    onAcknowledged: (told) => {
      if (isOfEpoch(told, link.epoch())) setAcknowledged(learnAcknowledged(acknowledged.get(), told));
    },
    onReaders: (topic, told) => learnOfReaders(topic, told, false),
    onRecovery: options.onRecovery,
  });

  const open = async () => {
    await disk.whenLoaded;
    const kept = parseAcknowledged(await disk.readNote(acknowledgedNote));
    const delivered = parseReaderClocks(await disk.readNote('deliveries'));
    const read = parseReaderClocks(await disk.readNote('reads'));
    await watch.whenAnswered();
    if (isClosed) return;
    if (kept !== null && isOfEpoch(kept, link.epoch())) acknowledged.set(withHeard(kept, acknowledged.get()));
    learnOfReaders('deliveries', delivered, false);
    learnOfReaders('reads', read, false);
    relay.meet();
    channel = openChannelOf({
      ...options,
      onAcknowledged: learn,
      onReaders: (topic, told) => learnOfReaders(topic, told, true),
    });
    channel.want(isShown);
  };
  const openChannelOf = (channelOptions: ChannelOptions): Channel => {
    const opened = openChannel(channelOptions);
    const isMet = () => opened.state.get().status === 'met';
    const reporter = openDeliveryReporter({ platform, doc, me, disk, isMet, send: (report) => opened.report(report) });
    let wasMet = false;
    const tell = () => {
      if (isMet() && !wasMet) reporter.startAnew();
      wasMet = isMet();
      state.set({ status: 'open', channel: opened.state.get() });
    };
    stops.push(() => reporter.close(), opened.state.subscribe(tell));
    stops.push(watchRelayed({ platform, doc, me, acknowledged, relay, syncAgain: () => opened.syncAgain() }));
    tell();
    return opened;
  };
  // What an earlier life of the server's data acknowledged is waiting again until this one says so.
  const stopListening = link.onSignal((signal) => {
    if (signal.kind === 'hello' && !isOfEpoch(acknowledged.get(), signal.epoch)) {
      acknowledged.set({ epoch: signal.epoch, clocks: {} });
    }
  });
  const opening = open();
  return {
    generation: options.generation,
    doc,
    state,
    disk: disk.state,
    stored: watch.stored,
    acknowledged,
    deliveries: readers.deliveries,
    reads: readers.reads,
    whenStored: () => disk.whenStored(),
    readAgain: () => disk.readAgain(),
    askAgain: () => channel?.askAgain(),
    want(isShownNow) {
      isShown = isShownNow;
      channel?.want(isShown);
    },
    tellRecovery: () => relay.tellRecovery(),
    async close() {
      isClosed = true;
      stopListening();
      await opening;
      for (const stop of stops) stop();
      channel?.close();
      watch.close();
      relay.close();
      await disk.close();
      doc.destroy();
    },
  };
}

/** What was kept, and what other tabs have told while it was read. */
function withHeard(kept: Acknowledged, heard: Acknowledged): Acknowledged {
  return heard === nothingAcknowledged ? kept : learnAcknowledged(kept, heard);
}

/** The refusal that ended a document's way to the server; null while there is none. */
export function refusalOf(state: ReplicaState): Refusal | null {
  return state.status === 'open' ? refusalIn(state.channel) : null;
}
