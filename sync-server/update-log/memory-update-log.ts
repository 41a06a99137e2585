// The update log in memory: the same promises for as long as the process lives. For tests that need no disk.
import { must } from '../../shared/base/assert.ts';
import { parseDocumentName, type DocumentName } from '../../shared/conversation/document-name.ts';
import { serverAuthor } from '../../shared/conversation/log.ts';
import { parseClientId, type ClientId, type ConversationId } from '../../shared/ids.ts';
import { noteOf, type EntryNote } from '../admission/chapter-state.ts';
import type { Append, AppendOutcome, NewestMessage, StoredChapter, StoredUpdates, UpdateLog } from './update-log.ts';

interface StoredDocument {
  sequence: number;
  position: number;
  readonly notes: Map<string, EntryNote>;
  readonly messages: Map<string, NewestMessage>;
  snapshot: { sequence: number; state: Uint8Array } | null;
  updates: { sequence: number; bytes: Uint8Array }[];
}

export class MemoryUpdateLog implements UpdateLog {
  readonly epoch: string;
  readonly serverClient: ClientId;
  readonly #documents = new Map<DocumentName, StoredDocument>();
  readonly #ids = new Set<string>();
  #position = 0;

  constructor(random: (byteCount: number) => Uint8Array) {
    this.epoch = random(12).join('');
    this.serverClient = must(parseClientId(new DataView(random(4).slice().buffer).getUint32(0)), 'a client id');
  }

  append(batch: readonly Append[]): Promise<AppendOutcome[]> {
    return Promise.resolve(batch.map((append) => this.#appendAlone(append)));
  }

  #appendAlone({ document, after, update, rows, erased }: Append): AppendOutcome {
    const stored = this.#documents.get(document) ?? emptyDocument();
    if (stored.sequence !== after) return { status: 'conflict' };
    const { conversationId, chapter } = must(parseDocumentName(document), 'a document has a well-formed name');
    const ids = rows.flatMap(({ author, event }) => (event === null ? [] : `${conversationId} ${author} ${event.id}`));
    if (new Set(ids).size < ids.length || ids.some((id) => this.#ids.has(id))) return { status: 'duplicate-id' };
    for (const id of ids) this.#ids.add(id);
    stored.sequence = after + 1;
    stored.position = ++this.#position;
    stored.updates.push({ sequence: stored.sequence, bytes: update.slice() });
    for (const row of rows) {
      const { author, event } = row;
      stored.notes.set(place(row.client, row.clock), noteOf(row));
      if (event?.kind !== 'message' || author === serverAuthor) continue;
      stored.messages.set(place(row.client, row.clock), { text: event.text, at: event.at, author, chapter });
    }
    for (const { client, clock, length } of erased) {
      for (let index = clock; index < clock + length; index++) erase(stored, place(client, index));
    }
    this.#documents.set(document, stored);
    return { status: 'logged', position: stored.position };
  }

  readChapter(document: DocumentName): Promise<StoredChapter> {
    const stored = this.#documents.get(document) ?? emptyDocument();
    const notes = [...stored.notes.values()].sort((a, b) => a.client - b.client || a.clock - b.clock);
    return Promise.resolve({ sequence: stored.sequence, position: stored.position, notes });
  }

  readUpdates(document: DocumentName): Promise<StoredUpdates> {
    const { sequence, snapshot, updates } = this.#documents.get(document) ?? emptyDocument();
    const logged = updates.map(({ bytes }) => bytes.slice());
    return Promise.resolve({ sequence, snapshot: snapshot?.state.slice() ?? null, updates: logged });
  }

  fold(document: DocumentName, sequence: number, state: Uint8Array): Promise<void> {
    const stored = this.#documents.get(document);
    if (stored !== undefined && (stored.snapshot?.sequence ?? 0) < sequence) {
      stored.snapshot = { sequence, state: state.slice() };
      stored.updates = stored.updates.filter((update) => update.sequence > sequence);
    }
    return Promise.resolve();
  }

  lastMessages(conversations: readonly ConversationId[]): Map<ConversationId, NewestMessage> {
    const newest = new Map<ConversationId, NewestMessage>();
    for (const [name, { messages }] of this.#documents) {
      const conversation = must(parseDocumentName(name), 'a document has a well-formed name').conversationId;
      if (!conversations.includes(conversation)) continue;
      for (const message of messages.values()) {
        if (message.at >= (newest.get(conversation)?.at ?? 0)) newest.set(conversation, message);
      }
    }
    return newest;
  }

  scrub(): Promise<void> {
    return Promise.resolve();
  }

  close(): void {
    this.#documents.clear();
  }
}

function erase(stored: StoredDocument, at: string): void {
  const note = stored.notes.get(at);
  if (note !== undefined) stored.notes.set(at, { ...note, isErased: true });
  stored.messages.delete(at);
}

function emptyDocument(): StoredDocument {
  return { sequence: 0, position: 0, notes: new Map(), messages: new Map(), snapshot: null, updates: [] };
}

function place(client: ClientId, clock: number): string {
  return `${client}:${clock}`;
}
