// How many of my messages on this device the server does not have: asked before they would be lost.
// A document that is open says so by its marks. Of the others the databases are read, a few at a time and without a
// link: every chapter that is here but those that were only fetched, however many conversations there are.
import * as Y from 'yjs';
import type { ConversationId, UserId } from '../../../shared/ids.ts';
import { chapterName, parseDocumentName, type DocumentName } from '../../../shared/conversation/document-name.ts';
import type { TimelineItem } from '../../../shared/conversation/timeline.ts';
import type { LocalTable } from '../disk/local-table.ts';
import type { Mark } from '../messenger.ts';
import type { Platform } from '../platform.ts';
import { isOfEpoch, nothingAcknowledged, parseAcknowledged } from '../replica/acknowledged.ts';
import { noReaderClocks } from '../replica/reader-clocks.ts';
import { readRecovery } from '../replica/kept-recovery.ts';
import { acknowledgedNote } from '../replica/open-life.ts';
import { generationName, noRecovery } from '../replica/recovery.ts';
import { makeChapterFeed } from './chapter-feed.ts';
import { keptRows, withKeptRows } from './kept-rows.ts';
import { markOf } from './mark.ts';
import type { LiveChapter } from './open-live-chapter.ts';
import type { LiveConversation } from './open-live-conversation.ts';
import { whenOpen } from './when-open.ts';

/** More gain nothing: one disk answers them all. */
const atOnce = 8;
/** What does not open by then holds nothing to count: there is no disk, or nothing on it. */
const maxOpeningMs = 5_000;

export interface Counting {
  readonly platform: Pick<Platform, 'schedule' | 'openDisk'>;
  readonly recoveries: Pick<LocalTable, 'read'>;
  readonly me: UserId;
  /** What the databases of this person are named by. */
  readonly diskPrefix: string;
  /** Which life of its data the server was last heard of; null when it was not. */
  readonly epoch: string | null;
  /** Names of the databases on this device. */
  readonly databases: readonly string[];
  /** Whether it was fetched whole, and nothing of mine in it waits since. */
  readonly isSettled: (document: DocumentName) => boolean;
  /** The conversation, if it is open here. */
  readonly openOne: (conversationId: ConversationId) => LiveConversation | null;
}

export async function countUnsent(counting: Counting): Promise<number> {
  const names = new Set(documentsIn(counting.databases, counting.diskPrefix));
  let count = 0;
  const work = async () => {
    for (const name of names) {
      names.delete(name);
      const found = await countIn(name, counting);
      count += found; // only now: others have added theirs meanwhile
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return count;
}

/** The documents whose databases, of whichever life, have these names. */
export function documentsIn(databases: readonly string[], diskPrefix: string): readonly DocumentName[] {
  return [...new Set(databases.flatMap((database) => documentIn(database, diskPrefix)))];
}

function documentIn(database: string, diskPrefix: string): DocumentName[] {
  const name = database.startsWith(`${diskPrefix}/`) ? database.slice(diskPrefix.length + 1).replace(/~\d+$/, '') : '';
  const chapter = parseDocumentName(name);
  return chapter === null ? [] : [chapterName(chapter)];
}

function countIn(name: DocumentName, counting: Counting): Promise<number> {
  const id = parseDocumentName(name)?.conversationId;
  const live = id === undefined ? null : (counting.openOne(id)?.chapterOf(name) ?? null);
  return live === null ? countStored(name, counting) : countOpen(live, counting);
}

async function countOpen(live: LiveChapter, { platform }: Counting): Promise<number> {
  await whenOpen(live, { platform, maxMs: maxOpeningMs });
  return live.items.get().filter((item) => isUnsent(item, live.markOf(item))).length;
}

async function countStored(name: DocumentName, counting: Counting): Promise<number> {
  const { platform, recoveries, me, diskPrefix, epoch } = counting;
  const found = await readRecovery(recoveries, name);
  if (found === noRecovery && counting.isSettled(name)) return 0;
  const recovery = found ?? noRecovery;
  const doc = new Y.Doc();
  const items = makeChapterFeed(doc, () => undefined);
  const disk = platform.openDisk(generationName(`${diskPrefix}/${name}`, recovery.generation), doc);
  await disk.whenLoaded;
  const told = parseAcknowledged(await disk.readNote(acknowledgedNote));
  await disk.close();
  doc.destroy();
  const acknowledged = told !== null && isOfEpoch(told, epoch) ? told : nothingAcknowledged;
  const kept = keptRows(recovery, me);
  const known = {
    me,
    acknowledged,
    deliveries: noReaderClocks,
    reads: noReaderClocks,
    stored: {},
    refusal: null,
    isDenied: false,
  };
  const mark = (item: TimelineItem) => markOf(item, { ...known, keptRows: kept });
  return withKeptRows(items.get(), kept).filter((item) => isUnsent(item, mark(item))).length;
}

/** With one that is deleted before it was sent nothing is lost. */
function isUnsent({ text }: TimelineItem, mark: Mark | null): boolean {
  if (text === null) return false;
  return mark?.status === 'writing' || mark?.status === 'waiting' || mark?.status === 'refused';
}
