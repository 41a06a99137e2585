// The update log in memory: the same promises for as long as the process lives. For tests that need no disk.
import { must } from '../../shared/base/assert.ts';
import { firstChapter, parseDocumentName, type DocumentName } from '../../shared/conversation/document-name.ts';
import { serverAuthor } from '../../shared/conversation/log.ts';
import { type ClientId, type ConversationId, type EventId } from '../../shared/ids.ts';
import type { LastMessage } from '../../shared/protocol/people-api.ts';
import { noteOf, type EntryNote } from '../admission/chapter-state.ts';
import type { DeliveryRow } from '../lane/deliveries.ts';
import { grow, noFigures, type ChapterFigures } from './chapter-figures.ts';
import type { Append, AppendOutcome, StoredChapter, StoredUpdates, UpdateLog } from './update-log.ts';

interface StoredDocument {
  sequence: number;
  position: number;
  erasedSequence: number;
  readonly notes: Map<string, EntryNote>;
  readonly deliveries: Map<string, DeliveryRow>;
  readonly messages: Map<string, StoredMessage>;
  snapshot: { sequence: number; state: Uint8Array } | null;
  figures: ChapterFigures;
  updates: { sequence: number; bytes: Uint8Array }[];
}

interface StoredMessage {
  readonly id: EventId;
  readonly message: LastMessage;
}

export class MemoryUpdateLog implements UpdateLog {
  readonly epoch: string;
  readonly isRestored = false;
  readonly #documents = new Map<DocumentName, StoredDocument>();
  readonly #ids = new Set<string>();
  #position = 0;

  constructor(random: (byteCount: number) => Uint8Array) {
    this.epoch = random(12).join('');
  }

  append(batch: readonly Append[]): Promise<AppendOutcome[]> {
    return Promise.try(() => batch.map((append) => this.#appendAlone(append)));
  }

  #appendAlone({ document, after, update, rows, erased }: Append): AppendOutcome {
    const stored = this.#documents.get(document) ?? emptyDocument();
    if (stored.sequence !== after) return { status: 'conflict' };
    const { conversationId } = must(parseDocumentName(document), 'a document has a well-formed name');
    const ids = new Set<string>();
    for (const { author, client, clock, event } of rows) {
      if (event === null) continue;
      const id = `${conversationId} ${author} ${event.id}`;
      if (ids.has(id) || this.#ids.has(id)) return { status: 'duplicate-id', client, clock };
      ids.add(id);
    }
    const isTaken = rows.some((row) => stored.notes.has(place(row.client, row.clock)));
    if (isTaken) return { status: 'failed', error: new Error('a place in a log is taken once') };
    for (const id of ids) this.#ids.add(id);
    stored.sequence = after + 1;
    stored.position = ++this.#position;
    stored.figures = grow(stored.figures, rows, update.length);
    stored.updates.push({ sequence: stored.sequence, bytes: update.slice() });
    for (const row of rows) {
      const { author, event } = row;
      stored.notes.set(place(row.client, row.clock), noteOf(row));
      if (event?.kind !== 'message' || author === serverAuthor) continue;
      const { id, text, at } = event;
      stored.messages.set(place(row.client, row.clock), { id, message: { text, at, author } });
    }
    if (erased.length > 0) stored.erasedSequence = stored.sequence;
    for (const { client, clock, length } of erased) {
      for (let index = clock; index < clock + length; index++) erase(stored, place(client, index));
    }
    this.#documents.set(document, stored);
    return { status: 'logged', position: stored.position };
  }

  readChapter(document: DocumentName): Promise<StoredChapter> {
    const stored = this.#documents.get(document) ?? emptyDocument();
    const notes = [...stored.notes.values()].sort((a, b) => a.client - b.client || a.clock - b.clock);
    const { sequence, position, figures } = stored;
    return Promise.resolve({ sequence, position, notes, deliveries: [...stored.deliveries.values()], figures });
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

  documentsHoldingErased(): Promise<DocumentName[]> {
    const isHolding = ({ erasedSequence, snapshot }: StoredDocument) => erasedSequence > (snapshot?.sequence ?? 0);
    return Promise.resolve([...this.#documents].filter(([, stored]) => isHolding(stored)).map(([name]) => name));
  }

  saveDeliveries(document: DocumentName, rows: readonly DeliveryRow[]): Promise<void> {
    const stored = this.#documents.get(document) ?? emptyDocument();
    for (const row of rows) {
      const key = `${row.reader} ${row.client}`;
      if (row.clock > (stored.deliveries.get(key)?.clock ?? 0)) stored.deliveries.set(key, row);
    }
    this.#documents.set(document, stored);
    return Promise.resolve();
  }

  lastMessages(conversations: readonly ConversationId[]): Map<ConversationId, LastMessage> {
    const newest = new Map<ConversationId, StoredMessage>();
    for (const [name, { messages }] of this.#documents) {
      const conversation = must(parseDocumentName(name), 'a document has a well-formed name').conversationId;
      if (!conversations.includes(conversation)) continue;
      for (const found of messages.values()) {
        const known = newest.get(conversation);
        if (known === undefined || isNewer(found, known)) newest.set(conversation, found);
      }
    }
    return new Map([...newest].map(([conversation, { message }]) => [conversation, { ...message }]));
  }

  newestChapter(conversation: ConversationId): number {
    const chapters = [...this.#documents].flatMap(([name, { figures }]) => {
      const { conversationId, chapter } = must(parseDocumentName(name), 'a document has a well-formed name');
      return conversationId === conversation ? [figures.closedAt === null ? chapter : chapter + 1] : [];
    });
    return Math.max(firstChapter, ...chapters);
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

function isNewer(one: StoredMessage, other: StoredMessage): boolean {
  return one.message.at > other.message.at || (one.message.at === other.message.at && one.id > other.id);
}

function emptyDocument(): StoredDocument {
  return {
    sequence: 0,
    position: 0,
    erasedSequence: 0,
    notes: new Map(),
    deliveries: new Map(),
    messages: new Map(),
    figures: noFigures,
    snapshot: null,
    updates: [],
  };
}

function place(client: ClientId, clock: number): string {
  return `${client}:${clock}`;
}
