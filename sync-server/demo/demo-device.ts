// One person's device while the demo is seeded: signs up over HTTP, sends files by tus, opens documents over the link,
// writes and reads as any device does. It knows nothing of the server that is not in docs/protocol.md.
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import * as v from 'valibot';
import { WebSocket } from 'ws';
import * as Y from 'yjs';
import { must } from '../../shared/base/assert.ts';
import { chapterName, type DocumentName } from '../../shared/conversation/document-name.ts';
import { parseUserId, type ConversationId, type UserId } from '../../shared/ids.ts';
import { announceFileAnswer } from '../../shared/protocol/files-api.ts';
import { authenticationTypes, frameTypes, syncTypes } from '../../shared/protocol/frame-numbers.ts';
import { linkAddress, parseAcknowledgement } from '../../shared/protocol/signals.ts';
import { protocolVersion } from '../../shared/protocol/version.ts';
import type { DemoFile } from './demo-files.ts';

export interface DemoAccount {
  readonly name: string;
  readonly handle: string;
  readonly email: string;
  readonly password: string;
}

interface Replica {
  readonly doc: Y.Doc;
  /** How far my own entries are on the server's disk. */
  ackedTo: number;
}

/** Patience with a slow machine; nothing here takes a second. */
const patienceMs = 20_000;

export class DemoDevice {
  readonly userId: UserId;
  readonly #url: string;
  readonly #cookie: string;
  readonly #socket: WebSocket;
  readonly #replicas = new Map<string, Replica>();
  readonly #waiting = new Set<{ isDone: () => boolean; resolve: () => void }>();

  /** Signs up through a set-up link's or an invite's token, and opens the link. */
  static async signUp(url: string, account: DemoAccount, token: string): Promise<DemoDevice> {
    const headers = { origin: url, 'content-type': 'application/json' };
    const body = JSON.stringify({ ...account, token });
    const response = await fetch(`${url}/api/sign-up`, { method: 'POST', headers, body });
    const answer = (await response.json()) as { me?: { userId?: unknown } };
    const userId = must(parseUserId(answer.me?.userId), `${account.handle} is signed up`);
    const cookie = response.headers.getSetCookie().map((line) => line.split(';')[0]);
    const device = new DemoDevice(url, userId, cookie.join('; '));
    await device.#until(() => device.#socket.readyState === WebSocket.OPEN, 'the link');
    return device;
  }

  private constructor(url: string, userId: UserId, cookie: string) {
    this.#url = url;
    this.userId = userId;
    this.#cookie = cookie;
    const headers = { cookie, origin: url };
    this.#socket = new WebSocket(`${url.replace('http', 'ws')}/sync?protocol=${protocolVersion}`, { headers });
    this.#socket.on('open', () => this.#look());
    this.#socket.on('message', (data: Buffer) => this.#receive(new Uint8Array(data)));
    this.#socket.on('error', () => undefined); // what waits for it runs out of patience and says so
  }

  /** A request of this person; throws where it is refused, for the history of the demo is valid. */
  async post(path: string, body: unknown): Promise<Record<string, unknown>> {
    const headers = { cookie: this.#cookie, origin: this.#url, 'content-type': 'application/json' };
    const response = await fetch(`${this.#url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
    const answer = (await response.json()) as Record<string, unknown>;
    if (!response.ok) throw new Error(`The demo could not be made: ${path} answered ${JSON.stringify(answer)}`);
    return answer;
  }

  /** A message may carry it once this settles. */
  async sendFile({ bytes, attachment: { hash, size, form } }: DemoFile): Promise<void> {
    const answer = v.parse(announceFileAnswer, await this.post('/api/files', { hash, size, form }));
    if (answer.status === 'have') return;
    const headers = {
      ...{ cookie: this.#cookie, origin: this.#url, 'tus-resumable': '1.0.0' },
      ...{ 'upload-offset': String(answer.offset), 'content-type': 'application/offset+octet-stream' },
    };
    const body = bytes.subarray(answer.offset);
    const response = await fetch(`${this.#url}${answer.upload}`, { method: 'PATCH', headers, body });
    if (!response.ok) throw new Error(`The demo could not be made: a file was answered with ${response.status}`);
  }

  /** The first chapter of a conversation, with all that the server has by now. */
  async open(conversationId: ConversationId): Promise<Y.Doc> {
    const name = chapterName({ conversationId, chapter: 1 });
    const known = this.#replicas.get(name);
    const replica = known ?? { doc: new Y.Doc(), ackedTo: 0 };
    this.#replicas.set(name, replica);
    const isSynced = this.#nextSync(replica.doc);
    if (known === undefined) {
      replica.doc.on('update', (update: Uint8Array, origin: unknown) => {
        if (origin !== this)
          this.#send(name, frameTypes.sync, (encoder) => writeSync(encoder, syncTypes.update, update));
      });
      this.#authenticate(name);
    } else this.#ask(name, replica.doc);
    await this.#until(isSynced, `${name} to open`);
    return replica.doc;
  }

  /** What `write` adds to the conversation is on the server's disk once this settles. */
  async write(conversationId: ConversationId, write: (doc: Y.Doc) => void): Promise<void> {
    const doc = await this.open(conversationId);
    write(doc);
    const replica = must(this.#replicas.get(chapterName({ conversationId, chapter: 1 })), 'it is open');
    await this.#until(() => replica.ackedTo >= Y.getState(doc.store, doc.clientID), 'what was written to be on disk');
  }

  /** All that is there by now is on this device and was seen. */
  async read(conversationId: ConversationId): Promise<void> {
    const doc = await this.open(conversationId);
    const clocks = Object.fromEntries([...Y.decodeStateVector(Y.encodeStateVector(doc))]);
    const name = chapterName({ conversationId, chapter: 1 });
    this.#send(name, frameTypes.stateless, (encoder) =>
      encoding.writeVarString(encoder, JSON.stringify({ delivered: clocks })),
    );
    await this.post('/api/reads', { chapters: [{ conversationId, chapter: 1, epoch: 0, clocks }] });
  }

  /** Leaves no session behind. */
  async signOut(): Promise<void> {
    this.#socket.removeAllListeners('message');
    await this.post('/api/sign-out', {});
    this.#socket.terminate();
  }

  #receive(bytes: Uint8Array): void {
    const decoder = decoding.createDecoder(bytes);
    const name = decoding.readVarString(decoder);
    const type = decoding.readVarUint(decoder);
    const replica = this.#replicas.get(name);
    if (name === linkAddress || replica === undefined) return;
    if (type === frameTypes.sync) this.#receiveSync(name as DocumentName, replica.doc, decoder);
    // What somebody may do in a group has changed.
    else if (type === frameTypes.closed) this.#authenticate(name as DocumentName);
    else if (type === frameTypes.authentication) this.#ask(name as DocumentName, replica.doc);
    else if (type === frameTypes.stateless) {
      const ack = parseAcknowledgement(decoding.readVarString(decoder))?.ack;
      replica.ackedTo = Math.max(replica.ackedTo, ack?.[replica.doc.clientID] ?? 0);
    }
    this.#look();
  }

  #receiveSync(name: DocumentName, doc: Y.Doc, decoder: decoding.Decoder): void {
    const type = decoding.readVarUint(decoder);
    const payload = decoding.readVarUint8Array(decoder);
    if (type === syncTypes.request) {
      const answer = Y.encodeStateAsUpdate(doc, payload);
      return this.#send(name, frameTypes.sync, (encoder) => writeSync(encoder, syncTypes.answer, answer));
    }
    Y.applyUpdate(doc, payload, this);
    if (type === syncTypes.answer) doc.emit('sync', [true, doc]);
  }

  /** True once the server has answered with what was missing, after this call. */
  #nextSync(doc: Y.Doc): () => boolean {
    let isSynced = false;
    doc.once('sync', () => (isSynced = true));
    return () => isSynced;
  }

  #authenticate(name: DocumentName): void {
    this.#send(name, frameTypes.authentication, (encoder) => {
      encoding.writeVarUint(encoder, authenticationTypes.token);
      encoding.writeVarString(encoder, '');
      encoding.writeVarString(encoder, '');
    });
  }

  #ask(name: DocumentName, doc: Y.Doc): void {
    const vector = Y.encodeStateVector(doc);
    this.#send(name, frameTypes.sync, (encoder) => writeSync(encoder, syncTypes.request, vector));
  }

  #send(name: DocumentName, type: number, writeBody: (encoder: encoding.Encoder) => void): void {
    const encoder = encoding.createEncoder();
    encoding.writeVarString(encoder, name);
    encoding.writeVarUint(encoder, type);
    writeBody(encoder);
    this.#socket.send(encoding.toUint8Array(encoder));
  }

  #until(isDone: () => boolean, what: string): Promise<void> {
    if (isDone()) return Promise.resolve();
    return new Promise((resolve, reject) => {
      const waiting = { isDone, resolve: () => (clearTimeout(timer), resolve()) };
      const timer = setTimeout(() => reject(new Error(`The demo waited too long for ${what}`)), patienceMs);
      this.#waiting.add(waiting);
    });
  }

  #look(): void {
    for (const waiting of this.#waiting) {
      if (!waiting.isDone()) continue;
      this.#waiting.delete(waiting);
      waiting.resolve();
    }
  }
}

function writeSync(encoder: encoding.Encoder, type: number, payload: Uint8Array): void {
  encoding.writeVarUint(encoder, type);
  encoding.writeVarUint8Array(encoder, payload);
}
