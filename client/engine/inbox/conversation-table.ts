// All conversations of this person on this device, a row each: the list is painted from it before any document opens,
// and a start costs what changed since. Fed by the inbox and moved along by the newest row of each open conversation.
// Promises: an unchanged summary stays the same object; what is kept survives a killed browser a second later at most,
// what was begun here at once. The tabs of a browser share one table.
import type { TimelineItem } from '../../../shared/conversation/timeline.ts';
import type { ConversationId, UserId } from '../../../shared/ids.ts';
import type { InboxAnswer, InboxChapter } from '../../../shared/protocol/inbox-api.ts';
import type { KeptStore } from '../disk/kept-store.ts';
import type { KnownChapter } from '../conversation/open-live-conversation.ts';
import type { ConversationSummary, Member, Readable } from '../messenger.ts';
import type { Platform } from '../platform.ts';
import { makeWritable, type Writable } from '../writable.ts';
import {
  knownChapters,
  mergeRows,
  parseRow,
  summaryOf,
  wasTold,
  withChapters,
  withNewest,
  withUnread,
  type ConversationRow,
  type UnreadCounts,
} from './conversation-row.ts';

export interface ConversationTableOptions {
  readonly platform: Pick<Platform, 'schedule'>;
  readonly kept: Pick<KeptStore, 'read' | 'write' | 'remove' | 'keys' | 'onChangedElsewhere'>;
  readonly me: UserId;
  /** Those that were begun on this device and that the server has not heard of. */
  readonly begun: readonly ConversationId[];
  /** Whom a direct conversation is with, when its members do not tell. */
  readonly findPartner: (conversationId: ConversationId) => Member | null;
  /** Whether this device holds anything in it that the server does not have. */
  readonly holdsUnsent: (conversationId: ConversationId) => Promise<boolean>;
  /**
   * It is this person's no more, and nothing unsent is in it: what this device has of it goes. `wasTold`: false of one
   * that the server never began.
   */
  readonly onForgotten: (conversationId: ConversationId, wasTold: boolean) => void;
}

/** Messages may come by the hundred; what is kept may be this much behind after a crash. */
const keepDelayMs = 1_000;
const prefix = 'conversation/';

interface Entry {
  readonly row: ConversationRow;
  readonly summary: ConversationSummary;
}

export class ConversationTable {
  readonly #options: ConversationTableOptions;
  readonly #entries = new Map<ConversationId, Entry>();
  readonly #begun: Set<ConversationId>;
  readonly #chapters = new Map<ConversationId, Writable<readonly KnownChapter[]>>();
  readonly #unkept = new Set<ConversationId>();
  readonly #list = makeWritable<readonly ConversationSummary[]>([]);
  readonly #stopFollowing: () => void;
  /** Of an answer that tells everything, maybe in several parts: the conversations and chapters not named yet. */
  #unnamed: Set<string> | null = null;
  /** How often everything was told anew, as far as this device knows. */
  #telling = 0;
  #cancelKeep: (() => void) | null = null;
  #isOpen = true;
  #isArrangedSoon = false;

  constructor(options: ConversationTableOptions) {
    this.#options = options;
    this.#begun = new Set(options.begun);
    for (const key of options.kept.keys(prefix)) this.#readKept(key);
    for (const [id, { row }] of this.#entries) if (wasTold(row) && this.#begun.delete(id)) this.#set(row);
    this.#stopFollowing = options.kept.onChangedElsewhere((key) => {
      if (!key.startsWith(prefix)) return;
      this.#hear(key);
      this.#arrangeSoon();
    });
    this.#arrange();
  }

  /** By the newest row or one's own coming, whichever is later, the newest first. The same array while nothing changes. */
  get summaries(): Readable<readonly ConversationSummary[]> {
    return this.#list;
  }

  /** Null for one that is not in the list. */
  summaryOf(conversationId: ConversationId): ConversationSummary | null {
    return this.#entries.get(conversationId)?.summary ?? null;
  }

  /** The chapters of a conversation, in their order; one at least. */
  chaptersOf(conversationId: ConversationId): Readable<readonly KnownChapter[]> {
    const known = this.#chapters.get(conversationId);
    if (known !== undefined) return known;
    const chapters = makeWritable(knownChapters(this.rowsOf(conversationId)));
    this.#chapters.set(conversationId, chapters);
    return chapters;
  }

  /** What the server says of each chapter. */
  rowsOf(conversationId: ConversationId): readonly InboxChapter[] {
    return this.#entries.get(conversationId)?.row.chapters ?? [];
  }

  /** Takes a part of what the server says has changed. */
  take({ whole, more, conversations, left, chapters }: InboxAnswer): void {
    if (whole) {
      this.#unnamed = new Set([...this.#entries.values()].flatMap(({ row }) => namesIn(row)));
      this.#telling++;
    }
    const telling = this.#telling;
    for (const conversationId of left) this.#close(conversationId);
    for (const conversation of conversations) {
      const { conversationId } = conversation;
      const known = this.#entries.get(conversationId)?.row;
      this.#begun.delete(conversationId);
      this.#unnamed?.delete(conversationId);
      const partner = this.#partnerIn(conversation, known);
      const row = { ...(known ?? { chapters: [], newest: null }), telling, conversation, partner };
      this.#put({ ...row, isClosed: false, isTold: true });
    }
    for (const [conversationId, news] of Map.groupBy(chapters, (one) => one.conversationId)) {
      const known = this.#entries.get(conversationId)?.row;
      for (const { chapter } of news) this.#unnamed?.delete(chapterIn(conversationId, chapter));
      if (known !== undefined) this.#put(withChapters(this.#withoutOutdated(known, news), news));
    }
    if (!more) this.#dropUnnamed();
    this.#keep(); // before the token that stands for it
    this.#arrange();
    this.#forgetClosed();
  }

  /** Whoever has asked somebody to be a contact is alone in the conversation with them until they accept. */
  #partnerIn(conversation: ConversationRow['conversation'], known: ConversationRow | undefined): Member | null {
    if (conversation.kind !== 'direct' || conversation.members.length > 1) return null;
    const before = known?.conversation.members.find(({ userId }) => userId !== this.#options.me);
    return before ?? known?.partner ?? this.#options.findPartner(conversation.conversationId);
  }

  /** Where the server knows more of a chapter, the newest message is what it says: the one kept here may be deleted. */
  #withoutOutdated(row: ConversationRow, news: readonly InboxChapter[]): ConversationRow {
    const isKnown = ({ chapter, position }: InboxChapter) =>
      row.chapters.some((one) => one.chapter === chapter && one.position >= position);
    const { newest } = row;
    // Mine may not be sent yet; what happened in a group is never deleted, and the server does not tell it here.
    const isKept = newest === null || newest.author === this.#options.me || newest.notice !== null;
    return isKept || news.every(isKnown) ? row : { ...row, newest: null };
  }

  /** What was shown stays until all is told: an answer in several parts empties no row meanwhile. */
  #dropUnnamed(): void {
    const unnamed = this.#unnamed ?? new Set();
    this.#unnamed = null;
    if (unnamed.size === 0) return;
    for (const [conversationId, { row }] of this.#entries) {
      const chapters = row.chapters.filter(({ chapter }) => !unnamed.has(chapterIn(conversationId, chapter)));
      if (!unnamed.has(conversationId)) {
        if (chapters.length < row.chapters.length) this.#put({ ...row, chapters });
      } else if (!this.#begun.has(conversationId)) this.#close(conversationId);
    }
  }

  #close(conversationId: ConversationId): void {
    const row = this.#entries.get(conversationId)?.row;
    if (row !== undefined) this.#put({ ...row, isClosed: true });
  }

  /** One that is closed goes when nothing is lost with it; else its messages could not be reached any more. */
  #forgetClosed(): void {
    for (const [conversationId, { row }] of this.#entries) {
      if (row.isClosed) void this.#forgetUnlessUnsent(conversationId);
    }
  }

  async #forgetUnlessUnsent(conversationId: ConversationId): Promise<void> {
    if (await this.#options.holdsUnsent(conversationId)) return;
    // What this person kept here may be on its way out, and they may be in it again.
    const row = this.#entries.get(conversationId)?.row;
    if (!this.#isOpen || row?.isClosed !== true) return;
    this.#entries.delete(conversationId);
    this.#unkept.delete(conversationId);
    this.#options.onForgotten(conversationId, wasTold(row)); // first: a kill in between must not leave what nobody knows of
    this.#options.kept.remove(`${prefix}${conversationId}`);
    this.#arrange();
  }

  /** Whether it is there and not closed: not this person's any more, or refused. */
  has(conversationId: ConversationId): boolean {
    return this.#entries.get(conversationId)?.row.isClosed === false;
  }

  /** A conversation that begins on this device; it is kept at once. One that is there stays as it is. */
  begin(conversation: ConversationRow['conversation']): void {
    const { conversationId } = conversation;
    if (this.has(conversationId)) return;
    this.#begun.add(conversationId);
    const known = this.#entries.get(conversationId)?.row;
    const telling = this.#telling;
    const begun = { conversation, chapters: [], newest: null, telling, partner: null };
    this.#put({ ...(known ?? begun), isTold: false, isClosed: false });
    this.#keep();
    this.#arrange();
  }

  /** These were begun on this device, in this tab or another, and the server has not heard of them. */
  markBegun(conversationIds: readonly ConversationId[]): void {
    for (const id of conversationIds) {
      const known = this.#entries.get(id);
      if (known !== undefined && wasTold(known.row)) continue;
      this.#begun.add(id);
      if (known !== undefined) this.#put(known.row);
    }
    this.#arrange();
  }

  /** The server has begun it, and names it from now on, unless it goes back to a backup. */
  confirm(conversationId: ConversationId): void {
    const known = this.#entries.get(conversationId);
    if (!this.#begun.delete(conversationId) || known === undefined) return;
    this.#put({ ...known.row, isTold: true });
    this.#keep();
    this.#arrange();
  }

  /** The server has refused to begin it. */
  drop(conversationId: ConversationId): void {
    const known = this.#entries.get(conversationId);
    if (!this.#begun.delete(conversationId) || known === undefined) return;
    if (!wasTold(known.row)) this.#close(conversationId); // by another command, in another tab, it may have begun
    this.#arrange();
    this.#forgetClosed();
  }

  /** The newest row that this device has of a conversation; null where it has none. */
  takeNewest(conversationId: ConversationId, newest: TimelineItem | null): void {
    const known = this.#entries.get(conversationId);
    if (known !== undefined) this.#change(known.row, withNewest(known.row, newest));
  }

  /** What this device counts as unread in a chapter that it has whole. */
  takeUnread(conversationId: ConversationId, chapter: number, counts: UnreadCounts): void {
    const known = this.#entries.get(conversationId);
    if (known !== undefined) this.#change(known.row, withUnread(known.row, chapter, counts));
  }

  #change(before: ConversationRow, after: ConversationRow): void {
    if (after === before) return;
    this.#put(after);
    this.#arrange();
  }

  /** Keeps what is not kept yet. */
  close(): void {
    this.#isOpen = false;
    this.#stopFollowing();
    this.#keep();
  }

  /** Another tab wrote, while this one may know more: both say in the end what both have heard. */
  #hear(key: string): void {
    const mine = this.#entries.get(idIn(key))?.row;
    this.#readKept(key);
    const theirs = this.#entries.get(idIn(key))?.row;
    if (mine === undefined || theirs === undefined) return;
    const merged = mergeRows(mine, theirs);
    if (merged !== theirs) this.#put(merged);
  }

  #readKept(key: string): void {
    const conversationId = idIn(key);
    const row = parseRow(this.#options.kept.read(key));
    this.#unkept.delete(conversationId);
    if (row !== null) this.#set(row);
    else this.#entries.delete(conversationId);
  }

  #put(row: ConversationRow): void {
    this.#set(row);
    this.#unkept.add(row.conversation.conversationId);
    this.#cancelKeep ??= this.#options.platform.schedule(keepDelayMs, () => this.#keep());
  }

  #set(row: ConversationRow): void {
    const { conversationId } = row.conversation;
    const known = this.#entries.get(conversationId)?.summary;
    this.#telling = Math.max(this.#telling, row.telling);
    const summary = summaryOf(row, this.#begun.has(conversationId));
    const isSame = known !== undefined && JSON.stringify(known) === JSON.stringify(summary);
    this.#entries.set(conversationId, { row, summary: isSame ? known : summary });
    this.#chapters.get(conversationId)?.set(knownChapters(row.chapters));
  }

  #keep(): void {
    this.#cancelKeep?.();
    this.#cancelKeep = null;
    for (const conversationId of this.#unkept) {
      const row = this.#entries.get(conversationId)?.row;
      if (row !== undefined) this.#options.kept.write(`${prefix}${conversationId}`, row);
    }
    this.#unkept.clear();
  }

  /** Once for many rows, as when the disk gives them out late. */
  #arrangeSoon(): void {
    if (this.#isArrangedSoon) return;
    this.#isArrangedSoon = true;
    queueMicrotask(() => {
      this.#isArrangedSoon = false;
      this.#arrange();
    });
  }

  #arrange(): void {
    const list = [...this.#entries.values()].map(({ summary }) => summary).sort(newestFirst);
    const known = this.#list.get();
    const isSame = list.length === known.length && list.every((summary, index) => summary === known[index]);
    if (!isSame) this.#list.set(list);
  }
}

/** Whether the list that this device keeps names it. */
export function isListed(kept: Pick<KeptStore, 'read'>, conversationId: ConversationId): boolean {
  return parseRow(kept.read(`${prefix}${conversationId}`)) !== null;
}

/** Of a key that the table made; else nobody's. */
function idIn(key: string): ConversationId {
  return key.slice(prefix.length) as ConversationId;
}

function chapterIn(conversationId: ConversationId, chapter: number): string {
  return `${conversationId}/${chapter}`;
}

/** The conversation and its chapters. */
function namesIn({ conversation: { conversationId }, chapters }: ConversationRow): readonly string[] {
  return [conversationId, ...chapters.map(({ chapter }) => chapterIn(conversationId, chapter))];
}

function newestFirst(a: ConversationSummary, b: ConversationSummary): number {
  const order = placeOf(b) - placeOf(a);
  return order || (a.conversationId < b.conversationId ? -1 : 1);
}

/** Nobody has heard of a group that they came into just now, however long nothing was said in it. */
function placeOf({ lastMessage, since }: ConversationSummary): number {
  return Math.max(lastMessage?.at ?? 0, since);
}
