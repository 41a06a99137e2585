// One document on this device: its life, and another one when the server refused what it holds. Steps 3, 4 and 8.
// Promises: nothing of mine is lost silently: what can stand is appended to the next life with its old id, the rest is
// kept with its reason. Killed at any instant it goes on where it was; two tabs at once end with one copy.
import * as Y from 'yjs';
import type { Clock } from '../../../shared/clock.ts';
import type { UserEvent } from '../../../shared/conversation/events.ts';
import type { UserId } from '../../../shared/ids.ts';
import type { LocalTable } from '../disk/local-table.ts';
import { makeFollowed } from '../followed.ts';
import type { Link } from '../link/open-link.ts';
import type { DiskState, Readable } from '../messenger.ts';
import type { Platform } from '../platform.ts';
import { makeWritable } from '../writable.ts';
import { nothingAcknowledged, type Acknowledged } from './acknowledged.ts';
import type { Berths } from './berths.ts';
import { noReaderClocks, type ReaderClocks } from './reader-clocks.ts';
import { openLife, type Life, type ReplicaState } from './open-life.ts';
import { readRecovery } from './kept-recovery.ts';
import { Recoverer } from './recoverer.ts';
import { generationName, noRecovery, type Recovery } from './recovery.ts';
import type { Stored } from './watch-stored.ts';

export interface Replica {
  readonly state: Readable<ReplicaState>;
  readonly disk: Readable<DiskState>;
  readonly stored: Readable<Stored>;
  readonly acknowledged: Readable<Acknowledged>;
  readonly deliveries: Readable<ReaderClocks>;
  readonly reads: Readable<ReaderClocks>;
  /** What waits to be appended again, and what cannot be. */
  readonly recovery: Readable<Recovery>;
  /** The document as it lives now; null before the first has begun. */
  doc(): Y.Doc | null;
  /** Appends an event that could not be sent once more, as this one, when that may be. */
  sendAgain(id: string, event: UserEvent): Promise<void>;
  /** Forgets an event that stands in no log. */
  discard(id: string): Promise<void>;
  /** True once everything that is in the document now is on this disk. */
  whenStored(): Promise<boolean>;
  /** Takes what a closed chapter had to let go. True when it is on this disk. */
  takeOver(events: readonly UserEvent[]): Promise<boolean>;
  /** What was to leave this chapter is appended to it again. True when that is on this disk. */
  stay(): Promise<boolean>;
  /** A later chapter has taken these over. */
  letGo(ids: ReadonlySet<string>): Promise<void>;
  /** There is a reason to ask again for a document that was denied. */
  askAgain(): void;
  /** A person asks: tries at once what was denied, and what rests after too many refusals. */
  tryAnew(): void;
  /** Wanted anew. `isShown`: somebody looks at it. */
  want(isShown: boolean): void;
  close(): Promise<void>;
}

export interface ReplicaOptions {
  readonly platform: Platform;
  readonly link: Link;
  readonly berths: Berths;
  readonly clock: Clock;
  /** Of this person on this device: what is kept of each document beside its database. */
  readonly recoveries: LocalTable;
  /** Whose device it is. */
  readonly me: UserId;
  /** The document's name on the link, and its database's on this device. */
  readonly name: string;
  readonly diskName: string;
  /** Called with the document of each life before anything is in it. */
  readonly onBorn: (doc: Y.Doc) => void;
  /** Called when a life is the one that counts from now on. */
  readonly onShown: (doc: Y.Doc) => void;
}

export function openReplica(options: ReplicaOptions): Replica {
  const { recoveries, diskName } = options;
  const state = makeFollowed<ReplicaState>({ status: 'loading' });
  const disk = makeFollowed<DiskState>('opening');
  const stored = makeFollowed<Stored>({});
  const acknowledged = makeFollowed<Acknowledged>(nothingAcknowledged);
  const deliveries = makeFollowed<ReaderClocks>(noReaderClocks);
  const reads = makeFollowed<ReaderClocks>(noReaderClocks);
  const recovery = makeWritable<Recovery>(noRecovery);
  let life: Life | null = null;
  let storage: DiskState = 'opening';
  let isShown = false;
  let isClosed = false;

  const begin = (generation: number): Life => {
    const doc = makeDoc(options.platform);
    options.onBorn(doc);
    const databaseName = generationName(diskName, generation);
    const begun: Life = openLife({
      ...{ ...options, generation, databaseName, doc, isShown, storage },
      onRecovery: () => recoverer.look(),
    });
    return begun;
  };
  const show = (next: Life) => {
    life = next;
    options.onShown(next.doc);
    stored.follow(next.stored);
    acknowledged.follow(next.acknowledged);
    deliveries.follow(next.deliveries);
    reads.follow(next.reads);
    disk.follow(next.disk);
    state.follow(next.state);
  };
  const deny = (denied: ReplicaState) => state.follow(makeWritable(denied));
  const recoverer = new Recoverer({ ...options, recovery, begin, show, deny });
  const start = async () => {
    await options.platform.whenPainted(); // the list stands on the screen before any document is opened
    const kept = await readRecovery(recoveries, options.name);
    // What cannot be read may name another database than the first: then nothing is written into any.
    storage = kept === null ? 'none' : await recoveries.whenOpen;
    if (isClosed) return;
    recovery.set(kept ?? noRecovery);
    recoverer.start(begin(kept?.generation ?? noRecovery.generation));
  };
  const starting = start();
  return {
    state,
    disk,
    stored,
    acknowledged,
    deliveries,
    reads,
    recovery,
    doc: () => life?.doc ?? null,
    sendAgain: (id, event) => recoverer.sendAgain(id, event),
    discard: (id) => recoverer.discard(id),
    whenStored: () => life?.whenStored() ?? Promise.resolve(false),
    takeOver: (events) => recoverer.takeOver(events),
    stay: () => recoverer.stay(),
    letGo: (ids) => recoverer.letGo(ids),
    askAgain() {
      life?.askAgain();
      recoverer.look();
    },
    tryAnew() {
      life?.askAgain();
      void recoverer.tryAnew();
    },
    want(isShownNow) {
      isShown = isShownNow;
      life?.want(isShown);
    },
    async close() {
      isClosed = true;
      await starting;
      await recoverer.close();
    },
  };
}

/** A client id of its own for each life of a document, drawn where everything else is drawn. */
function makeDoc(platform: Pick<Platform, 'randomBytes'>): Y.Doc {
  const doc = new Y.Doc();
  doc.clientID = new DataView(platform.randomBytes(4).slice().buffer).getUint32(0);
  return doc;
}
