// A device that speaks the wire by hand: no provider between the test and the server. It can be honest
// (open, write, erase, sync) or send any bytes at all, and keeps a transcript of everything that crossed.
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import { WebSocket } from 'ws';
import * as Y from 'yjs';
import { must } from '../../shared/base/assert.ts';
import { chapterName, type DocumentName } from '../../shared/conversation/document-name.ts';
import type { UserEvent } from '../../shared/conversation/events.ts';
import { appendDelete, appendEvent, readLogs } from '../../shared/conversation/log.ts';
import { mintEventId, type ConversationId, type EventId } from '../../shared/ids.ts';
import type { DeviceSignal } from '../../shared/protocol/presence.ts';
import {
  linkAddress,
  parseAcknowledgement,
  parseDeliveries,
  parseLinkSignal,
  parseReads,
  type Deliveries,
  type LinkSignal,
  type Reads,
} from '../../shared/protocol/signals.ts';
import { until } from './until.ts';
import type { Person } from './person.ts';
import { protocolVersion } from '../../shared/protocol/version.ts';

/** One document as this device holds it. */
export interface WireReplica {
  readonly name: DocumentName;
  readonly doc: Y.Doc;
  isAuthenticated: boolean;
  /** True once the server's sync step 2 was applied. */
  isSynced: boolean;
  /** The server's newest word on what is on its disk: client → clock. */
  readonly acked: Map<number, number>;
  position: number;
  /** The server's words on whose devices have what, in order. */
  readonly deliveries: Deliveries[];
  /** And on who has read it. */
  readonly reads: Reads[];
  /** Why the server closed the channel or denied access; null while open. */
  closedFor: string | null;
}

/** Whose device it is. */
export type Writer = Pick<Person, 'userId' | 'url' | 'cookie'>;

export interface WireDevice<Someone extends Writer = Person> {
  readonly person: Someone;
  readonly signals: readonly LinkSignal[];
  /** One readable line for each frame: `→ update 34 bytes`, `← ack 1234:2 @7`. */
  readonly transcript: readonly string[];
  /** The socket's close code once it is closed. */
  readonly closeCode: number | null;
  /** Opens a document and waits until it is synced or refused. */
  open(name: DocumentName, options?: { doc?: Y.Doc; silent?: boolean }): Promise<WireReplica>;
  /** Opens the first chapter of a conversation. */
  openConversation(conversation: ConversationId): Promise<WireReplica>;
  /** Writes a message into my log and sends it. Does not wait. */
  write(replica: WireReplica, text: string, at?: number): UserEvent & { kind: 'message' };
  /** Deletes my message: event and erasure in one update. */
  erase(replica: WireReplica, target: EventId, targetAt: number): void;
  sendUpdate(name: DocumentName, update: Uint8Array): void;
  /** The same bytes as the answer to the server's sync step 1. */
  sendAnswer(name: DocumentName, update: Uint8Array): void;
  sendSyncStep1(name: DocumentName, doc: Y.Doc): void;
  authenticate(name: DocumentName): void;
  leave(name: DocumentName): void;
  /** Says what is on this device's disk. */
  report(name: DocumentName, clocks: Readonly<Record<string, number>>): void;
  /** Says something on the link itself, as of whom this device shows. */
  tell(signal: DeviceSignal): void;
  /** Any bytes at all. */
  sendRaw(bytes: Uint8Array): void;
  /** Text instead of bytes. */
  sendText(text: string): void;
  /** Stops reading, and goes on sending: what the server says from here on, its closing included, is not heard. */
  turnDeaf(): void;
  /** Waits until the server has read everything sent so far, or the socket is closed. */
  heard(): Promise<void>;
  /** Waits until everything this device wrote into the document is acknowledged. */
  acknowledged(replica: WireReplica): Promise<void>;
  /** Cuts the socket without a word. */
  cut(): void;
  close(): Promise<void>;
}

export interface DeviceOptions {
  readonly origin?: string;
  readonly protocol?: string;
  /** Instead of the person's own address, for a proxy in between. */
  readonly url?: string;
  /** Hears each acknowledgement as it comes. */
  readonly onAcknowledged?: (document: string, client: number, clock: number) => void;
}

let lastAt = 0;

export async function openDevice<Someone extends Writer>(
  person: Someone,
  options: DeviceOptions = {},
): Promise<WireDevice<Someone>> {
  const address = (options.url ?? person.url).replace('http', 'ws');
  const socket = new WebSocket(`${address}/sync?protocol=${options.protocol ?? protocolVersion}`, {
    headers: { cookie: person.cookie, origin: options.origin ?? person.url },
  });
  const replicas = new Map<string, WireReplica>();
  const signals: LinkSignal[] = [];
  const transcript: string[] = [];
  let closeCode: number | null = null;

  const send = (line: string, bytes: Uint8Array) => {
    transcript.push(`→ ${line}`);
    if (socket.readyState === WebSocket.OPEN) socket.send(bytes);
  };
  const sendUpdate = (name: string, update: Uint8Array) =>
    send(
      `update ${update.length} bytes`,
      frame(name, 0, (encoder) => writeSync(encoder, 2, update)),
    );
  const sendSyncStep1 = (name: string, doc: Y.Doc) =>
    send(
      'sync step 1',
      frame(name, 0, (encoder) => writeSync(encoder, 0, Y.encodeStateVector(doc))),
    );

  const receiveSync = (replica: WireReplica, decoder: decoding.Decoder) => {
    const type = decoding.readVarUint(decoder);
    const payload = decoding.readVarUint8Array(decoder);
    transcript.push(`← ${type === 0 ? 'sync step 1' : type === 1 ? 'sync step 2' : `update ${payload.length} bytes`}`);
    if (type === 0) {
      const answer = Y.encodeStateAsUpdate(replica.doc, payload);
      return send(
        'sync step 2',
        frame(replica.name, 0, (encoder) => writeSync(encoder, 1, answer)),
      );
    }
    Y.applyUpdate(replica.doc, payload, 'server');
    if (type === 1) replica.isSynced = true;
  };
  const receiveAuth = (replica: WireReplica, decoder: decoding.Decoder) => {
    if (decoding.readVarUint(decoder) === 2) {
      transcript.push('← authenticated');
      replica.isAuthenticated = true;
      return sendSyncStep1(replica.name, replica.doc);
    }
    replica.closedFor = decoding.readVarString(decoder);
    transcript.push(`← denied ${replica.closedFor}`);
  };
  const receiveStateless = (replica: WireReplica, text: string) => {
    const told = parseDeliveries(text);
    if (told !== null) {
      transcript.push(`← deliveries ${text.length} bytes`);
      return void replica.deliveries.push(told);
    }
    const read = parseReads(text);
    if (read !== null) {
      transcript.push(`← reads ${text.length} bytes`);
      return void replica.reads.push(read);
    }
    const message = must(parseAcknowledgement(text), 'an acknowledgement');
    if (message.whole) replica.acked.clear();
    for (const [client, clock] of Object.entries(message.ack)) {
      replica.acked.set(Number(client), clock);
      options.onAcknowledged?.(replica.name, Number(client), clock);
    }
    replica.position = message.position;
    const clocks = Object.entries(message.ack).map(([client, clock]) => `${client}:${clock}`);
    transcript.push(`← ack ${clocks.join(' ')} @${message.position}`);
  };
  const receive = (bytes: Uint8Array) => {
    const decoder = decoding.createDecoder(bytes);
    const name = decoding.readVarString(decoder);
    const type = decoding.readVarUint(decoder);
    if (name === '@link') {
      const signal = must(parseLinkSignal(decoding.readVarString(decoder)), 'a link signal');
      transcript.push(`← ${signal.kind}`);
      return void signals.push(signal);
    }
    const replica = replicas.get(name);
    if (replica === undefined) return;
    if (type === 0) receiveSync(replica, decoder);
    else if (type === 2) receiveAuth(replica, decoder);
    else if (type === 5) receiveStateless(replica, decoding.readVarString(decoder));
    else if (type === 7) {
      replica.closedFor = decoding.readVarString(decoder);
      transcript.push(`← closed ${replica.closedFor}`);
    } else throw new Error(`an unexpected frame of type ${type}`);
  };

  socket.on('message', (data: Buffer) => receive(new Uint8Array(data)));
  socket.on('error', () => (closeCode ??= 0));
  socket.on('close', (code) => (closeCode = code));
  await until(() => signals.length > 0 || closeCode !== null, 'the link to open or be refused');

  const authenticate = (name: string) =>
    send(
      'authenticate',
      frame(name, 2, (encoder) => {
        encoding.writeVarUint(encoder, 0);
        encoding.writeVarString(encoder, '');
        encoding.writeVarString(encoder, '4.8.0');
      }),
    );
  const device: WireDevice<Someone> = {
    person,
    signals,
    transcript,
    get closeCode() {
      return closeCode;
    },
    async open(name, { doc = new Y.Doc(), silent = false } = {}) {
      const replica: WireReplica = {
        ...{ name, doc, isAuthenticated: false, isSynced: false },
        ...{ acked: new Map(), position: 0, deliveries: [], reads: [], closedFor: null },
      };
      replicas.set(name, replica);
      if (!silent)
        doc.on('update', (update: Uint8Array, origin: unknown) => {
          if (origin !== 'server' && replicas.get(name) === replica) sendUpdate(name, update);
        });
      authenticate(name);
      await until(() => replica.isSynced || replica.closedFor !== null || closeCode !== null, `${name} to open`);
      return replica;
    },
    openConversation: (conversation) => device.open(chapterName({ conversationId: conversation, chapter: 1 })),
    write(replica, text, at = (lastAt = Math.max(Date.now(), lastAt + 1))) {
      const id = mintEventId('message', crypto.getRandomValues(new Uint8Array(15)));
      const event = { kind: 'message', id, at, text } as const;
      appendEvent(replica.doc, person.userId, event);
      return event;
    },
    erase(replica, target, targetAt) {
      const id = mintEventId('delete', crypto.getRandomValues(new Uint8Array(15)));
      const at = (lastAt = Math.max(Date.now(), lastAt + 1));
      appendDelete(replica.doc, person.userId, { kind: 'delete', id, at, target, targetAt });
    },
    sendUpdate,
    sendAnswer: (name, update) =>
      send(
        'sync step 2',
        frame(name, 0, (encoder) => writeSync(encoder, 1, update)),
      ),
    sendSyncStep1,
    authenticate,
    report: (name, delivered) =>
      send(
        'report',
        frame(name, 5, (encoder) => encoding.writeVarString(encoder, JSON.stringify({ delivered }))),
      ),
    leave: (name) =>
      send(
        'leave',
        frame(name, 7, () => undefined),
      ),
    tell: (signal) =>
      send(
        signal.kind,
        frame(linkAddress, 5, (encoder) => encoding.writeVarString(encoder, JSON.stringify(signal))),
      ),
    sendRaw: (bytes) => send(`${bytes.length} raw bytes`, bytes),
    sendText: (text) => socket.send(text),
    turnDeaf: () => socket.pause(),
    async heard() {
      let isHeard = false;
      if (socket.readyState === WebSocket.OPEN) socket.once('pong', () => (isHeard = true)).ping();
      await until(() => isHeard || closeCode !== null, 'the server to have read everything');
    },
    acknowledged: (replica) => until(() => isAcknowledged(replica), 'everything written to be acknowledged'),
    cut: () => socket.terminate(),
    async close() {
      socket.close();
      await until(() => closeCode !== null, 'the socket to close');
    },
  };
  return device;
}

/** The texts of all messages in a document, ordered by `at`. */
export function textsOf({ doc }: WireReplica): string[] {
  const messages = [...readLogs(doc)].flatMap(({ event }) => (event?.kind === 'message' ? [event] : []));
  return messages.sort((a, b) => a.at - b.at).map(({ text }) => text);
}

/** A frame of the Hocuspocus protocol. */
export function frame(address: string, type: number, writeBody: (encoder: encoding.Encoder) => void): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarString(encoder, address);
  encoding.writeVarUint(encoder, type);
  writeBody(encoder);
  return encoding.toUint8Array(encoder);
}

function writeSync(encoder: encoding.Encoder, type: number, payload: Uint8Array): void {
  encoding.writeVarUint(encoder, type);
  encoding.writeVarUint8Array(encoder, payload);
}

/** Whether the server has everything that this device wrote in the document. */
export function isAcknowledged({ doc, acked }: WireReplica): boolean {
  const written = Y.getState(doc.store, doc.clientID);
  return (acked.get(doc.clientID) ?? 0) >= written;
}
