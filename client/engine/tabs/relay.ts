// What the tabs of one browser tell each other of a document: what is written here, what the server acknowledged.
// Two tabs show the same at once, with or without a network, and what one has not stored yet the other gets.
// Does not know who is writing; what it hears is trusted as far as its shape, for it comes from the same origin.
import * as v from 'valibot';
import * as Y from 'yjs';
import type { Platform } from '../platform.ts';
import { nothingAcknowledged, parseAcknowledged, type Acknowledged } from '../replica/acknowledged.ts';
import { parseReaderClocks, type ReaderClocks } from '../replica/reader-clocks.ts';

const bytes = v.custom<Uint8Array>((value) => value instanceof Uint8Array, 'not bytes');
const message = v.variant('kind', [
  /** What a tab has. `asks`: it has just opened and wants to be told the same. */
  v.object({ kind: v.literal('vector'), vector: bytes, asks: v.boolean() }),
  v.object({ kind: v.literal('update'), update: bytes }),
  v.object({ kind: v.literal('acknowledged'), acknowledged: v.unknown() }),
  v.object({ kind: v.literal('readers'), topic: v.picklist(['deliveries', 'reads']), clocks: v.unknown() }),
  /** What is kept of the document beside its database has changed: look it up. */
  v.object({ kind: v.literal('recovery') }),
]);
/** What is told of readers: what lies on their devices, or what they have read. */
export type Topic = 'deliveries' | 'reads';
type Message = v.InferOutput<typeof message>;

export interface Relay {
  /** The document is loaded: asks the others for what it lacks, and offers what they lack. */
  meet(): void;
  tellAcknowledged(told: Acknowledged): void;
  tellReaders(topic: Topic, told: ReaderClocks): void;
  tellRecovery(): void;
  close(): void;
}

export interface RelayOptions {
  readonly platform: Pick<Platform, 'openTabChannel'>;
  /** Of the document's database: those who write into the same one hear each other. */
  readonly name: string;
  readonly doc: Y.Doc;
  /** What this tab knows, for one that has just opened. */
  readonly marks: () => { acknowledged: Acknowledged } & Record<Topic, ReaderClocks>;
  readonly onAcknowledged: (told: Acknowledged) => void;
  readonly onReaders: (topic: Topic, told: ReaderClocks) => void;
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
    const { acknowledged, deliveries, reads } = marks();
    tellVector(false);
    if (acknowledged !== nothingAcknowledged) post({ kind: 'acknowledged', acknowledged });
    post({ kind: 'readers', topic: 'deliveries', clocks: deliveries });
    post({ kind: 'readers', topic: 'reads', clocks: reads });
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
      case 'readers':
        return told.onReaders(heard.topic, parseReaderClocks(heard.clocks));
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
    tellReaders: (topic, clocks) => post({ kind: 'readers', topic, clocks }),
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
