// Which documents hold something of mine that the server may not have, so that a start opens them although nobody
// looks. Noted before it can be lost, forgotten once it is acknowledged. One note for each Yjs client, so that no tab
// takes away what another one has just written.
import { parseDocumentName, type DocumentName } from '../../../shared/conversation/document-name.ts';
import type { ConversationId } from '../../../shared/ids.ts';
import type { KeptStore } from '../disk/kept-store.ts';
import { makeWritable } from '../writable.ts';
import type { Readable } from '../messenger.ts';

export interface Outbox {
  /** In the order in which they were noted. The same array while nothing changes. */
  readonly documents: Readable<readonly DocumentName[]>;
  note(document: DocumentName, client: number): void;
  /** Whatever of mine is in it: nobody knows what the server has. */
  noteAll(document: DocumentName): void;
  /** The clients noted for a document. */
  clientsOf(document: DocumentName): readonly number[];
  forget(document: DocumentName, client: number): void;
  /** Whatever is noted for its documents: this person is in it no more. */
  forgetAll(conversationId: ConversationId): void;
  /** Calls back when another tab has noted or forgotten something, until the returned function is called. */
  onChangedElsewhere(listener: () => void): () => void;
  close(): void;
}

const prefix = 'unsent/';

/** Stands for whatever of mine is in a document. As a client's number it would be no rarer than any other, and no harm. */
export const anyClient = 0;

export function openOutbox(kept: Pick<KeptStore, 'read' | 'write' | 'remove' | 'keys' | 'onChangedElsewhere'>): Outbox {
  const documents = makeWritable<readonly DocumentName[]>([]);
  const look = () => {
    const names = [...new Set(kept.keys(prefix).flatMap((key) => documentIn(key)))];
    const isSame = names.length === documents.get().length && names.every((name, at) => name === documents.get()[at]);
    if (!isSame) documents.set(names);
  };
  const stop = kept.onChangedElsewhere((key) => key.startsWith(prefix) && look());
  look();
  const note = (document: DocumentName, client: number) => {
    const key = keyOf(document, client);
    if (kept.read(key) !== null) return;
    kept.write(key, true);
    look();
  };
  return {
    documents,
    note,
    noteAll: (document) => note(document, anyClient),
    clientsOf: (document) => kept.keys(`${prefix}${document}/`).map((key) => Number(key.split('/').at(-1))),
    forget(document, client) {
      kept.remove(keyOf(document, client));
      look();
    },
    forgetAll(conversationId) {
      const keys = kept.keys(prefix).filter((key) => key.split('/').includes(conversationId));
      for (const key of keys) kept.remove(key);
      look();
    },
    onChangedElsewhere: (listener) => kept.onChangedElsewhere((key) => key.startsWith(prefix) && listener()),
    close: stop,
  };
}

function keyOf(document: DocumentName, client: number): string {
  return `${prefix}${document}/${client}`;
}

function documentIn(key: string): DocumentName[] {
  const name = key.slice(prefix.length, key.lastIndexOf('/'));
  return parseDocumentName(name) === null ? [] : [name as DocumentName];
}
