// A device that outlives its links: one document in memory, written with and without a link, and carried over each
// next one by the ordinary sync. Keeps what it wrote and how much of it the server has called safe.
import * as Y from 'yjs';
import { assert } from '../../shared/base/assert.ts';
import type { DocumentName } from '../../shared/conversation/document-name.ts';
import type { MessageEvent } from '../../shared/conversation/events.ts';
import { appendEvent, readLogs } from '../../shared/conversation/log.ts';
import { mintEventId } from '../../shared/ids.ts';
import type { Person } from './person.ts';
import { until } from './until.ts';
import { openDevice, type WireDevice, type WireReplica } from './wire-device.ts';

export class LastingDevice {
  readonly person: Person;
  readonly document: DocumentName;
  readonly doc = new Y.Doc();
  /** Everything ever written here. The index of a message is its clock in this device's log. */
  readonly written: MessageEvent[] = [];
  readonly #url: string;
  #device: WireDevice | null = null;
  #replica: WireReplica | null = null;
  #acknowledged = 0;

  /** `url` stands for the person's own address, for a proxy in between. */
  constructor(person: Person, document: DocumentName, url = person.url) {
    this.person = person;
    this.document = document;
    this.#url = url;
    this.doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin !== 'server' && this.#mayPush) this.#device?.sendUpdate(document, update);
    });
  }

  /** Opens a new link and syncs. False when the link was lost on the way; throws when the server refuses. */
  async connect(): Promise<boolean> {
    this.#keepAcknowledged();
    this.#device = this.#replica = null;
    const device = await openDevice(this.person, { url: this.#url });
    if (device.closeCode !== null) return false;
    this.#device = device;
    this.#replica = await device.open(this.document, { doc: this.doc, silent: true });
    await until(() => this.#mayPush || !this.isOnline, 'the sync to be whole');
    return this.isOnline;
  }

  /** True until the link is lost. */
  get isOnline(): boolean {
    const reason = this.#replica?.closedFor ?? null;
    if (reason !== null) throw new Error(`the server refused an honest device: ${reason}`);
    return this.#device !== null && this.#device.closeCode === null;
  }

  /** How many of the written messages the server has called safe. */
  get acknowledged(): number {
    this.#keepAcknowledged();
    return this.#acknowledged;
  }

  get inFlight(): number {
    return this.written.length - this.acknowledged;
  }

  /** Writes one message, link or no link. */
  write(text: string): MessageEvent {
    const id = mintEventId('message', crypto.getRandomValues(new Uint8Array(15)));
    const at = Math.max(Date.now(), (this.written.at(-1)?.at ?? 0) + 1);
    const event: MessageEvent = { kind: 'message', id, at, text };
    this.written.push(event); // first, for the acknowledgement may not run ahead of it
    appendEvent(this.doc, this.person.userId, event);
    return event;
  }

  /** All messages that stand in this device's document, in any order. */
  messages(): MessageEvent[] {
    return [...readLogs(this.doc)].flatMap(({ event }) => (event?.kind === 'message' ? [event] : []));
  }

  /** Cuts the link without a word. */
  cut(): void {
    this.#device?.cut();
  }

  /** Waits until the link is lost. */
  async offline(): Promise<void> {
    await until(() => !this.isOnline, 'the link to be lost');
  }

  /** On one link nothing leaves before the answer to the server's sync step 1: it carries what is older. */
  get #mayPush(): boolean {
    return this.#device?.transcript.includes('→ sync step 2') ?? false;
  }

  #keepAcknowledged(): void {
    const clock = this.#replica?.acked.get(this.doc.clientID) ?? 0;
    assert(clock <= this.written.length, 'what was never written cannot be acknowledged');
    this.#acknowledged = Math.max(this.#acknowledged, clock);
  }
}
