// What the screens may ask of the search over what this device holds. It works with no network, and never throws.
import type { ConversationId, EventId, UserId } from '../../../shared/ids.ts';
import type { FoundFile } from '../../../shared/protocol/search-answer.ts';
import type { Span } from '../../../shared/search/folded-places.ts';
import type { Query } from '../../../shared/search/query.ts';
import type { Readable } from '../messenger.ts';

/** `building`: so many of the chapters on this device can be found in; `off`: this browser keeps no index. */
export type IndexState =
  | { readonly status: 'off' }
  | { readonly status: 'building'; readonly done: number; readonly of: number }
  | { readonly status: 'ready' };

export interface SearchHit {
  readonly conversationId: ConversationId;
  readonly chapter: number;
  readonly id: EventId;
  readonly author: UserId;
  readonly at: number;
  /** The whole text; `spans` tell where in it the words stand. */
  readonly text: string;
  readonly spans: readonly Span[];
  /** The files that it carries, and where the words stand in their names. */
  readonly files: readonly FoundFile[];
  /** The links in it, where such were asked for. */
  readonly links: readonly string[];
}

export interface FoundHere {
  /** The newest first, each once; in those conversations alone that this person is in. */
  readonly hits: readonly SearchHit[];
  /** False while there may be more: `more` looks on. */
  readonly isWhole: boolean;
  /** What the words may have been meant to be, where little was found as they stand; none of them stands in `hits`. */
  readonly guesses: readonly SearchHit[];
}

export interface RunningSearch {
  /** Asks for the next page; `onFound` is called with all that was found until then. */
  more(): void;
  stop(): void;
}

export interface DeviceSearch {
  readonly state: Readable<IndexState>;
  /** Calls back with each page, and again when what it was made of changes. A search begun later makes no other wait. */
  find(query: Query, onFound: (found: FoundHere) => void): RunningSearch;
}
