// Appends as the path makes them, from a real Yjs document: what one device of one author writes into one chapter.
import * as Y from 'yjs';
import { must } from '../../shared/base/assert.ts';
import { chapterName, type DocumentName } from '../../shared/conversation/document-name.ts';
import type { MessageEvent, UserEvent } from '../../shared/conversation/events.ts';
import { appendDelete, appendEvent, readLogs } from '../../shared/conversation/log.ts';
import { mintEventId, mintId, mintUserId, parseConversationId, type ClientId, type UserId } from '../../shared/ids.ts';
import type { EntryRow } from '../../sync-server/admission/chapter-state.ts';
import type { Append, UpdateLog } from '../../sync-server/update-log/update-log.ts';

export interface LogWriter {
  readonly author: UserId;
  readonly client: ClientId;
  readonly doc: Y.Doc;
  /** One append with these events, in one transaction. */
  append(after: number, ...events: readonly UserEvent[]): Append;
  /** One append that deletes a message: the event and the erasure of its content. */
  erase(after: number, target: MessageEvent): Append;
}

let minted = 0;

export function makeLogWriter(document: DocumentName, author: UserId = freshUser(), clientId?: number): LogWriter {
  const doc = new Y.Doc();
  if (clientId !== undefined) doc.clientID = clientId;
  const client = doc.clientID as ClientId; // minted by Yjs
  let clock = 0;
  const capture = (after: number, events: readonly UserEvent[], write: () => void): Append => {
    let update: Uint8Array | null = null;
    const erasedBefore = erasedOf(doc, client);
    doc.once('update', (bytes: Uint8Array) => (update = bytes));
    doc.transact(write);
    const rows: EntryRow[] = events.map((event) => ({ author, client, clock: clock++, event }));
    const erased = erasedOf(doc, client)
      .filter((place) => !erasedBefore.includes(place))
      .map((place) => ({ client, clock: place, length: 1 }));
    return { document, after, update: must<Uint8Array>(update, 'an update'), rows, erased, arrivedAt: 1_000 };
  };
  return {
    author,
    client,
    doc,
    append: (after, ...events) =>
      capture(after, events, () => events.forEach((event) => appendEvent(doc, author, event))),
    erase(after, { id: target, at: targetAt }) {
      const event = { kind: 'delete', id: freshId('delete'), at: targetAt + 1, target, targetAt } as const;
      return capture(after, [event], () => appendDelete(doc, author, event));
    },
  };
}

export function messageOf(text: string, at: number): MessageEvent {
  return { kind: 'message', id: freshId('message'), at, text };
}

export function freshChapter(chapter = 1): DocumentName {
  const conversationId = must(parseConversationId(mintId('cnv', freshBytes())), 'an id');
  return chapterName({ conversationId, chapter });
}

export function freshUser(): UserId {
  return mintUserId(freshBytes());
}

/** The document that a reader of the log gets. */
export async function readDoc(log: UpdateLog, document: DocumentName): Promise<Y.Doc> {
  const { snapshot, updates } = await log.readUpdates(document);
  const doc = new Y.Doc();
  for (const update of snapshot === null ? updates : [snapshot, ...updates]) Y.applyUpdate(doc, update);
  return doc;
}

export function freshId(kind: string) {
  return mintEventId(kind, freshBytes());
}

/** Never the same twice, and the same in every run. */
function freshBytes(): Uint8Array {
  const bytes = new Uint8Array(15);
  new DataView(bytes.buffer).setUint32(0, ++minted);
  return bytes;
}

function erasedOf(doc: Y.Doc, client: ClientId): number[] {
  const mine = [...readLogs(doc)].filter((entry) => entry.client === client && entry.state === 'erased');
  return mine.map(({ clock }) => clock);
}
