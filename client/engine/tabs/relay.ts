// What the tabs of one browser tell each other of a document: what is written here, what the server acknowledged.
// Two tabs show the same at once, with or without a network, and what one has not stored yet the other gets.
// Does not know who is writing; what it hears is trusted as far as its shape, for it comes from the same origin.
import * as v from 'valibot';
import * as Y from 'yjs';
import type { Platform } from '../platform.ts';
import { nothingAcknowledged, parseAcknowledged, type Acknowledged } from '../replica/acknowledged.ts';
import { parseKeptDeliveries, type Deliveries } from '../replica/deliveries.ts';

const bytes = v.custom<Uint8Array>((value) => value instanceof Uint8Array, 'not bytes');
const message = v.variant('kind', [
  /** What a tab has. `asks`: it has just opened and wants to be told the same. */
  v.object({ kind: v.literal('vector'), vector: bytes, asks: v.boolean() }),
  v.object({ kind: v.literal('update'), update: bytes }),
  v.object({ kind: v.literal('acknowledged'), acknowledged: v.unknown() }),
  v.object({ kind: v.literal('deliveries'), deliveries: v.unknown() }),
  /** What is kept of the document beside its database has changed: look it up. */
  v.object({ kind: v.literal('recovery') }),
]);
type Message = v.InferOutput<typeof message>;

export interface Relay {
  /** The document is loaded: asks the others for what it lacks, and offers what they lack. */
  meet(): void;
  tellAcknowledged(told: Acknowledged): void;
  tellDeliveries(told: Deliveries): void;
  tellRecovery(): void;
  close(): void;
}

export interface RelayOptions {
  readonly platform: Pick<Platform, 'openTabChannel'>;
  /** Of the document's database: those who write into the same one hear each other. */
  readonly name: string;
  readonly doc: Y.Doc;
  /** What this tab knows, for one that has just opened. */
  readonly marks: () => { acknowledged: Acknowledged; deliveries: Deliveries };
  readonly onAcknowledged: (told: Acknowledged) => void;
  readonly onDeliveries: (told: Deliveries) => void;
  readonly onRecovery: () => void;
}

export function openRelay({ platform, name, doc, marks, ...told }: RelayOptions): Relay {
  const channel = platform.openTabChannel(name, (data) => {
    const parsed = v.safeParse(message, data);
    if (parsed.success) take(parsed.output); // else: of another version of the app
  });
  let isClosed = false;
  const post = (words: Message) => {
    if (!isClosed) channel.post(words);
  };
  const tellVector = (asks: boolean) => post({ kind: 'vector', vector: Y.encodeStateVector(doc), asks });
  const answer = () => {
    const { acknowledged, deliveries } = marks();
    tellVector(false);
    if (acknowledged !== nothingAcknowledged) post({ kind: 'acknowledged', acknowledged });
    post({ kind: 'deliveries', deliveries });
  };
  const take = (heard: Message) => {
    switch (heard.kind) {
      case 'vector':
        if (heard.asks || hasMore(doc, heard.vector))
          post({ kind: 'update', update: Y.encodeStateAsUpdate(doc, heard.vector) });
        if (heard.asks) answer();
        return;
      case 'update':
        return Y.applyUpdate(doc, heard.update, relay);
      case 'acknowledged': {
        const acknowledged = parseAcknowledged(heard.acknowledged);
        if (acknowledged !== null) told.onAcknowledged(acknowledged);
        return;
      }
      case 'deliveries':
        return told.onDeliveries(parseKeptDeliveries(heard.deliveries));
      case 'recovery':
        return told.onRecovery();
    }
  };
  const relayWritten = (update: Uint8Array, origin: unknown) => {
    // What is written here has no origin; the rest comes to the others by their own links and disks.
    if (origin === null) post({ kind: 'update', update });
  };
  doc.on('update', relayWritten);
  const relay: Relay = {
    meet: () => tellVector(true),
    tellAcknowledged: (acknowledged) => post({ kind: 'acknowledged', acknowledged }),
    tellDeliveries: (deliveries) => post({ kind: 'deliveries', deliveries }),
    tellRecovery: () => post({ kind: 'recovery' }),
    close() {
      isClosed = true;
      doc.off('update', relayWritten);
      channel.close();
    },
  };
  return relay;
}

function hasMore(doc: Y.Doc, vector: Uint8Array): boolean {
  const theirs = Y.decodeStateVector(vector);
  return [...Y.decodeStateVector(Y.encodeStateVector(doc))].some(
    ([client, clock]) => clock > (theirs.get(client) ?? 0),
  );
}
