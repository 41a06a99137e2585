// A working messenger without a screen: what the screens may ask of it, and nothing else.
// Every list and state is a `Readable`; it never throws for what the network or the server does.
import type { TimelineItem } from '../../shared/conversation/timeline.ts';
import type { ConversationId, UserId } from '../../shared/ids.ts';

/** A value that changes over time. `subscribe` calls back after each change, not at once. */
export interface Readable<T> {
  get(): T;
  subscribe(onChange: () => void): () => void;
}

export interface Person {
  readonly userId: UserId;
  readonly name: string;
  readonly handle: string;
}

/** `refused`: the server does not take this device's protocol or session; `reason` says which. */
export type LinkState =
  | { readonly status: 'connecting' }
  | { readonly status: 'online' }
  | { readonly status: 'offline' }
  | { readonly status: 'refused'; readonly reason: 'signed-out' | 'update-needed' };

/** True at every moment: `waiting` until the server says that it is on its disk. */
export type Mark =
  | { readonly status: 'waiting' }
  | { readonly status: 'sent' }
  | { readonly status: 'refused'; readonly code: string };

export interface ConversationSummary {
  readonly conversationId: ConversationId;
  readonly members: readonly Person[];
  readonly lastMessage: { readonly text: string | null; readonly at: number; readonly author: string } | null;
}

export type OpenState =
  | { readonly status: 'opening' }
  | { readonly status: 'ready' }
  | { readonly status: 'unavailable'; readonly code: string };

/** `failing`: the newest writes are not on this device's disk. `none`: in memory only, until the page goes. */
export type DiskState = 'opening' | 'ok' | 'failing' | 'none';

export interface OpenConversation {
  readonly conversationId: ConversationId;
  readonly state: Readable<OpenState>;
  /** Whether what is written here survives a closed browser; a person should know when it does not. */
  readonly disk: Readable<DiskState>;
  readonly items: Readable<readonly TimelineItem[]>;
  /** The mark of one of my own messages; null for everybody else's. Changes are told by `marks`. */
  markOf(item: TimelineItem): Mark | null;
  readonly marks: Readable<number>;
  /** Writes a message into my log. Answers what is wrong with the text, or null. */
  send(text: string): 'empty' | 'too-long' | 'not-ready' | null;
  /** Every `openConversation` needs one. */
  close(): void;
}

export interface Messenger {
  readonly me: Person;
  readonly link: Readable<LinkState>;
  readonly conversations: Readable<readonly ConversationSummary[]>;
  /** People whose name or handle contains the words; empty with no network. */
  findPeople(query: string): Promise<readonly Person[]>;
  startDirect(
    userId: UserId,
  ): Promise<{ status: 'ok'; conversationId: ConversationId } | { status: 'failed'; code: string }>;
  openConversation(conversationId: ConversationId): OpenConversation;
  /** Ends the link and closes every replica; what is on this disk stays. */
  close(): Promise<void>;
}
