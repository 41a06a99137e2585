// The list of conversations: the server's answer, moved along by the newest row of each open conversation.
// An unchanged summary stays the same object, so that the screen touches only the rows that changed.
// Does not know where the answers come from, nor who watches.
import { firstChapter } from '../../../shared/conversation/document-name.ts';
import type { ConversationId } from '../../../shared/ids.ts';
import type { TimelineItem } from '../../../shared/conversation/timeline.ts';
import type { ConversationSummary as ServerSummary } from '../../../shared/protocol/people-api.ts';
import type { ConversationSummary } from '../messenger.ts';

interface Row {
  readonly answer: ServerSummary;
  readonly newest: TimelineItem | null;
  readonly summary: ConversationSummary;
}

export class Summaries {
  #rows = new Map<ConversationId, Row>();
  #list: readonly ConversationSummary[] = [];
  /** Begun here and not yet named by the server. */
  readonly #begun = new Set<ConversationId>();
  /** Not this person's any more, or never begun: kept until it is known that nothing unsent would be lost with them. */
  readonly #closed = new Set<ConversationId>();

  /** Newest first; those without a message last. The same array while nothing changes. */
  get list(): readonly ConversationSummary[] {
    return this.#list;
  }

  /** All of this person's conversations, as the server says; what it does not name is closed, unless it was begun here. */
  takeAll(answers: readonly ServerSummary[]): void {
    const named = new Map(answers.map((answer) => [answer.conversationId, answer]));
    const others = [...this.#rows.values()].flatMap(({ answer }) => (named.has(answer.conversationId) ? [] : [answer]));
    for (const { conversationId } of answers) {
      this.#begun.delete(conversationId);
      this.#closed.delete(conversationId);
    }
    for (const answer of others) if (!this.#isBegun(answer)) this.#closed.add(answer.conversationId);
    this.#rows = new Map([...others, ...answers].map((answer) => [answer.conversationId, this.#rowOf(answer)]));
    this.#arrange();
  }

  /** A conversation that this device begins. One that is there already stays as it is. */
  begin(answer: ServerSummary): void {
    if (this.has(answer.conversationId)) return;
    this.#closed.delete(answer.conversationId);
    this.#begun.add(answer.conversationId);
    this.#rows.set(answer.conversationId, this.#rowOf(answer));
    this.#arrange();
  }

  /** Of those that were kept, these the server has not heard of. */
  markBegun(conversationIds: readonly ConversationId[]): void {
    for (const id of conversationIds) if (this.#rows.has(id)) this.#begun.add(id);
    this.#rows = new Map([...this.#rows].map(([id, { answer }]) => [id, this.#rowOf(answer)]));
    this.#arrange();
  }

  /** It does not come into being. */
  drop(conversationId: ConversationId): void {
    const row = this.#rows.get(conversationId);
    if (row === undefined || !this.#begun.delete(conversationId)) return;
    this.#closed.add(conversationId);
    this.#rows.set(conversationId, this.#rowOf(row.answer));
    this.#arrange();
  }

  get closed(): readonly ConversationId[] {
    return [...this.#closed];
  }

  /** Whether it is there and not closed. */
  has(conversationId: ConversationId): boolean {
    return this.#rows.has(conversationId) && !this.#closed.has(conversationId);
  }

  /** Nothing is lost with a closed one. */
  forget(conversationId: ConversationId): void {
    if (!this.#closed.delete(conversationId)) return;
    this.#rows.delete(conversationId);
    this.#arrange();
  }

  /** The newest row that this device has of a conversation. */
  takeNewest(conversationId: ConversationId, newest: TimelineItem): void {
    const row = this.#rows.get(conversationId);
    if (row === undefined || row.newest === newest) return;
    this.#rows.set(
      conversationId,
      makeRow({ answer: row.answer, newest, isPending: row.summary.isPending }, row.summary),
    );
    this.#arrange();
  }

  /** Its newest chapter; the first for a conversation that the server has not named yet. */
  chapterOf(conversationId: ConversationId): number {
    return this.#rows.get(conversationId)?.answer.chapter ?? firstChapter;
  }

  /** In the server's form, to be kept on this device. No deleted text is in it. */
  toKeep(): readonly ServerSummary[] {
    return this.#list.flatMap(({ conversationId }) => {
      const row = this.#rows.get(conversationId);
      return row === undefined ? [] : [asAnswer(row)];
    });
  }

  #rowOf(answer: ServerSummary): Row {
    const before = this.#rows.get(answer.conversationId);
    const isPending = this.#isBegun(answer);
    return makeRow({ answer, newest: before?.newest ?? null, isPending }, before?.summary ?? null);
  }

  #isBegun({ conversationId }: ServerSummary): boolean {
    return this.#begun.has(conversationId);
  }

  #arrange(): void {
    const list = [...this.#rows.values()].map(({ summary }) => summary).sort(newestFirst);
    const isSameList =
      list.length === this.#list.length && list.every((summary, index) => summary === this.#list[index]);
    if (!isSameList) this.#list = list;
  }
}

interface RowParts {
  readonly answer: ServerSummary;
  readonly newest: TimelineItem | null;
  readonly isPending: boolean;
}

function makeRow({ answer, newest, isPending }: RowParts, before: ConversationSummary | null): Row {
  const summary: ConversationSummary = {
    conversationId: answer.conversationId,
    members: answer.members,
    lastMessage: isNewer(newest, answer)
      ? { text: newest.text, at: newest.at, author: newest.author }
      : answer.lastMessage,
    isPending,
  };
  const isSame = before !== null && JSON.stringify(before) === JSON.stringify(summary);
  return { answer, newest, summary: isSame ? before : summary };
}

/** Of the same message this device may know more: that it was edited or deleted. */
function isNewer(newest: TimelineItem | null, { lastMessage }: ServerSummary): newest is TimelineItem {
  return newest !== null && newest.at >= (lastMessage?.at ?? 0);
}

function asAnswer({ answer, newest }: Row): ServerSummary {
  if (!isNewer(newest, answer)) return answer;
  const { text, at, author } = newest;
  return { ...answer, lastMessage: text === null || author === '@server' ? null : { text, at, author } };
}

function newestFirst(a: ConversationSummary, b: ConversationSummary): number {
  const order = (b.lastMessage?.at ?? 0) - (a.lastMessage?.at ?? 0);
  return order || (a.conversationId < b.conversationId ? -1 : 1);
}
