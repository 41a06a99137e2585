// Goes through the index from the newest message to the oldest, as far as somebody wants to see. Chapters overlap in
// time, so one that may hold something newer is looked at before anything older is told; the others are not.
// Gives way to other work every few milliseconds.
import { filesFound, linksFound } from '../../../shared/search/found-files.ts';
import { matches } from '../../../shared/search/match.ts';
import type { Query } from '../../../shared/search/query.ts';
import { ask, candidatesIn, lastBefore, type Asked } from './candidates.ts';
import type { SearchHit } from './device-search.ts';
import type { IndexedChapter } from './indexed-chapter.ts';
import { blockSize, type Block, type Row } from './segment.ts';

export interface FindParts {
  readonly chapters: readonly IndexedChapter[];
  /** What was told and does not stand in the chapters yet. */
  readonly fresh: readonly FreshRow[];
  /** What a chapter says of it does not count any more. */
  readonly isReplaced: (chapter: IndexedChapter, key: string) => boolean;
  /** Null for those that cannot be read. */
  readonly readBlocks: (wanted: readonly WantedBlock[]) => Promise<readonly (Block | null)[]>;
  /** Settles when other work had its turn; false when this one is not wanted any more. */
  readonly giveWay: () => Promise<boolean>;
}

export interface FreshRow extends Row {
  readonly place: Pick<IndexedChapter, 'conversationId' | 'chapter'>;
}

export interface WantedBlock {
  readonly chapter: IndexedChapter;
  readonly block: number;
}

/** A chapter, and the newest of its messages that has not been looked at. */
interface Head {
  readonly chapter: IndexedChapter;
  /** Null until it is its turn. */
  bits: Uint32Array | null;
  message: number;
  at: number;
}

interface Candidate {
  readonly chapter: IndexedChapter;
  readonly message: number;
  readonly at: number;
}

/** Candidates that are looked at together; more where few of them are what is wanted. */
const maxTogether = 1_024;

export interface Finder {
  /** Looks on until so many are found; false when it was stopped. */
  find(count: number): Promise<boolean>;
  readonly hits: readonly SearchHit[];
  readonly isWhole: boolean;
}

export function makeFinder(query: Query, parts: FindParts): Finder {
  const asked = ask(query);
  const hits: SearchHit[] = [];
  const heads = makeHeap(parts.chapters.map((chapter) => ({ chapter, bits: null, message: -1, at: chapter.newest })));
  const fresh = parts.fresh
    .flatMap((row) => hitOf(query, row.place, row) ?? [])
    .toSorted((one, other) => one.at - other.at);
  /** All that is newer than what comes next has been told. */
  const tellFresh = (until: number) => {
    for (let next = fresh.at(-1); next !== undefined && next.at >= until; next = fresh.at(-1)) {
      hits.push(next);
      fresh.pop();
    }
  };
  const take = (candidates: readonly Candidate[], blocks: ReadonlyMap<string, Block | null>) => {
    for (const { chapter, message, at } of candidates) {
      const block = blocks.get(blockKey(chapter, message)) ?? null;
      const row = block === null ? null : rowOf(chapter, block, message);
      tellFresh(at);
      if (row === null || parts.isReplaced(chapter, `${row.author} ${row.id}`)) continue;
      const hit = hitOf(query, chapter, row);
      if (hit !== null) hits.push(hit);
    }
  };
  let isWhole = false;
  let together = 8;
  return {
    hits,
    get isWhole() {
      return isWhole && fresh.length === 0;
    },
    async find(count) {
      together = Math.max(together, Math.min(count - hits.length, maxTogether));
      while (hits.length < count && !isWhole) {
        const candidates = await nextCandidates(heads, { asked, count: together, giveWay: parts.giveWay });
        if (candidates === null) return false;
        isWhole = candidates.length < together;
        const before = hits.length;
        take(candidates, await readAll(candidates, parts));
        if (!(await parts.giveWay())) return false;
        if (hits.length - before < together / 4) together = Math.min(together * 2, maxTogether);
      }
      if (isWhole) tellFresh(-Infinity);
      return true;
    },
  };
}

/** Fewer than asked for when there are no more; null when it was stopped. */
async function nextCandidates(
  heads: Heap,
  { asked, count, giveWay }: { asked: Asked; count: number; giveWay: FindParts['giveWay'] },
): Promise<Candidate[] | null> {
  const found: Candidate[] = [];
  while (found.length < count) {
    const head = heads.pop();
    if (head === null) break;
    const { chapter } = head;
    if (head.bits === null) {
      head.bits = candidatesIn(chapter.segment, chapter.conversationId, asked);
      head.message = chapter.segment.count;
      if (!(await giveWay())) return null;
    } else found.push({ chapter, message: head.message, at: head.at });
    if (head.bits === null) continue;
    head.message = lastBefore(head.bits, head.message);
    head.at = chapter.segment.ats[head.message] ?? -Infinity;
    if (head.message >= 0) heads.push(head);
  }
  return found;
}

async function readAll(
  candidates: readonly Candidate[],
  { readBlocks }: FindParts,
): Promise<Map<string, Block | null>> {
  const wanted = new Map<string, WantedBlock>();
  for (const { chapter, message } of candidates) {
    wanted.set(blockKey(chapter, message), { chapter, block: Math.floor(message / blockSize) });
  }
  const blocks = await readBlocks([...wanted.values()]);
  return new Map([...wanted.keys()].map((key, index) => [key, blocks[index] ?? null]));
}

function blockKey({ document }: IndexedChapter, message: number): string {
  return `${document} ${Math.floor(message / blockSize)}`;
}

function rowOf({ segment }: IndexedChapter, { ids, texts, attachments }: Block, message: number): Row | null {
  const place = message % blockSize;
  const [id, text] = [ids[place], texts[place]];
  const author = segment.authors[segment.byAuthor[message] ?? -1];
  if (id === undefined || text === undefined || author === undefined) return null;
  const at = segment.ats[message] ?? 0;
  return { id, text, author: author as Row['author'], at, attachments: attachments.get(place) ?? [] }; // as it was packed
}

function hitOf(
  query: Query,
  { conversationId, chapter }: Pick<IndexedChapter, 'conversationId' | 'chapter'>,
  { id, author, at, text, attachments }: Row,
): SearchHit | null {
  const places = matches(query, { conversationId, author, at, text, attachments });
  if (places === null || author === '@server') return null;
  const files = filesFound(attachments, places);
  const links = linksFound(query, text);
  return { conversationId, chapter, id, author, at, text, spans: places.spans, files, links };
}

interface Heap {
  pop(): Head | null;
  push(head: Head): void;
}

/** The newest first. */
function makeHeap(all: readonly Head[]): Heap {
  const heads = all.toSorted((one, other) => other.at - one.at);
  const at = (index: number) => heads[index]?.at ?? -Infinity;
  const swap = (one: number, other: number) => {
    const [a, b] = [heads[one], heads[other]];
    if (a !== undefined && b !== undefined) [heads[one], heads[other]] = [b, a];
  };
  return {
    pop() {
      const first = heads[0] ?? null;
      const last = heads.pop();
      if (last === undefined || heads.length === 0) return first;
      heads[0] = last;
      for (let index = 0; ;) {
        const child = at(2 * index + 1) >= at(2 * index + 2) ? 2 * index + 1 : 2 * index + 2;
        if (at(child) <= at(index)) return first;
        swap(index, child);
        index = child;
      }
    },
    push(head) {
      heads.push(head);
      for (let index = heads.length - 1; index > 0;) {
        const parent = (index - 1) >> 1;
        if (at(parent) >= at(index)) return;
        swap(index, parent);
        index = parent;
      }
    },
  };
}
