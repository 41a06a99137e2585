// A conversation of many chapters, put into the log of a server that is stopped, as the path would have left it there:
// what people wrote, the server's own closing of each chapter, the fold of what nobody has open any more.
import { randomBytes } from 'node:crypto';
import * as Y from 'yjs';
import { chapterName, type DocumentName } from '../../shared/conversation/document-name.ts';
import { idBytes, mintEventId, type ClientId, type ConversationId, type UserId } from '../../shared/ids.ts';
import { encodeFresh } from '../../sync-server/admission/encode-fresh.ts';
import { admitServerEvents } from '../../sync-server/admission/server-entries.ts';
import type { Append, UpdateLog } from '../../sync-server/update-log/update-log.ts';
import { makeLogWriter, messageOf, readDoc } from './log-writer.ts';

export interface PlantedChapters {
  readonly conversationId: ConversationId;
  /** They write in turn, and have read everything. */
  readonly people: readonly [UserId, UserId];
  /** How many messages come into each chapter. All but the last are closed. */
  readonly chapters: readonly number[];
  /** Where an open conversation goes on: its newest chapter, and how many messages there are before. */
  readonly goOn?: { readonly chapter: number; readonly messages: number };
  /** By the place in the whole conversation, from 0. */
  readonly text: (index: number) => string;
  readonly at: (index: number) => number;
}

/** The last message may not be of the last quarter of an hour: what was closed meanwhile would not count as read. */
export async function plantChapters(log: UpdateLog, planted: PlantedChapters): Promise<void> {
  const { chapter, messages } = planted.goOn ?? { chapter: 1, messages: 0 };
  let from = messages;
  for (const [index, count] of planted.chapters.entries()) {
    const isLast = index === planted.chapters.length - 1;
    await plantOne(log, planted, { chapter: chapter + index, from, count, isClosed: !isLast });
    from += count;
  }
}

interface One {
  readonly chapter: number;
  readonly from: number;
  readonly count: number;
  readonly isClosed: boolean;
}

async function plantOne(log: UpdateLog, planted: PlantedChapters, one: One): Promise<void> {
  const { conversationId, people, at } = planted;
  const { chapter, from, count, isClosed } = one;
  const name = { conversationId, chapter };
  const document = chapterName(name);
  const { sequence } = await log.readChapter(document);
  const writers = people.map((author) => makeLogWriter(document, author));
  const appends: Append[] = writers.map((writer, turn) =>
    writer.append(sequence + turn, ...messagesOf(planted, one, turn)),
  );
  if (isClosed) appends.push({ ...closing(at(from + count - 1) + 1), document, after: sequence + appends.length });
  const outcomes = await log.append(appends);
  if (outcomes.some(({ status }) => status !== 'logged')) throw new Error(`chapter ${chapter} was not written`);
  if (isClosed) await fold(log, document);
  const clocks = Object.fromEntries(writers.map(({ client }, turn) => [client, Math.ceil((count - turn) / 2)]));
  const vector = { epoch: 0, clocks: isClosed ? ('all' as const) : clocks };
  for (const reader of people) await log.mergeReads(reader, [{ ...name, vector, isTold: true }], Date.now());
}

function messagesOf({ text, at }: PlantedChapters, { from, count }: One, turn: number) {
  const mine = Array.from({ length: Math.ceil((count - turn) / 2) }, (_, index) => from + index * 2 + turn);
  return mine.map((index) => messageOf(text(index), at(index)));
}

function closing(at: number): Omit<Append, 'document' | 'after'> {
  const server = randomBytes(4).readUInt32BE() as ClientId; // another for each life of a server
  const fresh = admitServerEvents(server, 0, [{ kind: 'closed', id: mintEventId('closed', randomBytes(idBytes)), at }]);
  return { update: encodeFresh([fresh]), rows: fresh.rows, erased: [], arrivedAt: at };
}

async function fold(log: UpdateLog, document: DocumentName): Promise<void> {
  const { sequence } = await log.readChapter(document);
  await log.fold(document, sequence, Y.encodeStateAsUpdate(await readDoc(log, document)));
}
