// What the engine needs from the place it runs in: time, chance, network and local storage.
// The browser's is in browser-platform.ts; tests bring their own. The engine touches nothing of the kind elsewhere.
import type { OpenDisk } from './disk/document-disk.ts';
import type { FileDisk } from './files/file-disk.ts';
import type { LocalTable } from './disk/local-table.ts';
import type { AbandonedDisk } from './disk/take-over.ts';
import type { Preparer } from './files/prepared.ts';
import type { LocalStore } from './session/local-store.ts';

/** `wake`: the person looks at the app again. `network-gone` and `network-back` are the device's own claims. */
export type Awakening = 'wake' | 'network-gone' | 'network-back';

export interface Sending {
  readonly method: 'PATCH';
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Blob;
  readonly signal: AbortSignal;
  /** Bytes of the body so far. */
  readonly onProgress: (bytes: number) => void;
}

export interface Sent {
  readonly status: number;
  header(name: string): string | null;
  readonly body: string;
}

export interface TabChannel {
  /** `message`: what a structured clone can carry. */
  post(message: unknown): void;
  close(): void;
}

export interface Platform {
  /** Where the workspace is served from, e.g. `https://chat.example.org`. */
  readonly origin: string;
  /** The device's clock, in ms since 1970; it may be wrong. */
  nowMs(): number;
  /** Where the device is, as the IANA names it, e.g. `Europe/Berlin`. */
  timeZone(): string;
  randomBytes(count: number): Uint8Array;
  fetch(url: string, init: RequestInit): Promise<Response>;
  /** A class with the interface of the browser's `WebSocket`. */
  readonly WebSocket: new (url: string) => object;
  /** Calls `run` once after `delayMs`, unless the returned function is called before. */
  schedule(delayMs: number, run: () => void): () => void;
  /** Settles when what is shown first has been painted, or soon where nothing is painted. */
  whenPainted(): Promise<void>;
  /** Settles when what is to be shown now has been painted, or soon where nothing is painted. */
  afterPaint(): Promise<void>;
  /** Calls back on each awakening until the returned function is called. */
  onAwakening(listener: (awakening: Awakening) => void): () => void;
  /** Calls back when nobody has touched the device for a while, and when somebody does again. */
  onIdle(listener: (isIdle: boolean) => void): () => void;
  /** Calls back when nobody looks any more, for the page is hidden or was not touched for a minute, and when somebody does again. */
  onAttention(listener: (isHere: boolean) => void): () => void;
  /** Calls back when the page is hidden or goes; it may not come back. */
  onLeaving(listener: () => void): () => void;
  readonly store: LocalStore;
  /** Asks that what is stored here is not evicted when the device runs full. */
  keepStorage(): void;
  readonly openDisk: OpenDisk;
  /** Small values that survive a killed browser, in a database of this name. */
  openTable(name: string): LocalTable;
  /** For a document's database that is used no more: settles when all tabs have let go of it. */
  takeOverDatabase(name: string): Promise<AbandonedDisk>;
  /** Runs alone among the tabs of this browser that ask for the same name. */
  withLock<T>(name: string, run: () => Promise<T>): Promise<T>;
  /** The other tabs of this browser: what one posts under a name, those that have opened it hear. */
  openTabChannel(name: string, onMessage: (message: unknown) => void): TabChannel;
  /** Runs the index of this device under that name, until the answer is called; null where nothing runs beside a page. */
  readonly startIndex: ((name: string) => () => void) | null;
  /** Looks into files that are to be sent. Asked for nothing, it costs nothing. */
  readonly preparer: Preparer;
  /** A disk for files in a folder of its own; null where the browser has none: then they lie in a table. */
  readonly openFiles: ((folder: string) => FileDisk) | null;
  /** Takes such a folder away; false when it cannot be done now. */
  forgetFiles(folder: string): Promise<boolean>;
  /** A request whose body tells how much of it has gone. Rejects when no answer comes. */
  send(url: string, sending: Sending): Promise<Sent>;
  /** Forgets every picture that was shown here, and what was shared to the app and not sent. */
  forgetPictures(): Promise<void>;
  /** The databases whose names begin so, as far as the browser tells: some do not. */
  listDatabases(prefix: string): Promise<readonly string[]>;
  /** Settles when it is gone, which may take until other tabs have let go of it. Rejects when it cannot be done. */
  deleteDatabase(name: string): Promise<void>;
}
