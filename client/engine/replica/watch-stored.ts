// How far each Yjs client's entries are on this device's disk. What is not below is lost with a killed tab.
// Promises: it never claims what is in memory only, nor what a database held that the browser took away.
import * as Y from 'yjs';
import type { DocumentDisk } from '../disk/document-disk.ts';
import type { Readable } from '../messenger.ts';
import { makeWritable } from '../writable.ts';

/** Client id to the clock below which every entry is on the disk. */
export type Stored = Readonly<Record<string, number>>;

export interface StoredWatch {
  readonly stored: Readable<Stored>;
  /** Settles when the disk has answered for everything that it was asked about until now. */
  whenAnswered(): Promise<void>;
  close(): void;
}

export function watchStored(doc: Y.Doc, disk: Pick<DocumentDisk, 'state' | 'whenStored'>): StoredWatch {
  const stored = makeWritable<Stored>({});
  let grown = new Map<number, number>();
  let answered = Promise.resolve();
  const ask = async (clocks: ReadonlyMap<number, number>) => {
    if (await disk.whenStored()) stored.set(learnStored(stored.get(), clocks));
  };
  const onTransaction = ({ beforeState, afterState }: Y.Transaction) => {
    const isNew = grown.size === 0;
    for (const [client, clock] of afterState) if (clock > (beforeState.get(client) ?? 0)) grown.set(client, clock);
    // The disk is given the update only after this event, in the same turn.
    if (isNew && grown.size > 0) queueMicrotask(askForGrown);
  };
  const askForGrown = () => {
    answered = ask(grown); // a disk answers in the order it was asked
    grown = new Map();
  };
  doc.on('afterTransactionCleanup', onTransaction);
  const stopWatching = disk.state.subscribe(() => {
    const state = disk.state.get();
    if (state === 'gone') stored.set({});
    // A disk that has just opened or is well again was given everything.
    if (state === 'ok') answered = ask(Y.decodeStateVector(Y.encodeStateVector(doc)));
  });
  return {
    stored,
    whenAnswered: () => answered,
    close() {
      stopWatching();
      doc.off('afterTransactionCleanup', onTransaction);
    },
  };
}

export function isStored(stored: Stored, place: { client: number; clock: number }): boolean {
  return place.clock < (stored[place.client] ?? 0);
}

/** The same object when nothing is new. */
function learnStored(known: Stored, told: ReadonlyMap<number, number>): Stored {
  const news = [...told].filter(([client, clock]) => clock > (known[client] ?? 0));
  return news.length === 0 ? known : { ...known, ...Object.fromEntries(news) };
}
