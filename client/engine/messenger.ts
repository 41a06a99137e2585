// A working messenger without a screen: what the screens may ask of it, and nothing else.
// Every list and state is a `Readable`; it never throws for what the network or the server does.
import type { FilesInShort } from '../../shared/conversation/files-in-short.ts';
import type { DeleteEvent, GroupEvent, PinEvent, ReactionEvent, ReplyTo } from '../../shared/conversation/events.ts';
import type { TimelineItem } from '../../shared/conversation/timeline.ts';
import type { CommandId, ConversationId, EventId, UserId } from '../../shared/ids.ts';
import type { ErrandsView } from './errands/open-errands.ts';
import type { Drafts } from './drafts/open-drafts.ts';
import type { FilesView } from './files/files.ts';
import type { EmojiHabits } from './emoji/emoji-habit.ts';
import type { DeviceSearch } from './search/device-search.ts';
import type { RecentSearches } from './search/recent-searches.ts';
import type { SavedMessage } from './drafts/open-saved.ts';
import type { MarksView } from './marks/open-marks.ts';
import type { ContactCommand, GroupCommand, ReceiptsCommand } from '../../shared/protocol/commands.ts';
import type { ContactsAnswer } from '../../shared/protocol/people-api.ts';
import type { PersonPresence } from '../../shared/protocol/presence.ts';
import type { GroupRole } from '../../shared/rules/group-roles.ts';
import type { Mention } from '../../shared/rules/mentions.ts';
import type { LeftOut } from './commands/open-commands.ts';
import type { FailedCommand, PendingCommand } from './commands/kept-commands.ts';

/** A value that changes over time. `subscribe` calls back after each change, not at once. */
export interface Readable<T> {
  get(): T;
  subscribe(onChange: () => void): () => void;
}

export interface Person {
  readonly userId: UserId;
  readonly name: string;
  readonly handle: string;
  /** Names the picture that shows them; null for none. */
  readonly picture: string | null;
}

/**
 * `refused`: the server does not take this device's protocol or session; `reason` says which.
 * `signed-out-elsewhere`: another device ended this one's session; all that was kept here is wiped.
 */
export type LinkState =
  | { readonly status: 'connecting' }
  | { readonly status: 'online' }
  | { readonly status: 'offline' }
  | { readonly status: 'refused'; readonly reason: 'signed-out' | 'signed-out-elsewhere' | 'update-needed' };

/**
 * True at every moment: `writing` until it is on this device's disk, so that a killed tab may lose it; `waiting` until
 * the server says that it is on its disk; `delivered` once it is on the disk of a device of somebody else in the
 * conversation, `read` once somebody else has seen it.
 */
export type Mark =
  | { readonly status: 'writing' }
  | { readonly status: 'waiting' }
  | { readonly status: 'sent' }
  | { readonly status: 'delivered' }
  | { readonly status: 'read' }
  /** `isEdit`: it was to be another text of a message that stands there as it was. */
  | { readonly status: 'refused'; readonly code: string; readonly isEdit?: true };

export interface Member extends Person {
  readonly role: GroupRole;
}

export interface ConversationSummary {
  readonly conversationId: ConversationId;
  readonly kind: 'direct' | 'group';
  /** A group's; null for a direct conversation. */
  readonly title: string | null;
  /** A group's; null for none. */
  readonly picture: string | null;
  /** What a group says of itself; empty when it says nothing. */
  readonly description: string;
  /** What those who come later see. */
  readonly history: NewGroup['history'];
  readonly members: readonly Member[];
  /** Who is in a group no more, the last to go first. */
  readonly former: readonly Person[];
  /** A direct conversation whose other person is in it once they accept a request; they see then what is written. */
  readonly isAwaited: boolean;
  /** This person is in it no more, or it never began; it is here for what is unsent in it. */
  readonly isClosed: boolean;
  /** The newest row; with a notice it is no message, but tells what happened in the group. */
  readonly lastMessage: {
    readonly text: string | null;
    readonly files?: FilesInShort | null;
    readonly at: number;
    readonly author: string;
    readonly notice?: GroupEvent | null;
  } | null;
  /** When this person came into it, in ms; 0 where only what is said gives it a place in the list. */
  readonly since: number;
  /** Begun here while the server has not heard of it yet. */
  readonly isPending: boolean;
  /** Messages of others that this person has not seen, on whatever device. */
  readonly unread: number;
  /** Those of them that mention this person, or everyone. */
  readonly mentions: number;
}

export type OpenState =
  | { readonly status: 'opening' }
  | { readonly status: 'ready' }
  | { readonly status: 'unavailable'; readonly code: string };

/**
 * Whether what is written is on this device's disk. Not, and it is tried again: `full` for lack of room, `failing` for
 * another reason, `gone` because the browser or another tab took it away. In memory only, until the page goes: `denied`
 * where this browser or window may store nothing, `none` where the storage does not answer.
 */
export type DiskState = 'opening' | 'ok' | 'full' | 'failing' | 'gone' | 'denied' | 'none';

/**
 * What this device keeps besides messages: the list, people, drafts, commands. `unread`: its disk does not answer yet,
 * so that some of it may be missing. `lost`: the browser has lost all that it kept here, messages too.
 */
export type StorageState = 'unread' | 'ok' | 'lost';

/** `unreachable`: there is more, this device does not have it, and there is no network. */
export type Edge = 'none' | 'more' | 'loading' | 'unreachable';

/** What lies beyond the rows on hand. */
export interface Edges {
  readonly older: Edge;
  readonly newer: Edge;
}

/** A place in a conversation: a moment in ms, or one message with its order key. */
export type Target = { readonly at: number; readonly id?: EventId } | 'newest';

/** Where one message stands, whether or not it is on hand. */
export interface MessagePlace {
  readonly key: string;
  readonly at: number;
  readonly id: EventId;
}

/** A message that is pinned, whether or not it is on hand. */
export interface PinnedPlace extends MessagePlace {
  readonly author: UserId;
}

/** Messages of others that this person has not seen, on whatever device. */
export interface Unread {
  readonly count: number;
  /** Where one goes on reading: the oldest below all that was read. `elsewhere`: in a chapter that is not open yet. */
  readonly first: MessagePlace | 'elsewhere' | null;
  /**
   * Those that sort above what was read already, oldest first: they came late, or one has leapt over them. The person
   * is led to them.
   */
  readonly late: readonly MessagePlace[];
  /** How many of those stand in chapters that are not open. */
  readonly lateElsewhere: number;
}

/**
 * Why something cannot be done to a message. `not-there`: it is deleted, tells what happened in the group, or stands in
 * no log yet. `not-ready`: what is needed is not read from the disk yet, or may not be written into.
 */
export type ActionProblem = 'not-there' | 'not-allowed' | 'not-ready' | 'empty' | 'too-long' | 'too-many' | 'no-emoji';

/** What a message answers, as far as this device has it. `elsewhere`: `goTo` leads there. */
export type Quote =
  | { readonly status: 'here'; readonly item: TimelineItem }
  | { readonly status: 'deleted' }
  | { readonly status: 'elsewhere' };

/** What was done to a message, was refused and has gone back to how it was. */
export type RefusedAct = (DeleteEvent | ReactionEvent | PinEvent) & { readonly code: string };

export interface MessageDetails {
  readonly writtenAt: number;
  /** When it reached the server, if that was long after it was written; else null. */
  readonly arrivedAt: number | null;
  /** Null for the messages of others: only its writer is told the rest. */
  readonly mark: Mark | null;
  /** Whose devices have it, and who has seen it. */
  readonly deliveredTo: readonly UserId[];
  readonly readBy: readonly UserId[];
}

export type UnreadSide = 'first' | 'late';

export interface OpenConversation {
  readonly conversationId: ConversationId;
  readonly state: Readable<OpenState>;
  /** Whether what is written here survives a closed browser; a person should know when it does not. */
  readonly disk: Readable<DiskState>;
  /** Refused messages stand among them, with a mark that says so, until they are sent again or discarded. */
  readonly items: Readable<readonly TimelineItem[]>;
  /** Whether there is more above the first and below the last of them. */
  readonly edges: Readable<Edges>;
  /** Brings older rows on hand, in front of the others; newer ones behind them. */
  showOlder(): void;
  showNewer(): void;
  /** Brings a place on hand. Answers the key of the row to lead to; null when it is nowhere to be had. */
  goTo(target: Target): Promise<string | null>;
  readonly unread: Readable<Unread>;
  /** These rows were on the screen of somebody who looks. */
  noteSeen(keys: readonly string[]): void;
  /** Where the first stands, or the oldest that is late: opens the chapters that may hold it. Null when nowhere here. */
  findUnread(side: UnreadSide): Promise<MessagePlace | null>;
  /** All that the server has told of is read; what cannot be had now and may still grow stays unread. */
  markAllRead(): Promise<void>;
  /** This row and all below it are unread again, on every device. */
  markUnreadFrom(item: TimelineItem): void;
  /** The mark of one of my own messages; null for everybody else's. Changes are told by `marks`. */
  markOf(item: TimelineItem): Mark | null;
  readonly marks: Readable<number>;
  /**
   * Writes a message into my log. Answers what is wrong with the text, or null. Of the mentions those go along that stand
   * in the text, here as in an answer and an edit.
   */
  send(text: string, mentions?: readonly Mention[]): 'empty' | 'too-long' | 'not-ready' | null;
  /**
   * True as soon as nothing is `not-ready` any more, or what is done to a message that is held cannot be; false when the
   * conversation is closed before.
   */
  whenReady(about?: TimelineItem): Promise<boolean>;
  /** Keeps at hand what one is about to change, wherever one looks, until the answer is called. */
  hold(item: Pick<TimelineItem, 'at'>): () => void;
  /** Writes an answer to a message, which may be deleted meanwhile: then it says so where the quote stood. */
  reply(
    item: Pick<TimelineItem, 'author' | 'id' | 'at' | 'notice'>,
    text: string,
    mentions?: readonly Mention[],
  ): ActionProblem | null;
  /** What an answer quotes; changes are told by `items`. */
  quoteOf(item: Pick<TimelineItem, 'replyTo'>): Quote | null;
  /** The same of any message, with its chapter brought here if it can be; moves nothing that is on hand. */
  find(place: ReplyTo): Promise<Quote>;
  /** Gives a message of one's own another text; the earlier ones stay as its versions. */
  edit(item: TimelineItem, text: string, mentions?: readonly Mention[]): ActionProblem | null;
  /** Deletes messages for everybody, in one go for each chapter: all of them, or none where one may not be. */
  remove(items: readonly TimelineItem[]): ActionProblem | null;
  react(item: TimelineItem, emoji: string, isOn: boolean): ActionProblem | null;
  pin(item: TimelineItem, isOn: boolean): ActionProblem | null;
  /** Saves a message for this person alone, or lets it go. */
  save(item: TimelineItem, isSaved: boolean): ActionProblem | null;
  /** The pinned messages of all chapters, the newest message first; `goTo` leads to each. */
  readonly pins: Readable<readonly PinnedPlace[]>;
  detailsOf(item: TimelineItem): MessageDetails;
  /** As far as their chapters are open, until a person has seen it. */
  readonly refusedActs: Readable<readonly RefusedAct[]>;
  dismissRefused(act: RefusedAct): void;
  /** Writes a refused message once more, as new at its end. Nothing when it was not refused. */
  retry(item: TimelineItem): void;
  /** Forgets a refused message. */
  discard(item: TimelineItem): void;
  /** Every `openConversation` needs one. */
  close(): void;
}

/** `gone`: nothing of this person is on this device any more, unless the device would not let go of it yet. */
export interface Departure {
  readonly status: 'leaving' | 'gone';
  /** `elsewhere`: another device ended the session. */
  readonly where: 'here' | 'elsewhere';
}

export interface FoundPeople {
  readonly people: readonly Person[];
  /** Null when these are all; else why the server could not be asked, and these are those whom this device knows. */
  readonly problem: string | null;
}

export type { ShownScheduled } from './errands/show-errands.ts';
export type { KeptFiles } from './files/files.ts';
export type { FailedCommand } from './commands/kept-commands.ts';

export interface Forwarding {
  readonly from: ConversationId;
  readonly items: readonly TimelineItem[];
  readonly to: readonly ConversationId[];
}

export interface NewGroup {
  readonly title: string;
  readonly userIds: readonly UserId[];
  /** What those who come later see. */
  readonly history: 'all' | 'from-joining';
}

/** Who is there, as far as a screen asks; nothing of it is kept. */
export interface PresenceView {
  /** Null while it is not known: offline, or not told yet. */
  of(userId: UserId): Readable<PersonPresence | null>;
  /** These people are on the screen until the answer is called. */
  watch(userIds: readonly UserId[]): () => void;
  /** Who else writes in it now. */
  typists(conversationId: ConversationId): Readable<readonly UserId[]>;
  /** This person writes in it. */
  noteTyping(conversationId: ConversationId): void;
}

export interface Messenger {
  readonly me: Person;
  readonly link: Readable<LinkState>;
  readonly conversations: Readable<readonly ConversationSummary[]>;
  readonly storage: Readable<StorageState>;
  /** The person has seen that what was kept here is lost. */
  dismissLoss(): void;
  readonly drafts: Drafts;
  readonly emojiHabits: EmojiHabits;
  /** The messages that this person has saved, on whatever device, the newest first. */
  readonly saved: Readable<readonly SavedMessage[]>;
  /** What this person has marked conversations with, on whatever device: pinned, muted, put away, unread. */
  readonly marks: MarksView;
  /** Messages that this device holds. */
  readonly search: DeviceSearch;
  readonly searches: RecentSearches;
  /** What is chosen, on its way, and kept of files. */
  readonly files: FilesView;
  /** All that is unread in it is read, as far as it can be had now; a mark by hand goes as well. */
  markAllRead(conversationId: ConversationId): Promise<void>;
  /** Lets a saved message go, also where its conversation is this person's no more. */
  unsave(message: SavedMessage): void;
  /** A message of any conversation, without showing that. */
  find(conversationId: ConversationId, place: ReplyTo): Promise<Quote>;
  /** People by the beginning of a word of their name, or of their handle. */
  findPeople(query: string): Promise<FoundPeople>;
  /** Somebody whom this device has met, also where they are in no conversation any more; null for everybody else. */
  personOf(userId: string): Person | null;
  /**
   * Settles when it is on this device's disk, or the device keeps nothing: what is then said in it is not lost. With
   * oneself it holds one's own notes.
   */
  startDirect(
    userId: UserId,
  ): Promise<{ status: 'ok'; conversationId: ConversationId } | { status: 'failed'; code: string }>;
  /** Asks somebody to be a contact, with the first words to them, which stand in the conversation with them too. */
  requestContact(
    userId: UserId,
    text: string,
  ): Promise<{ status: 'ok'; conversationId: ConversationId } | { status: 'failed'; code: string }>;
  /** Begins a group with this person as its owner, and settles as `startDirect` does. */
  createGroup(
    group: NewGroup,
  ): Promise<{ status: 'ok'; conversationId: ConversationId } | { status: 'failed'; code: string }>;
  /** Takes this person into the group that a link leads to. Not queued: whoever presses waits for the answer. */
  joinGroup(
    token: string,
  ): Promise<{ status: 'ok'; conversationId: ConversationId } | { status: 'failed'; code: string }>;
  /** Told of each conversation in which a message of somebody else has just come that calls for this person. */
  onArrival(listener: (conversationId: ConversationId) => void): () => void;
  /** Queued; what is refused stands in `failedCommands`. */
  change(command: GroupCommand | ContactCommand | ReceiptsCommand): void;
  /** What the server has not answered yet, in order. */
  readonly pendingCommands: Readable<readonly PendingCommand[]>;
  readonly contacts: Readable<ContactsAnswer>;
  /** Whether others are told what this person has read, and this person what they have. */
  readonly receipts: Readable<boolean>;
  /** What the server writes for this person while they are away. */
  readonly errands: ErrandsView;
  readonly presence: PresenceView;
  /** Counts up when this person's own name, picture or role may be another: the server knows. */
  readonly accountNews: Readable<number>;
  openConversation(conversationId: ConversationId): OpenConversation;
  /**
   * Writes messages of a conversation into others, in their order, each as its own. Answers those conversations that
   * they could not be written into now. Settles when what was written is handed to the disk.
   */
  forward(forwarding: Forwarding): Promise<readonly ConversationId[]>;
  /** What the server refused to do, until a person has seen it. */
  readonly failedCommands: Readable<readonly FailedCommand[]>;
  /** Who was not taken into a group that one begins or adds people to, until a person has seen it or the page goes. */
  readonly leftOut: Readable<readonly LeftOut[]>;
  /** A person has seen that it was refused, or whom it left out. */
  dismissCommand(commandId: CommandId): void;
  /** How many of my messages and commands, in all conversations, the server does not have yet. */
  countUnsent(): Promise<number>;
  /** Ends the session if the server can be reached, closes everything and wipes what this person kept on this device. */
  signOut(): Promise<void>;
  /** Null while this person is here. Screens let go of the messenger at the first change: their data is being wiped. */
  readonly departure: Readable<Departure | null>;
  /** Ends the link and closes every replica; what is on this disk stays. */
  close(): Promise<void>;
}
