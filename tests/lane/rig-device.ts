// An honest device on the rig: writes at any time, sends only after both sides have met, and comes back by itself.
// Throws when it is told something that an honest device must never hear.
import * as encoding from 'lib0/encoding';
import * as Y from 'yjs';
import { unreachable } from '../../shared/base/assert.ts';
import type { Attachment } from '../../shared/conversation/attachments.ts';
import type { DocumentName } from '../../shared/conversation/document-name.ts';
import type { MessageEvent } from '../../shared/conversation/events.ts';
import { appendDelete, appendEvent, readLogs } from '../../shared/conversation/log.ts';
import { mintEventId, type UserId } from '../../shared/ids.ts';
import { parseRefusal, retryAfter } from '../../shared/protocol/refusal.ts';
import { randomBytes } from '../kit/sample-events.ts';
import type { Told } from '../kit/told.ts';
import { frame } from '../kit/wire-device.ts';
import type { LaneRig, RigSocket } from './lane-rig.ts';

interface Replica {
  readonly doc: Y.Doc;
  status: 'closed' | 'opening' | 'open';
  /** True once this device told what it has; before that an update could leave a gap. */
  hasAnswered: boolean;
  lastAt: number;
}

export class RigDevice {
  readonly userId: UserId;
  /** Texts of all messages written here. */
  readonly written: string[] = [];
  /** How often a channel was closed, by code. */
  readonly closedFor = new Map<string, number>();
  /** False keeps what this device has to itself. */
  isAnswering = true;
  readonly #rig: LaneRig;
  readonly #newClientId: () => number;
  readonly #replicas = new Map<DocumentName, Replica>();
  #outbox: Uint8Array[] = [];
  #socket: RigSocket | null = null;

  constructor(rig: LaneRig, userId: UserId, newClientId: () => number) {
    this.#rig = rig;
    this.userId = userId;
    this.#newClientId = newClientId;
  }

  doc(name: DocumentName): Y.Doc {
    return this.#replica(name).doc;
  }

  isOpen(name: DocumentName): boolean {
    return this.#replica(name).status === 'open';
  }

  get isQuiet(): boolean {
    return this.#outbox.length === 0 && (this.#socket?.inbox.length ?? 0) === 0;
  }

  /** Asks for a document. Does nothing while an earlier question is open. */
  open(name: DocumentName): void {
    if (this.#socket?.isCut === true) this.cut();
    this.#socket ??= this.#rig.connect(this.userId);
    const replica = this.#replica(name);
    if (replica.status !== 'closed') return;
    replica.status = 'opening';
    replica.hasAnswered = false;
    this.#send(name, 2, (encoder) => {
      encoding.writeVarUint(encoder, 0);
      encoding.writeVarString(encoder, '');
    });
  }

  leave(name: DocumentName): void {
    const replica = this.#replica(name);
    if (replica.status === 'closed') return;
    replica.status = 'closed';
    this.#send(name, 7, () => undefined);
  }

  /** Takes a channel for closed that the server has open. */
  forget(name: DocumentName): void {
    this.#replica(name).status = 'closed';
  }

  /** The socket breaks: what was under way either way is gone. */
  cut(): void {
    this.#socket?.cut();
    this.#socket = null;
    this.#outbox = [];
    for (const replica of this.#replicas.values()) replica.status = 'closed';
  }

  /** The page is loaded again: the same content under a new client id. */
  reload(name: DocumentName): void {
    const before = this.doc(name);
    this.leave(name);
    const doc = new Y.Doc();
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(before));
    this.#watch(name, doc);
  }

  write(name: DocumentName, text: string, who?: UserId): void {
    const id = mintEventId('message', randomBytes());
    appendEvent(this.doc(name), this.userId, { kind: 'message', id, at: this.#nextAt(name), text, ...mentioning(who) });
    this.written.push(text);
  }

  carry(name: DocumentName, text: string, attachments: readonly Attachment[]): void {
    const id = mintEventId('message', randomBytes());
    const carried = { text, attachments: [...attachments] };
    appendEvent(this.doc(name), this.userId, { kind: 'message', id, at: this.#nextAt(name), ...carried });
    this.written.push(text);
  }

  /** Messages of this person that stand in a document. */
  mine(name: DocumentName): MessageEvent[] {
    const mine = [...readLogs(this.doc(name))].filter(({ author }) => author === this.userId);
    return mine.flatMap(({ event }) => (event?.kind === 'message' ? [event] : []));
  }

  edit(
    name: DocumentName,
    { id: target }: MessageEvent,
    { text, who }: { text: string; who?: UserId | undefined },
  ): void {
    const id = mintEventId('edit', randomBytes());
    const event = { kind: 'edit', id, at: this.#nextAt(name), target, text, ...mentioning(who) } as const;
    appendEvent(this.doc(name), this.userId, event);
  }

  erase(name: DocumentName, { id: target, at: targetAt }: MessageEvent): void {
    const id = mintEventId('delete', randomBytes());
    appendDelete(this.doc(name), this.userId, { kind: 'delete', id, at: this.#nextAt(name), target, targetAt });
  }

  /** Passes on what another tab of the same person has, as if it were written here. */
  relayFrom(other: RigDevice, name: DocumentName): void {
    const mine = this.doc(name);
    Y.applyUpdate(mine, Y.encodeStateAsUpdate(other.doc(name), Y.encodeStateVector(mine)), 'tab');
  }

  /** Lets up to `count` frames through in each direction. */
  exchange(count: number): void {
    for (const bytes of this.#outbox.splice(0, count)) this.#socket?.send(bytes);
    for (const told of this.#socket?.inbox.splice(0, count) ?? []) this.#receive(told);
  }

  #receive(told: Told): void {
    if (told.kind === 'signal') return;
    const name = told.document as DocumentName; // the server names only what was asked for
    const replica = this.#replica(name);
    if (told.kind === 'denied') throw new Error(`an honest device was denied: ${told.reason}`);
    if (replica.status === 'closed') return; // of an earlier life of this channel
    switch (told.kind) {
      case 'authenticated':
        return this.#sendSync(name, 0, Y.encodeStateVector(replica.doc));
      case 'sync-request':
        if (!this.isAnswering) return;
        replica.hasAnswered = true;
        return this.#sendSync(name, 1, Y.encodeStateAsUpdate(replica.doc, told.stateVector));
      case 'sync-answer':
        replica.status = 'open';
        return Y.applyUpdate(replica.doc, told.update, 'server');
      case 'update':
        return Y.applyUpdate(replica.doc, told.update, 'server');
      case 'acknowledged':
      case 'deliveries':
      case 'reads':
        return;
      case 'closed':
        return this.#closed(replica, told.reason);
      default:
        return unreachable(told);
    }
  }

  #closed(replica: Replica, reason: string): void {
    replica.status = 'closed';
    const refusal = parseRefusal(reason);
    if (refusal === null || retryAfter(refusal.code) === 'never') throw new Error(`an honest device heard "${reason}"`);
    this.closedFor.set(refusal.code, (this.closedFor.get(refusal.code) ?? 0) + 1);
  }

  #replica(name: DocumentName): Replica {
    return this.#replicas.get(name) ?? this.#watch(name, new Y.Doc());
  }

  #watch(name: DocumentName, doc: Y.Doc): Replica {
    const replica: Replica = { doc, status: 'closed', hasAnswered: false, lastAt: 0 };
    this.#replicas.set(name, replica);
    doc.clientID = this.#newClientId();
    doc.on('update', (update: Uint8Array, origin: unknown) => {
      const isHere = this.#replicas.get(name) === replica && replica.status !== 'closed';
      if (origin !== 'server' && isHere && replica.hasAnswered) this.#sendSync(name, 2, update);
    });
    return replica;
  }

  #nextAt(name: DocumentName): number {
    const replica = this.#replica(name);
    return (replica.lastAt = Math.max(this.#rig.nowMs, replica.lastAt + 1));
  }

  #sendSync(name: DocumentName, type: number, payload: Uint8Array): void {
    this.#send(name, 0, (encoder) => {
      encoding.writeVarUint(encoder, type);
      encoding.writeVarUint8Array(encoder, payload);
    });
  }

  #send(name: DocumentName, type: number, writeBody: (encoder: encoding.Encoder) => void): void {
    this.#outbox.push(frame(name, type, writeBody));
  }
}

/** Behind the label `x`, which stands in the text. */
function mentioning(who: UserId | undefined): Pick<MessageEvent, 'mentions'> {
  return who === undefined ? {} : { mentions: [{ who, label: 'x' }] };
}
