// What the tabs of a browser and the one index of its device tell each other.
import type { Attachment } from '../../../shared/conversation/attachments.ts';
import type { Author } from '../../../shared/conversation/log.ts';
import type { ConversationId, EventId } from '../../../shared/ids.ts';
import type { Query } from '../../../shared/search/query.ts';
import type { IndexState, SearchHit } from './device-search.ts';

export interface ToldRow {
  readonly id: EventId;
  readonly author: Author;
  readonly at: number;
  /** Null: it is deleted. */
  readonly text: string | null;
  readonly attachments: readonly Attachment[];
}

export interface NamedDatabase {
  readonly document: string;
  readonly database: string;
}

export type ToIndex =
  /** What lies on this device, what is likely to be looked for first. What is not named goes from the index. */
  | { readonly kind: 'begin'; readonly databases: readonly NamedDatabase[] }
  /** Rows of a chapter are others now; null: which, its database tells. */
  | ({ readonly kind: 'changed'; readonly rows: readonly ToldRow[] | null } & NamedDatabase)
  | { readonly kind: 'forget'; readonly conversationId: ConversationId }
  /** Named again with a greater count: to look on. */
  | { readonly kind: 'find'; readonly search: string; readonly query: Query; readonly count: number }
  | { readonly kind: 'stop'; readonly search: string }
  | { readonly kind: 'state?' };

/** From the index. `isNew`: it has just begun; who waits for an answer asks again. */
export type FromIndex =
  | { readonly kind: 'state'; readonly state: IndexState; readonly isNew: boolean }
  | {
      readonly kind: 'found';
      readonly search: string;
      readonly hits: readonly SearchHit[];
      readonly isWhole: boolean;
      readonly guesses: readonly SearchHit[];
    };

export function parseFromIndex(message: unknown): FromIndex | null {
  const kind = typeof message === 'object' && message !== null && 'kind' in message ? message.kind : null;
  return kind === 'state' || kind === 'found' ? (message as FromIndex) : null; // the index is of this version's channel
}
