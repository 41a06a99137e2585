// One list of what this device holds and what the server has found. Pure: the newest first, each message once.
import { excerptOf } from '../../../shared/search/excerpt.ts';
import type { SearchHit } from '../../../shared/protocol/search-answer.ts';

/** A result, with what names its message everywhere. */
export interface Hit extends SearchHit {
  readonly key: string;
}

export function hitOf(found: SearchHit): Hit {
  const { conversationId, chapter, id, author, at, text, spans, files, links } = found;
  return { conversationId, chapter, id, author, at, files, links, ...excerptOf(text, spans), key: keyOf(found) };
}

function keyOf({ conversationId, author, id }: Pick<SearchHit, 'conversationId' | 'author' | 'id'>): string {
  return `${conversationId} ${author} ${id}`;
}

/** What this device says of a message counts: it may know of a change that the server's answer was too early for. */
export function joinHits(here: readonly Hit[], there: readonly Hit[], goneHere: ReadonlySet<string>): readonly Hit[] {
  const all = new Map(there.filter(({ key }) => !goneHere.has(key)).map((hit) => [hit.key, hit]));
  for (const hit of here) all.set(hit.key, hit);
  return [...all.values()].sort(compareHits);
}

function compareHits(one: Hit, other: Hit): number {
  return other.at - one.at || (one.key === other.key ? 0 : other.id + other.key > one.id + one.key ? 1 : -1);
}

/**
 * What is shown while somebody looks at the list: everything but what would come above the row that they look at and was
 * not there before. `held`: how many wait above it.
 */
export function heldBack(
  all: readonly Hit[],
  { shown, looked }: { readonly shown: ReadonlySet<string>; readonly looked: string | null },
): { hits: readonly Hit[]; held: number } {
  const at = looked === null ? -1 : all.findIndex(({ key }) => key === looked);
  const hits = at < 0 ? all : all.filter(({ key }, index) => index >= at || shown.has(key));
  return { hits, held: all.length - hits.length };
}
