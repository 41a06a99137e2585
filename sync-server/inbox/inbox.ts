// The inbox: what changed for a person since they asked last, and what they say they have read.
// Promises: nothing is skipped, for an answer's token is read before its rows; a row may come twice. Nothing of a
// conversation that the person is not in. An unchanged conversation costs one look-up, an answer is bounded.
// Does not know: HTTP, sockets, documents. It reads rows alone.
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ConversationId, UserId } from '../../shared/ids.ts';
import { isReadingTold } from '../../shared/rules/receipts.ts';
import {
  maxInboxPins,
  type ChapterReads,
  type InboxAnswer,
  type InboxChapter,
} from '../../shared/protocol/inbox-api.ts';
import type { Contacts } from '../directory/contacts.ts';
import type { ErrandRows } from '../directory/errands.ts';
import type { Conversations, FormerMember, OwnPlace, Place } from '../directory/conversations.ts';
import type { Receipts } from '../directory/receipts.ts';
import { inboxTurnMs, maxInboxChapters, maxInboxConversations } from '../limits.ts';
import type { ChangedChapter, MergedReads } from '../update-log/chapter-reading.ts';
import type { UpdateLog } from '../update-log/update-log.ts';
import { inboxRow } from './inbox-row.ts';
import { formatToken, fromTheBeginning, parseToken, type Marks, type Page } from './inbox-token.ts';

export interface Inbox {
  /**
   * What changed since `token`, or everything when it is none of this person's in this life of the data.
   * `onWork` hears how long its rows were counted, in ms, before each turn that others get.
   */
  read(userId: UserId, token: string | undefined, onWork?: (ms: number) => void): Promise<InboxAnswer>;
  /**
   * Keeps what a person has read, a part at a time, with a turn of others between; of conversations that are not theirs,
   * nothing. What it yields is on disk.
   */
  takeReads(userId: UserId, reports: readonly ChapterReads[]): AsyncIterable<MergedReads>;
}

export interface InboxOptions {
  readonly log: UpdateLog;
  readonly conversations: Conversations;
  readonly contacts: Contacts;
  readonly receipts: Pick<Receipts, 'areOn'>;
  /** How many are in a conversation. */
  readonly countMembers: (conversationId: ConversationId) => Promise<number>;
  readonly errands: Pick<ErrandRows, 'changeOf' | 'read'>;
  readonly now: () => number;
  /** Milliseconds that never go back. Tests bring their own. */
  readonly stopwatch?: () => number;
}

export function makeInbox(options: InboxOptions): Inbox {
  return {
    read: (userId, token, onWork = () => undefined) => read(options, { userId, token, onWork }),
    takeReads: (userId, reports) => takeReads(options, userId, reports),
  };
}

async function* takeReads(
  { log, conversations, receipts, countMembers, now }: InboxOptions,
  userId: UserId,
  reports: readonly ChapterReads[],
): AsyncIterable<MergedReads> {
  const ids = new Set(reports.map(({ conversationId }) => conversationId));
  const mine = await conversations.amongOf(userId, [...ids]);
  const areOn = receipts.areOn(userId);
  const told = new Map<ConversationId, boolean>();
  for (const id of mine.keys()) told.set(id, isReadingTold({ areOn, members: areOn ? await countMembers(id) : 0 }));
  let left = reports
    .filter(({ conversationId, chapter }) => chapter >= (mine.get(conversationId) ?? Infinity))
    .map(({ conversationId, chapter, epoch, clocks }) => ({
      ...{ conversationId, chapter, vector: { epoch, clocks } },
      isTold: told.get(conversationId) === true,
    }));
  while (left.length > 0) {
    const part = await log.mergeReads(userId, left, now());
    yield part;
    left = left.slice(part.merged);
    if (left.length > 0) await nextTurn();
  }
}

interface Question {
  readonly userId: UserId;
  readonly token: string | undefined;
  readonly onWork: (ms: number) => void;
}

async function read(options: InboxOptions, { userId, token, onWork }: Question): Promise<InboxAnswer> {
  const { log, conversations, contacts, receipts, errands } = options;
  // Before any row: what changes from here on is told again the next time.
  const head: Marks = {
    ...log.head(userId),
    conversations: await conversations.newestChange(),
    contacts: await contacts.changeOf(userId),
    errands: await errands.changeOf(userId),
  };
  const { isWhole, since, page } = begin({ token, userId, epoch: log.epoch, head });
  const places = await conversations.placesOf(userId);
  const changed = places.filter(({ change }) => change > page.conversations).sort((a, b) => a.change - b.change);
  const told = changed.slice(0, maxInboxConversations);
  const left = isWhole ? [] : await conversations.leftBy(userId, since.conversations);
  const answer = {
    whole: isWhole,
    receipts: receipts.areOn(userId),
    conversations: await describe(options, told),
    left: left.map(({ conversationId }) => conversationId),
    contacts: isWhole || head.contacts !== since.contacts ? await contacts.read(userId) : null,
    errands: isWhole || head.errands !== since.errands ? await errands.read(userId) : null,
  };
  const goOn = (rest: Partial<Page>) => formatToken({ epoch: log.epoch, userId, since, page: { ...page, ...rest } });
  const heardUpTo = told.at(-1)?.change ?? page.conversations;
  if (changed.length > told.length)
    return { ...answer, chapters: [], more: true, token: goOn({ conversations: heardUpTo }) };
  const found = log.changedChapters({
    reader: userId,
    conversations: places.map((place) => ({
      conversationId: place.conversationId,
      position: isNewTo(since, place) ? 0 : since.position,
      fromChapter: place.fromChapter,
    })),
    reads: since.reads,
    below: page.chapters,
    limit: maxInboxChapters + 1,
  });
  const shown = found.slice(0, maxInboxChapters);
  const chapters = await readChapters(options, { userId, onWork }, shown);
  const last = shown.at(-1);
  if (last !== undefined && found.length > shown.length) {
    return { ...answer, chapters, more: true, token: goOn({ conversations: heardUpTo, chapters: last.position }) };
  }
  return {
    ...answer,
    chapters,
    more: false,
    token: formatToken({ epoch: log.epoch, userId, since: page.until, page: null }),
  };
}

interface Asked {
  readonly token: string | undefined;
  readonly userId: UserId;
  readonly epoch: string;
  readonly head: Marks;
}

/** Where an answer begins. A token of another life, of another person or from the future says nothing. */
function begin({ token, userId, epoch, head }: Asked): { isWhole: boolean; since: Marks; page: Page } {
  const known = token === undefined ? null : parseToken(token);
  const isGood =
    known?.epoch === epoch &&
    known.userId === userId &&
    isWithin(known.since, head) &&
    isWithin(known.page?.until ?? known.since, head);
  const since = isGood ? known.since : fromTheBeginning;
  const firstPage = { until: head, conversations: since.conversations, chapters: Number.MAX_SAFE_INTEGER };
  return { isWhole: !isGood, since, page: (isGood ? known.page : null) ?? firstPage };
}

/** Those of contacts and errands only say that something is another. */
function isWithin({ position, reads, conversations }: Marks, head: Marks): boolean {
  return position <= head.position && reads <= head.reads && conversations <= head.conversations;
}

/** Of a conversation that they came into meanwhile a person has heard nothing, however old it is. */
function isNewTo(since: Marks, { change }: Place): boolean {
  return change > since.conversations;
}

async function describe(
  { conversations }: InboxOptions,
  places: readonly OwnPlace[],
): Promise<InboxAnswer['conversations']> {
  const ids = places.map(({ conversationId }) => conversationId);
  const found = await conversations.describe(ids);
  const former = await conversations.formerOf(ids);
  const sinceOf = new Map(places.map(({ conversationId, sinceMs }) => [conversationId, sinceMs]));
  return found.map(({ members, ...conversation }) => {
    const since = sinceOf.get(conversation.conversationId) ?? 0;
    const gone = former.get(conversation.conversationId) ?? [];
    return { ...conversation, since, members: [...members], former: shownFormer(gone, conversation.history, since) };
  });
}

/** Whoever does not see what was said before they came hears of nobody who had gone by then. */
function shownFormer(
  former: readonly FormerMember[],
  history: 'all' | 'from-joining',
  since: number,
): InboxAnswer['conversations'][number]['former'] {
  return former
    .filter(({ wentAtMs }) => history === 'all' || wentAtMs > since)
    .map(({ userId, name, handle, picture }) => ({ userId, name, handle, picture }));
}

/** As many as a few milliseconds allow: counting what is unread in thousands of chapters must not hold up everybody's messages. */
async function readChapters(
  { log, now, stopwatch = () => performance.now() }: InboxOptions,
  { userId, onWork }: Pick<Question, 'userId' | 'onWork'>,
  found: readonly ChangedChapter[],
): Promise<InboxChapter[]> {
  const rows: InboxChapter[] = [];
  let beganMs = stopwatch();
  for (const chapter of found) {
    rows.push(inboxRow(chapter, { ...log.standing(chapter, userId), pins: log.pins(chapter, maxInboxPins) }, now()));
    const workedMs = stopwatch() - beganMs;
    if (workedMs < inboxTurnMs) continue;
    onWork(workedMs);
    await nextTurn();
    beganMs = stopwatch();
  }
  onWork(stopwatch() - beganMs);
  return rows;
}
