// What the server's log holds of a conversation, read from its documents alone as plain values, and what docs/protocol.md
// says that this shows. No code of the app's own readers takes part.
import * as Y from 'yjs';
import { must } from '../../shared/base/assert.ts';
import { chapterName, firstChapter, type DocumentName } from '../../shared/conversation/document-name.ts';
import type { ConversationId, UserId } from '../../shared/ids.ts';
import type { ReaderClock } from '../../sync-server/lane/reader-clocks.ts';
import type { UpdateLog } from '../../sync-server/update-log/update-log.ts';
import { expectTimeline, readStated, type ExpectedRow, type PlainChapter } from '../world/oracle.ts';
import type { ExpectedClocks, ExpectedVector, Told } from '../world/oracle-reading.ts';
import { readPlain } from '../world/plain-documents.ts';
import type { Stage } from './stage.ts';

export interface Held {
  readonly conversationId: ConversationId;
  /** From the first. */
  readonly chapters: readonly HeldChapter[];
  /** Of all messages and edits that were not erased; of a forward its name. */
  readonly texts: ReadonlySet<string>;
}

export interface HeldChapter {
  readonly plain: PlainChapter;
  /** All that is logged, and what other people's devices have said of it. */
  readonly told: Told;
}

export async function readServer(stage: Stage, conversationId: ConversationId): Promise<Held> {
  const { log } = must(stage.world.host.core, 'a server that runs');
  const chapters: HeldChapter[] = [];
  for (let chapter = firstChapter; chapter <= log.newestIn(conversationId); chapter++) {
    chapters.push(await readOne(log, chapterName({ conversationId, chapter }), chapter));
  }
  const stated = chapters.flatMap(({ plain }) => plain.logs.flatMap((one) => readStated(one)));
  const texts = stated.flatMap(({ author, id, fields: { text, forwarded } }) => {
    if (typeof text !== 'string') return [];
    return [forwarded === undefined ? text : `${author} ${id}`];
  });
  return { conversationId, chapters, texts: new Set(texts) };
}

async function readOne(log: UpdateLog, name: DocumentName, chapter: number): Promise<HeldChapter> {
  const { snapshot, updates } = await log.readUpdates(name);
  const doc = new Y.Doc();
  for (const update of [...(snapshot === null ? [] : [snapshot]), ...updates]) Y.applyUpdate(doc, update);
  const plain = readPlain(doc, chapter);
  const acked = Object.fromEntries(plain.logs.map(({ root, entries }) => [root.split('/')[2], entries.length]));
  const { deliveries, reads } = await log.readChapter(name);
  return { plain, told: { acked, deliveries: byReader(deliveries), reads: byReader(reads) } };
}

function byReader(rows: readonly ReaderClock[]): Told['reads'] {
  const readers = new Map<string, Record<string, number>>();
  for (const { reader, client, clock } of rows) {
    const clocks = readers.get(reader) ?? {};
    readers.set(reader, { ...clocks, [client]: clock });
  }
  return Object.fromEntries<ExpectedClocks>(readers);
}

/** All rows that somebody sees who sees the chapters from this one on. */
export function rowsFrom({ chapters }: Held, fromChapter: number): ExpectedRow[] {
  return expectTimeline(chapters.slice(fromChapter - 1).map(({ plain }) => plain));
}

/** What the server knows that a person has read of a chapter. */
export function readBy(stage: Stage, conversationId: ConversationId, reader: UserId) {
  const { log } = must(stage.world.host.core, 'a server that runs');
  return (chapter: number): ExpectedVector => log.standing({ conversationId, chapter }, reader).read;
}
