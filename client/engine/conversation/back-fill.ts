// Fetches in the background what this device does not have yet, the newest first, so that reading and searching need no
// network: all text, up to a budget. After what somebody waits for, and one chapter at a time unless it is the line that
// they wait for; a chapter that was fetched is asked for again only when it has changed.
import { chapterName } from '../../../shared/conversation/document-name.ts';
import type { ConversationId } from '../../../shared/ids.ts';
import type { KeptStore } from '../disk/kept-store.ts';
import type { ConversationTable } from '../inbox/conversation-table.ts';
import type { Link } from '../link/open-link.ts';
import type { Platform } from '../platform.ts';
import type { ConversationPool } from './conversation-pool.ts';
import type { LiveChapter } from './open-live-chapter.ts';

export interface BackFillOptions {
  readonly platform: Pick<Platform, 'schedule'>;
  readonly kept: Pick<KeptStore, 'read' | 'write'>;
  readonly table: Pick<ConversationTable, 'summaries' | 'rowsOf'>;
  readonly link: Pick<Link, 'state'>;
  readonly pool: Pick<ConversationPool, 'openOne'>;
  readonly openChapter: (conversationId: ConversationId, chapter: number) => LiveChapter;
  /** A chapter was fetched that nobody shows. */
  readonly onFetched: (conversationId: ConversationId, live: LiveChapter) => Promise<void>;
  readonly whenToBegin: Promise<void>;
}

/** Bytes of updates, as the server counts them: some millions of messages, and little beside a few videos. */
const budgetBytes = 256 * 1024 * 1024;
/** Between two chapters: what a person does comes first. */
const pauseMs = 100;
/** What has not come by then waits for a slow line: others may wait for it together, and nobody is kept from anything. */
const patienceMs = 50;
/** A few at a time take all that a slow line gives. */
const maxUnderWay = 4;
/** A chapter that does not come by then is tried again after the others. */
const maxFetchMs = 30_000;
/** How soon a chapter is given up that somebody opens. */
const lookMs = 500;
/** When everything is here, or nothing can be fetched. */
const restMs = 15_000;

interface Wanted {
  readonly conversationId: ConversationId;
  readonly chapter: number;
  readonly position: number;
}

/** Answers how to stop. */
export function startBackFill(options: BackFillOptions): () => void {
  const { platform, link, whenToBegin } = options;
  let isStopped = false;
  let cancel: () => void = () => undefined;
  /** Those that did not come in this round. */
  const failed = new Set<string>();
  const underWay = new Map<string, Promise<true>>();
  const isTried = (key: string) => failed.has(key) || underWay.has(key);
  const goOn = async () => {
    const next = link.state.get().status === 'online' ? nextWanted(options, isTried) : null;
    const isOver = next === null && underWay.size === 0;
    if (isOver) failed.clear();
    const hasWorked = next === null || (await begin(next));
    const idleMs = hasWorked ? pauseMs : 0;
    if (!isStopped) cancel = platform.schedule(isOver ? restMs : idleMs, () => void goOn());
  };
  const take = async (wanted: Wanted) => {
    const isHere = await fetch(wanted, options).catch(() => false); // its turn comes again in the next round
    if (!isHere) failed.add(keyOf(wanted));
    underWay.delete(keyOf(wanted));
    return true as const;
  };
  /** Settles when the next one may begin: true when one has come. */
  const begin = (wanted: Wanted): Promise<boolean> => {
    const taking = take(wanted);
    underWay.set(keyOf(wanted), taking);
    const patience = new Promise<boolean>((resolve) => void platform.schedule(patienceMs, () => resolve(false)));
    return Promise.race(underWay.size < maxUnderWay ? [taking, patience] : underWay.values());
  };
  void whenToBegin.then(() => (isStopped ? undefined : goOn()));
  return () => {
    isStopped = true;
    cancel();
  };
}

/** Whether it has been fetched whole once. */
export function wasFetched(
  kept: Pick<KeptStore, 'read'>,
  chapter: Pick<Wanted, 'conversationId' | 'chapter'>,
): boolean {
  return kept.read(keyOf(chapter)) !== null;
}

/** The newest chapter within the budget of which this device does not have the present state. */
function nextWanted({ table, kept }: BackFillOptions, isTried: (key: string) => boolean): Wanted | null {
  const rows = table.summaries.get().flatMap(({ conversationId }) => table.rowsOf(conversationId));
  let bytes = 0;
  for (const row of rows.toSorted((one, other) => (other.to ?? 0) - (one.to ?? 0))) {
    bytes += row.bytes;
    if (bytes > budgetBytes) return null;
    if (kept.read(keyOf(row)) !== row.position && !isTried(keyOf(row))) return row;
  }
  return null;
}

/** True when all of it is on this disk, and that is noted. */
async function fetch(
  wanted: Wanted,
  { platform, kept, table, pool, openChapter, onFetched }: BackFillOptions,
): Promise<boolean> {
  const { conversationId, chapter, position } = wanted;
  const inPool = () => pool.openOne(conversationId)?.chapterOf(chapterName({ conversationId, chapter })) ?? null;
  const shared = inPool();
  const live = shared ?? openChapter(conversationId, chapter);
  // Somebody who opens the conversation meanwhile waits for its own channel until this one has left.
  const isWantedElsewhere = () => shared === null && inPool() !== null;
  const isHere = (await whenMet(live, { platform, isWantedElsewhere })) && (await live.whenStored());
  if (shared === null) {
    await onFetched(conversationId, live);
    await live.close();
  }
  // Forgotten meanwhile, it is here no more.
  if (isHere && table.rowsOf(conversationId).length > 0) kept.write(keyOf(wanted), position);
  return isHere;
}

interface Meeting {
  readonly platform: Pick<Platform, 'schedule'>;
  readonly isWantedElsewhere: () => boolean;
}

function whenMet(live: LiveChapter, { platform, isWantedElsewhere }: Meeting): Promise<boolean> {
  return new Promise((resolve) => {
    const finish = () => {
      cancel();
      cancelLook();
      stop();
      resolve(live.isMet.get());
    };
    const look = () => {
      if (isWantedElsewhere()) finish();
      else cancelLook = platform.schedule(lookMs, look);
    };
    const cancel = platform.schedule(maxFetchMs, finish);
    let cancelLook = platform.schedule(lookMs, look);
    const stop = live.isMet.subscribe(finish);
    if (live.isMet.get()) finish();
  });
}

function keyOf({ conversationId, chapter }: Pick<Wanted, 'conversationId' | 'chapter'>): string {
  return `held/${conversationId}/${chapter}`;
}
