// One document on this device: memory, disk, link, opened in this order. Steps 3, 4 and 8 of a message's path.
// Promises: nothing may be written before the disk has answered; what it calls acknowledged is on the server's disk.
// Does not know what the document's entries mean.
import type * as Y from 'yjs';
import type { Link } from '../link/open-link.ts';
import type { DiskState, Readable } from '../messenger.ts';
import type { Platform } from '../platform.ts';
import { makeWritable } from '../writable.ts';
import { learnAcknowledged, nothingAcknowledged, type Acknowledged } from './acknowledged.ts';
import type { ChannelState } from './channel-state.ts';
import { openChannel, type Channel } from './open-channel.ts';

/** While it is `loading` nothing may be written; afterwards it may, with or without a link. */
export type ReplicaState = { readonly status: 'loading' } | { readonly status: 'open'; readonly channel: ChannelState };

export interface Replica {
  readonly state: Readable<ReplicaState>;
  readonly disk: Readable<DiskState>;
  readonly acknowledged: Readable<Acknowledged>;
  /** There is a reason to ask again for a document that was denied. */
  askAgain(): void;
  close(): Promise<void>;
}

export interface ReplicaOptions {
  readonly platform: Platform;
  readonly link: Link;
  /** The document's name on the link, and its database's on this device. */
  readonly name: string;
  readonly diskName: string;
  /** Whoever listens to it must do so before: a listener after the disk's misses what a failing disk throws. */
  readonly doc: Y.Doc;
  /** Whether this Yjs client's entries are this person's; others need no mark. */
  readonly isMine: (client: number) => boolean;
}

export function openReplica({ platform, link, name, diskName, doc, isMine }: ReplicaOptions): Replica {
  const state = makeWritable<ReplicaState>({ status: 'loading' });
  const acknowledged = makeWritable<Acknowledged>(nothingAcknowledged);
  const disk = platform.openDisk(diskName, doc);
  let channel: Channel | null = null;
  let isClosed = false;
  const learn = (told: Acknowledged) => {
    const before = acknowledged.get();
    const after = learnAcknowledged(before, told);
    if (after === before) return;
    acknowledged.set(after);
    disk.keepAcknowledged(after);
    channel?.noteProgress();
  };
  const open = async () => {
    await disk.whenLoaded;
    const kept = await disk.readAcknowledged();
    if (isClosed) return;
    if (kept !== null && isOfEpoch(kept, link.epoch())) acknowledged.set(kept);
    const onAcknowledged = (clocks: Readonly<Record<string, number>>) => {
      const mine = Object.entries(clocks).filter(([client]) => isMine(Number(client)));
      learn({ epoch: link.epoch() ?? '', clocks: Object.fromEntries(mine) });
    };
    const opened = (channel = openChannel({ platform, link, name, doc, onAcknowledged }));
    const tell = () => state.set({ status: 'open', channel: opened.state.get() });
    opened.state.subscribe(tell);
    tell();
  };
  // What an earlier life of the server's data acknowledged is waiting again until this one says so.
  const stopListening = link.onSignal((signal) => {
    if (signal.kind === 'hello' && !isOfEpoch(acknowledged.get(), signal.epoch)) {
      acknowledged.set({ epoch: signal.epoch, clocks: {} });
    }
  });
  const opening = open();
  return {
    state,
    disk: disk.state,
    acknowledged,
    askAgain: () => channel?.askAgain(),
    async close() {
      isClosed = true;
      stopListening();
      await opening;
      channel?.close();
      await disk.close();
      doc.destroy();
    },
  };
}

function isOfEpoch(acknowledged: Acknowledged, epoch: string | null): boolean {
  return epoch === null || acknowledged.epoch === epoch;
}
