// Another client of the same protocol, written by hand: it keeps everything in memory, and edits and deletes what its
// person wrote, which the app does not do yet. Honest: it sends nothing before both sides have met, takes refused bytes
// back, and comes again.
import * as encoding from 'lib0/encoding';
import * as Y from 'yjs';
import { makeClock, type Clock } from '../../shared/clock.ts';
import type { Attachment } from '../../shared/conversation/attachments.ts';
import { chapterName, firstChapter, type DocumentName } from '../../shared/conversation/document-name.ts';
import type { UserEvent } from '../../shared/conversation/events.ts';
import { appendDelete, appendEvent, readLogs } from '../../shared/conversation/log.ts';
import { idBytes, mintEventId, type ConversationId, type EventId, type UserId } from '../../shared/ids.ts';
import { frameTypes, syncTypes } from '../../shared/protocol/frame-numbers.ts';
import { parseRefusal, retryAfter } from '../../shared/protocol/refusal.ts';
import { parseLinkSignal } from '../../shared/protocol/signals.ts';
import { readTold, type Told } from '../kit/told.ts';
import { frame } from '../kit/wire-device.ts';
import type { Browser } from './browser.ts';
import { origin } from './host.ts';
import type { Machine } from './machine.ts';
import type { DeviceSocket, Wire } from './wire.ts';
import { protocolVersion } from '../../shared/protocol/version.ts';

export interface PlainClientOptions {
  readonly browser: Browser;
  readonly wire: Wire;
  readonly userId: UserId;
  readonly conversations: readonly ConversationId[];
  /** The server has these texts on its disk. */
  readonly onAcknowledged: (texts: readonly string[]) => void;
}

/** A message of this person that is to be seen here. */
export interface OwnMessage {
  readonly document: DocumentName;
  readonly id: EventId;
  readonly at: number;
  /** Of the message and its edits. */
  readonly texts: readonly string[];
}

interface Replica {
  readonly conversationId: ConversationId;
  readonly chapter: number;
  doc: Y.Doc;
  status: 'closed' | 'opening' | 'open';
  /** True once this device told what it has; before that an update could leave a gap. */
  hasAnswered: boolean;
}

const againMs = 3_000;
/** The server speaks every 20 s. */
const silenceMs = 45_000;

export class PlainClient {
  readonly machine: Machine;
  readonly #options: PlainClientOptions;
  readonly #replicas = new Map<DocumentName, Replica>();
  readonly #clock: Clock;
  #socket: DeviceSocket | null = null;

  constructor(options: PlainClientOptions) {
    this.#options = options;
    this.machine = options.browser.openTab();
    this.#clock = makeClock(() => this.machine.nowMs());
    this.machine.enter(() => {
      for (const conversationId of options.conversations) this.#replica(conversationId, firstChapter);
      this.#connect();
    });
  }

  /** Writes into the newest chapter that is here. False where there is none yet. */
  write(conversationId: ConversationId, text: string, attachments: readonly Attachment[] = []): boolean {
    const newest = this.#newestOpen(conversationId);
    if (newest === undefined) return false;
    const carried = attachments.length === 0 ? {} : { attachments: [...attachments] };
    const id = this.#mint('message');
    this.#append(newest.doc, { kind: 'message', id, at: this.#clock.next(), text, ...carried });
    return true;
  }

  /** Once more under its id, in the newest chapter, as a client may do that does not know that it was taken. */
  writeAgain({ document, id, texts: [text = ''] }: OwnMessage): void {
    const conversationId = this.#replicas.get(document)?.conversationId;
    const newest = conversationId === undefined ? undefined : this.#newestOpen(conversationId);
    if (newest !== undefined) this.#append(newest.doc, { kind: 'message', id, at: this.#clock.next(), text });
  }

  edit({ document, id: target }: OwnMessage, text: string): void {
    const doc = this.#replicas.get(document)?.doc;
    if (doc !== undefined)
      this.#append(doc, { kind: 'edit', id: this.#mint('edit'), at: this.#clock.next(), target, text });
  }

  erase({ document, id: target, at: targetAt }: OwnMessage): void {
    const doc = this.#replicas.get(document)?.doc;
    if (doc === undefined) return;
    this.machine.enter(() => {
      const id = this.#mint('delete');
      appendDelete(doc, this.#options.userId, { kind: 'delete', id, at: this.#clock.next(), target, targetAt });
    });
  }

  ownMessages(): OwnMessage[] {
    return [...this.#replicas].flatMap(([document, { doc }]) => {
      const mine = [...readLogs(doc)].filter(({ author }) => author === this.#options.userId);
      return mine.flatMap(({ event }) => {
        if (event?.kind !== 'message') return [];
        const { id, at, text } = event;
        const edits = mine.flatMap((other) =>
          other.event?.kind === 'edit' && other.event.target === id ? [other.event.text] : [],
        );
        return [{ document, id, at, texts: [text, ...edits] }];
      });
    });
  }

  #newestOpen(conversationId: ConversationId): Replica | undefined {
    const open = [...this.#replicas.values()].filter(
      (replica) => replica.conversationId === conversationId && replica.status === 'open' && !isClosed(replica.doc),
    );
    return open.toSorted((one, other) => one.chapter - other.chapter).at(-1);
  }

  kill(): void {
    this.machine.die();
  }

  #mint(kind: string): EventId {
    const bytes = new Uint8Array(idBytes);
    this.machine.drawInto(bytes);
    return mintEventId(kind, bytes);
  }

  #append(doc: Y.Doc, event: UserEvent): void {
    this.machine.enter(() => appendEvent(doc, this.#options.userId, event));
  }

  #replica(conversationId: ConversationId, chapter: number): void {
    const name = chapterName({ conversationId, chapter });
    if (this.#replicas.has(name)) return;
    const replica: Replica = { conversationId, chapter, doc: new Y.Doc(), status: 'closed', hasAnswered: false };
    this.#replicas.set(name, replica);
    this.#watch(name, replica);
  }

  #watch(name: DocumentName, replica: Replica): void {
    const { doc } = replica;
    doc.on('update', (update: Uint8Array, source: unknown) => {
      const mayTell = replica.doc === doc && replica.status !== 'closed' && replica.hasAnswered;
      if (source !== 'server' && mayTell) this.#sendSync(name, syncTypes.update, update);
    });
  }

  #connect(): void {
    const { wire, browser } = this.#options;
    const { machine } = this;
    const socket = wire.connect(browser.name, {
      ...{ machine, origin, url: `${origin}/sync?protocol=${protocolVersion}` },
      cookie: () => browser.cookie,
    });
    this.#socket = socket;
    let cancelSilence: () => void = () => undefined;
    const heard = () => {
      cancelSilence();
      cancelSilence = machine.after(silenceMs, () => socket.cut(), false);
    };
    heard(); // an opening may be lost as well
    socket.addEventListener('message', heard);
    socket.addEventListener('open', () => {
      for (const name of this.#replicas.keys()) this.#open(name);
    });
    socket.addEventListener('message', (event) => this.#receive(new Uint8Array((event as { data: ArrayBuffer }).data)));
    socket.addEventListener('close', () => {
      cancelSilence();
      for (const replica of this.#replicas.values()) replica.status = 'closed';
      machine.after(againMs, () => this.#connect(), false);
    });
  }

  #open(name: DocumentName): void {
    const replica = this.#replicas.get(name);
    if (replica === undefined || replica.status !== 'closed' || this.#socket?.readyState !== 1) return;
    replica.status = 'opening';
    replica.hasAnswered = false;
    this.#send(name, frameTypes.authentication, (encoder) => {
      encoding.writeVarUint(encoder, 0);
      encoding.writeVarString(encoder, '');
    });
  }

  #receive(bytes: Uint8Array): void {
    const told = readTold(bytes);
    if (told.kind === 'signal') return this.#hear(bytes);
    const name = told.document as DocumentName; // the server names only what was asked for
    const replica = this.#replicas.get(name);
    if (replica === undefined || replica.status === 'closed') return; // of an earlier life of this channel
    this.#take(name, replica, told);
  }

  #hear(bytes: Uint8Array): void {
    const text = Buffer.from(bytes.subarray(bytes.indexOf('{'.charCodeAt(0)))).toString();
    const signal = parseLinkSignal(text);
    if (signal !== null && 'now' in signal) this.#clock.calibrate(signal.now);
  }

  #take(name: DocumentName, replica: Replica, told: Told): void {
    if (told.kind === 'authenticated') this.#sendSync(name, syncTypes.request, Y.encodeStateVector(replica.doc));
    else if (told.kind === 'sync-request') {
      replica.hasAnswered = true;
      this.#sendSync(name, syncTypes.answer, Y.encodeStateAsUpdate(replica.doc, told.stateVector));
    } else if (told.kind === 'sync-answer' || told.kind === 'update') {
      Y.applyUpdate(replica.doc, told.update, 'server');
      replica.status = 'open';
      if (isClosed(replica.doc)) {
        this.#replica(replica.conversationId, replica.chapter + 1);
        this.#open(chapterName({ conversationId: replica.conversationId, chapter: replica.chapter + 1 }));
      }
    } else if (told.kind === 'acknowledged') this.#acknowledged(replica, told.clocks.get(replica.doc.clientID) ?? 0);
    else if (told.kind === 'denied') replica.status = 'closed';
    else if (told.kind === 'closed') this.#refused(name, replica, told.reason);
  }

  #acknowledged({ doc }: Replica, until: number): void {
    const texts = [...readLogs(doc)].flatMap(({ client, clock, event }) =>
      client === doc.clientID && clock < until && event !== null && 'text' in event ? [event.text] : [],
    );
    this.#options.onAcknowledged(texts);
  }

  /** What will never be taken is let go of: this client promises its person nothing before it is acknowledged. */
  #refused(name: DocumentName, replica: Replica, reason: string): void {
    const refusal = parseRefusal(reason);
    replica.status = 'closed';
    if (refusal !== null && retryAfter(refusal.code) === 'never') {
      replica.doc = new Y.Doc();
      this.#watch(name, replica);
    }
    this.machine.after(againMs, () => this.#open(name), false);
  }

  #sendSync(name: DocumentName, type: number, payload: Uint8Array): void {
    this.#send(name, frameTypes.sync, (encoder) => {
      encoding.writeVarUint(encoder, type);
      encoding.writeVarUint8Array(encoder, payload);
    });
  }

  #send(name: DocumentName, type: number, writeBody: (encoder: encoding.Encoder) => void): void {
    this.#socket?.send(frame(name, type, writeBody));
  }
}

function isClosed(doc: Y.Doc): boolean {
  return [...readLogs(doc)].some(({ event }) => event?.kind === 'closed');
}
