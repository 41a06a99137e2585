// The library's provider, made patient: on each connection it sends no update before its sync step 2 did.
// An update sent earlier may build on something that the server lacks, which the server must answer with "incomplete".
// It sends only what was written here; what came from the disk or another tab goes with the next sync step 2.
import { HocuspocusProvider, WebSocketStatus, type HocuspocusProviderWebsocket } from '@hocuspocus/provider';
import type * as Y from 'yjs';
import { readFrame } from '../link/read-frame.ts';

export interface Watcher {
  /** Both sides have told each other all they know. */
  onMet(): void;
  /** The server has everything below these clocks, by client id. */
  onHas(clocks: Readonly<Record<string, number>>): void;
  /** The server closed this channel, not the socket. */
  onClosed(reason: string): void;
  onDenied(): void;
  onStateless(text: string): void;
  /** The socket is gone. */
  onLost(): void;
}

export interface PatientProviderOptions {
  readonly socket: HocuspocusProviderWebsocket;
  readonly name: string;
  readonly doc: Y.Doc;
  readonly watcher: Watcher;
}

export class PatientProvider extends HocuspocusProvider {
  readonly #watcher: Watcher;
  #hasHeard = false;
  #hasAnswered = false;

  constructor({ socket, name, doc, watcher }: PatientProviderOptions) {
    super({ websocketProvider: socket, name, document: doc, awareness: null, token: '' });
    this.#watcher = watcher;
    this.on('status', ({ status }: { status: WebSocketStatus }) => {
      if (status !== WebSocketStatus.Disconnected) return;
      this.forget();
      watcher.onLost();
    });
  }

  override async onOpen(event: Event): Promise<void> {
    this.forget();
    await super.onOpen(event);
  }

  /** Once: the library's own, called again, would take a later channel of this document off the socket. */
  override detach(): void {
    if (this.isAttached) super.detach();
  }

  override documentUpdateHandler(update: Uint8Array, origin: unknown): void {
    // What is written here has no origin.
    if (origin === null && this.#hasAnswered) super.documentUpdateHandler(update, origin);
  }

  override onMessage(event: MessageEvent): void {
    super.onMessage(event); // answers a sync step 1 with step 2 before it returns
    const frame = readFrame(event.data);
    switch (frame?.kind) {
      case 'sync-step-1':
        this.#hasAnswered = true;
        this.#watcher.onHas(frame.clocks);
        return this.#met();
      case 'sync-step-2':
        this.#hasHeard = true;
        return this.#met();
      case 'stateless':
        return this.#watcher.onStateless(frame.text);
      case 'denied':
        return this.#watcher.onDenied();
      case 'closed':
        this.forget();
        return this.#watcher.onClosed(frame.text);
      case 'other':
      case undefined:
    }
  }

  #met(): void {
    if (this.#hasHeard && this.#hasAnswered) this.#watcher.onMet();
  }

  /** What this connection heard and told counts no more: it was taken off, or it is lost. */
  forget(): void {
    this.#hasHeard = false;
    this.#hasAnswered = false;
  }
}
