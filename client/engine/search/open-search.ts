// The search over what this device holds, as one tab has it. One tab of all runs the index; when it goes, another begins
// it anew and whoever waits asks again. What a tab hears of its open chapters it tells the index at once.
import { toBase32 } from '../../../shared/base/bytes.ts';
import { parseDocumentName } from '../../../shared/conversation/document-name.ts';
import type { ConversationId } from '../../../shared/ids.ts';
import type { Query } from '../../../shared/search/query.ts';
import type { ConversationTable } from '../inbox/conversation-table.ts';
import type { Platform } from '../platform.ts';
import { findDatabases, noteDatabase } from '../session/database-registry.ts';
import { makeWritable } from '../writable.ts';
import type { DeviceSearch, FoundHere, IndexState, SearchHit } from './device-search.ts';
import type { ChapterFollower } from './follow-chapter.ts';
import { parseFromIndex, type FromIndex, type ToIndex } from './index-words.ts';

export interface Search extends DeviceSearch {
  readonly follow: ChapterFollower;
  forget(conversationId: ConversationId): void;
  close(): void;
}

export interface SearchOptions {
  readonly platform: Platform;
  readonly diskPrefix: string;
  readonly table: Pick<ConversationTable, 'summaries' | 'rowsOf' | 'has'>;
  /** Settles when what is listed is all that is kept here, and what a person waits for was shown. */
  readonly whenToBegin: Promise<void>;
}

/** What one page of results holds. */
const pageSize = 20;

export function openSearch({ platform, diskPrefix, table, whenToBegin }: SearchOptions): Search {
  const name = `${diskPrefix}/search`;
  const isOff = platform.startIndex === null;
  const state = makeWritable<IndexState>(isOff ? { status: 'off' } : { status: 'building', done: 0, of: 0 });
  const running = new Map<string, Running>();
  let isOwner = false;
  let isClosed = false;
  let letGo: () => void = () => undefined;
  let hasIndex = false;
  const hear = (message: unknown) => {
    const heard = parseFromIndex(message);
    if (heard !== null && !isClosed) take(heard);
  };
  const { startIndex } = platform;
  const channel = startIndex === null ? null : platform.openTabChannel(name, hear);
  const post = (words: ToIndex) => {
    if (!isClosed) channel?.post(words);
  };
  const take = (heard: FromIndex) => {
    if (heard.kind === 'state') {
      hasIndex = true;
      state.set(heard.state);
      if (heard.isNew) meetIndex();
      return;
    }
    const asking = running.get(heard.search);
    if (asking !== undefined) tell(asking, heard);
  };
  /** In those conversations alone that this person is in now. */
  const tell = (asking: Running, told: FoundHere) => {
    asking.told = told;
    const isMine = ({ conversationId }: SearchHit) => table.has(conversationId);
    const { hits, guesses, isWhole } = told;
    asking.onFound({ hits: hits.filter(isMine), guesses: guesses.filter(isMine), isWhole });
  };
  const stopFollowing = table.summaries.subscribe(() => {
    const isLeft = ({ conversationId }: SearchHit) => !table.has(conversationId);
    for (const asking of running.values()) {
      if (asking.told !== null && [...asking.told.hits, ...asking.told.guesses].some(isLeft)) tell(asking, asking.told);
    }
  });
  const meetIndex = () => {
    if (isOwner) void begin();
    for (const [search, { query, count }] of running) post({ kind: 'find', search, query, count });
  };
  const begin = async () => post({ kind: 'begin', databases: await chaptersHere({ platform, diskPrefix, table }) });
  const own = (start: NonNullable<Platform['startIndex']>) =>
    platform.withLock(name, () => {
      if (isClosed) return Promise.resolve();
      noteDatabase(platform.store, diskPrefix, name);
      const stop = start(name);
      isOwner = true;
      return new Promise<void>((resolve) => {
        letGo = () => {
          stop();
          resolve();
        };
      });
    });
  const start = async () => {
    await whenToBegin;
    if (isClosed || startIndex === null) return;
    post({ kind: 'state?' });
    await own(startIndex);
  };
  start().catch(() => state.set({ status: 'off' })); // a browser that gives no locks here
  return {
    state,
    find(query, onFound) {
      const search = toBase32(platform.randomBytes(10));
      const started: Running = { query, onFound, count: pageSize, told: null };
      running.set(search, started);
      const ask = () => post({ kind: 'find', search, query, count: started.count });
      ask();
      return {
        more() {
          started.count += Math.max(pageSize, started.count >> 1); // each page brings those before it along
          ask();
        },
        stop() {
          running.delete(search);
          post({ kind: 'stop', search });
        },
      };
    },
    // An index that has not begun yet reads it from the disk.
    follow: (change) => hasIndex && post({ kind: 'changed', ...change }),
    forget: (conversationId) => post({ kind: 'forget', conversationId }),
    close() {
      isClosed = true;
      stopFollowing();
      running.clear();
      letGo();
      channel?.close();
    },
  };
}

interface Running {
  readonly query: Query;
  readonly onFound: (found: FoundHere) => void;
  count: number;
  told: FoundHere | null;
}

/** The chapters that lie on this device, those with the newest messages first, each in its newest life. */
async function chaptersHere({
  platform,
  diskPrefix,
  table,
}: Pick<SearchOptions, 'platform' | 'diskPrefix' | 'table'>): Promise<{ document: string; database: string }[]> {
  const here = new Map<string, { database: string; life: number; newest: number }>();
  const newest = new Map<string, number>();
  for (const { conversationId } of table.summaries.get()) {
    for (const { chapter, to } of table.rowsOf(conversationId)) newest.set(`${conversationId}/${chapter}`, to ?? 0);
  }
  for (const database of await findDatabases(platform, diskPrefix)) {
    const [document = '', number = '0'] = database.slice(diskPrefix.length + 1).split('~');
    const place = parseDocumentName(document);
    const life = Number(number);
    if (place === null || !table.has(place.conversationId) || life < (here.get(document)?.life ?? 0)) continue;
    const told = newest.get(`${place.conversationId}/${place.chapter}`);
    here.set(document, { database, life, newest: told ?? Infinity }); // what the server has not heard of is new
  }
  return [...here]
    .toSorted(([, one], [, other]) => other.newest - one.newest)
    .map(([document, { database }]) => ({ document, database }));
}
