// One device's socket, carrying many documents. Guards every frame, hands updates to the path and the rest to
// Hocuspocus, and is the only one that writes to the socket. Steps 4 and 5.
import { Socket } from 'node:net';
import type { Hocuspocus } from '@hocuspocus/server';
import * as encoding from 'lib0/encoding';
import { WebSocket } from 'ws';
import { parseDocumentName, type DocumentName } from '../../shared/conversation/document-name.ts';
import type { ConversationId } from '../../shared/ids.ts';
import { closeCodes } from '../../shared/protocol/close-codes.ts';
import { frameTypes } from '../../shared/protocol/frame-numbers.ts';
import { linkAddress, type LinkSignal } from '../../shared/protocol/signals.ts';
import { refuseAs, type Channel } from '../lane/channel.ts';
import type { DeviceSignal } from '../../shared/protocol/presence.ts';
import type { Session } from '../directory/sessions.ts';
import { maxBufferedBytes, maxChannels, maxEarlyBytes, maxUnreadBytes } from '../limits.ts';
import { isLinkFrame, readFrame, readLinkFrame, type Frame } from './read-frame.ts';

type HocuspocusSide = ReturnType<Hocuspocus['handleConnection']>;

/** What a link needs of a socket; `ws` brings it. */
export interface LinkSocket {
  readonly readyState: number;
  /** Bytes that the other end has not taken yet. */
  readonly bufferedAmount: number;
  send(bytes: Uint8Array): void;
  ping(): void;
  close(code?: number, reason?: string): void;
  /** Without a word to the other end. */
  terminate(): void;
  on(event: 'message', listener: (data: Buffer, isBinary: boolean) => void): unknown;
  on(event: 'pong', listener: () => void): unknown;
  on(event: 'close', listener: (code: number, reason: Buffer) => void): unknown;
}

export interface LinkOptions {
  readonly linkId: string;
  readonly socket: LinkSocket;
  readonly session: Session;
  readonly receive: (channel: Channel, frame: Frame & { kind: 'update' }) => void;
  readonly report: (channel: Channel, text: string) => void;
  /** What the device says of its person and of whom it shows. */
  readonly hear: (link: Link, signal: DeviceSignal) => void;
  /** True when this link may go on; false when it sends too much of this kind. */
  readonly isAllowed: (link: Link, kind: Frame['kind'] | 'word') => boolean;
}

export class Link {
  readonly linkId: string;
  readonly session: Session;
  /** False from one sign of life asked for until it comes. */
  isAlive = true;
  /** True once it was told of something, until its session asks the inbox. */
  isAboutToAsk = false;
  readonly #options: LinkOptions;
  readonly #socket: LinkSocket;
  readonly #channels = new Map<DocumentName, Channel>();
  /** How many of them are of each conversation. */
  readonly #openIn = new Map<ConversationId, number>();
  /**
   * Documents about to be attached, each with what was said meanwhile: nothing, "close", or the same again by the
   * device; "again" by the server, as access has changed.
   */
  readonly #attaching = new Map<DocumentName, 'nothing' | 'close' | 'again' | Uint8Array>();
  #hocuspocus: HocuspocusSide | null = null;
  /** Of requests for documents that are about to be attached, as long as there are any. */
  #earlyBytes = 0;
  #isMuted = false;
  #isCorked = false;
  #takenBytes = 0;

  constructor(options: LinkOptions) {
    this.linkId = options.linkId;
    this.session = options.session;
    this.#options = options;
    this.#socket = options.socket;
  }

  /** Hocuspocus' half of this socket. */
  serve(hocuspocus: HocuspocusSide): void {
    this.#hocuspocus = hocuspocus;
  }

  /** Hocuspocus writes through these, as to a browser's WebSocket. */
  get readyState(): number {
    return this.#socket.readyState;
  }

  send(bytes: Uint8Array): void {
    if (this.#isMuted || this.#socket.readyState !== WebSocket.OPEN) return;
    if (this.#socket.bufferedAmount > maxUnreadBytes) return this.#socket.terminate(); // it takes nothing
    this.#cork();
    this.#socket.send(bytes);
  }

  /** Whether the device took bytes since this was asked last: a slow one that reads is as alive as one that answers. */
  hasMoved(): boolean {
    const stream = socketStream(this.#socket);
    const taken = stream === null ? 0 : stream.bytesWritten - stream.writableLength;
    const hasMoved = taken > this.#takenBytes;
    this.#takenBytes = taken;
    return hasMoved;
  }

  close(code?: number, reason?: string): void {
    this.#socket.close(code, reason);
  }

  ping(): void {
    this.#socket.ping();
  }

  terminate(): void {
    this.#socket.terminate();
  }

  signal(signal: LinkSignal): void {
    const encoder = encoding.createEncoder();
    encoding.writeVarString(encoder, linkAddress);
    encoding.writeVarUint(encoder, frameTypes.stateless);
    encoding.writeVarString(encoder, JSON.stringify(signal));
    this.send(encoding.toUint8Array(encoder));
  }

  tellChanged(conversationId: ConversationId): void {
    this.isAboutToAsk = true;
    this.signal({ kind: 'changed', conversationId });
  }

  /**
   * Ends the channels of these conversations, so that access to them is judged again; the device comes back by itself
   * where it may. One that is just being opened may have been judged before: it is ended once it is open.
   */
  reopen(isConcerned: (conversationId: ConversationId) => boolean): void {
    const isOfIt = (document: DocumentName) => {
      const name = parseDocumentName(document);
      return name !== null && isConcerned(name.conversationId);
    };
    for (const [document, channel] of [...this.#channels]) if (isOfIt(document)) refuseAs(channel, 'try-later');
    for (const [document, said] of this.#attaching) {
      if (isOfIt(document) && said === 'nothing') this.#attaching.set(document, 'again');
    }
  }

  /** Whether anything of a conversation is open on it. */
  hasOpen(conversationId: ConversationId): boolean {
    return this.#openIn.has(conversationId);
  }

  /** A document's channel is open from here on. False when it is closed again already. */
  attach(channel: Channel): boolean {
    const { connection, document } = channel;
    const said = this.#attaching.get(document) ?? 'nothing';
    this.#settle(document);
    if (said === 'nothing' && connection.document.hasConnection(connection)) {
      if (!this.#channels.has(document)) this.#countOpen(document, 1);
      this.#channels.set(document, channel);
      connection.onClose(() => {
        if (this.#channels.get(document) !== channel) return;
        this.#channels.delete(document);
        this.#countOpen(document, -1);
      });
      return true;
    }
    if (said === 'again') {
      refuseAs(channel, 'try-later');
      return false;
    }
    // The device has let go of this attachment, and waits for the answer to what it asked last.
    this.#leave(channel);
    if (said instanceof Uint8Array) this.#authenticate(document, said);
    return false;
  }

  /** Access to a document was denied. */
  detach(document: DocumentName): void {
    this.#settle(document);
  }

  receive(bytes: Uint8Array): void {
    // A socket that is being closed still brings what its device sends, for as long as the device will not close too.
    if (this.#socket.readyState !== WebSocket.OPEN) return;
    if (isLinkFrame(bytes)) return this.#receiveWord(bytes);
    const frame = readFrame(bytes);
    if (frame === null) return this.close(closeCodes.malformed, 'malformed');
    const channel = this.#channels.get(frame.document);
    if (!this.#options.isAllowed(this, frame.kind)) return this.#slowDown(channel);
    switch (frame.kind) {
      case 'authenticate':
        return this.#authenticate(frame.document, bytes);
      case 'sync-request':
        // Each answer is as large as its document: the next one only when the device has taken these.
        if (channel !== undefined && this.#socket.bufferedAmount > maxBufferedBytes)
          return refuseAs(channel, 'try-later');
        if (channel !== undefined) this.#hocuspocus?.handleMessage(bytes);
        else if (this.#attaching.has(frame.document)) this.#askEarly(bytes);
        return;
      case 'update':
        // Before the channel is attached an update has nowhere to go; the sync that follows carries it.
        if (channel !== undefined) this.#options.receive(channel, frame);
        return;
      case 'report':
        if (channel !== undefined) this.#options.report(channel, frame.text);
        return;
      case 'close':
        if (channel !== undefined) this.#leave(channel);
        else if (this.#attaching.has(frame.document)) this.#attaching.set(frame.document, 'close');
    }
  }

  /** Counted before it is read: reading it is what it costs. */
  #receiveWord(bytes: Uint8Array): void {
    if (!this.#options.isAllowed(this, 'word')) return this.close(closeCodes.malformed, 'too-fast');
    const signal = readLinkFrame(bytes);
    if (signal === null) this.close(closeCodes.malformed, 'malformed');
    else this.#options.hear(this, signal);
  }

  closed(code: number, reason: string): void {
    this.#hocuspocus?.handleClose({ code, reason });
    this.#channels.clear();
    this.#openIn.clear();
  }

  #authenticate(document: DocumentName, bytes: Uint8Array): void {
    if (this.#attaching.has(document)) return void this.#attaching.set(document, bytes);
    // The device has let go of it, perhaps because it took the end of an earlier channel for the end of this one.
    const channel = this.#channels.get(document);
    if (channel !== undefined) this.#leave(channel);
    if (this.#channels.size + this.#attaching.size >= maxChannels) return this.close(closeCodes.malformed, 'too-many');
    this.#attaching.set(document, 'nothing');
    this.#hocuspocus?.handleMessage(bytes);
  }

  /** Hocuspocus keeps what is asked of a document that it is still opening. */
  #askEarly(bytes: Uint8Array): void {
    this.#earlyBytes += bytes.length;
    if (this.#earlyBytes > maxEarlyBytes) return this.close(closeCodes.malformed, 'too-much');
    this.#hocuspocus?.handleMessage(bytes);
  }

  /** It is not about to be attached any more: it is, or never will be. */
  #settle(document: DocumentName): void {
    this.#attaching.delete(document);
    if (this.#attaching.size === 0) this.#earlyBytes = 0;
  }

  #countOpen(document: DocumentName, step: 1 | -1): void {
    const conversationId = parseDocumentName(document)?.conversationId;
    if (conversationId === undefined) return; // a personal one
    const count = (this.#openIn.get(conversationId) ?? 0) + step;
    if (count > 0) this.#openIn.set(conversationId, count);
    else this.#openIn.delete(conversationId);
  }

  /** The device lets go of a document. Hocuspocus would answer, and the answer would kill a new attachment. */
  #leave(channel: Channel): void {
    this.#isMuted = true;
    channel.connection.close({ code: 1000, reason: 'left' });
    this.#isMuted = false;
  }

  #slowDown(channel: Channel | undefined): void {
    if (channel === undefined) this.close(closeCodes.malformed, 'too-fast');
    else refuseAs(channel, 'too-fast');
  }

  /** All frames of one turn of the event loop leave in one system call. */
  #cork(): void {
    const stream = socketStream(this.#socket);
    if (this.#isCorked || stream === null) return;
    this.#isCorked = true;
    stream.cork();
    process.nextTick(() => {
      this.#isCorked = false;
      stream.uncork();
    });
  }
}

/** The TCP stream under a `ws` socket, which has no public door to it. */
function socketStream(socket: LinkSocket): Socket | null {
  const stream: unknown = Reflect.get(socket, '_socket');
  return stream instanceof Socket ? stream : null;
}
