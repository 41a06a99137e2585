// What one tab shows of one conversation, held against what docs/protocol.md says of the server's documents: its rows and
// their order, what is unread, how far each message of one's own has come, and what the list says.
import { isDeepStrictEqual } from 'node:util';
import type { UserId } from '../../shared/ids.ts';
import type { TimelineItem } from '../../shared/conversation/timeline.ts';
import type { ConversationSummary, OpenConversation } from '../../client/engine/messenger.ts';
import type { ExpectedRow } from '../world/oracle.ts';
import { expectTick, mentionsReader, expectUnread, type ExpectedVector } from '../world/oracle-reading.ts';
import { nameOf } from './ledger.ts';
import { readBy, rowsFrom, type Held } from './read-server.ts';
import { markIn } from './mark-of.ts';
import type { Device, Stage, StageTab } from './stage.ts';

interface Shown {
  readonly stage: Stage;
  readonly device: Device;
  readonly one: StageTab;
  readonly held: Held;
  readonly conversation: OpenConversation;
  /** Of the chapters that its person sees. */
  readonly expected: readonly ExpectedRow[];
}

/** Null where its person is not in the conversation. */
export function findShown(stage: Stage, device: Device, one: StageTab, held: Held): Shown | null {
  const fromChapter = stage.sees(device.person, held.conversationId);
  const conversation = one.looking.get(held.conversationId);
  if (fromChapter === null) return null;
  if (conversation !== undefined) {
    return { stage, device, one, held, conversation, expected: rowsFrom(held, fromChapter) };
  }
  stage.ledger.problem(`I3: ${one.tab.machine.name} does not list a conversation of its person`);
  return null;
}

/** I3 and I8: its rows are those of the log, in that order, page by page. */
export async function checkRows(shown: Shown): Promise<void> {
  const { stage, device, one, held, expected } = shown;
  const { name } = one.tab.machine;
  const say = (what: string) => stage.ledger.problem(`I3: ${name} ${what}`);
  const rows = new Map<string, TimelineItem>();
  for (const page of await readPages(shown)) {
    const gap = gapIn(mayHaveTwice(stage) ? onceEach(page) : page, expected);
    if (gap !== null) say(`shows rows in another order than they stand in the log, or leaves some out\n  ${gap}`);
    for (const item of page) rows.set(item.key, item);
    for (const item of page) checkQuote(shown, item);
  }
  const logged = new Set(rowsFrom(held, 1).map((row) => keyOf(row)));
  let hasRefused = false;
  const isRefused = (item: TimelineItem) => markIn(one.tab, shown.conversation, item)?.status === 'refused';
  for (const item of rows.values()) {
    if (!isRefused(item)) continue;
    rows.delete(item.key);
    hasRefused = true;
    if (logged.has(item.key)) stage.ledger.problem(`I8: ${name} calls ${item.text} refused, and it is in the log`);
  }
  const missing = expected.filter((row) => !isShown(shown, row, rows.get(keyOf(row))));
  const known = new Set(expected.map((row) => keyOf(row)));
  const mayKeep = hasRefused || cameAgain(stage, device.person, held);
  const mayShow = (item: TimelineItem) => mayBeLost(stage, held, item) || (mayKeep && logged.has(item.key));
  const more = [...rows.values()].filter((item) => !known.has(item.key) && !mayShow(item));
  if (missing.length + more.length === 0) return;
  const told = missing.map((row) => `${JSON.stringify(row)}, shown as ${JSON.stringify(rows.get(keyOf(row)))}`);
  say(
    `shows other rows than the log holds\n  missing: ${told.join('\n    ') || 'none'}\n  more: ${JSON.stringify(more)}`,
  );
}

/** A quote says what its message says now; where that is not at hand, it leads there. */
function checkQuote({ stage, device, one: { tab }, held, conversation, expected }: Shown, item: TimelineItem): void {
  const quote = tab.use(() => conversation.quoteOf(item));
  if (quote === null && item.replyTo !== null) stage.ledger.problem(`quote: ${item.text} quotes nothing`);
  if (quote === null || quote.status === 'elsewhere' || stage.lives > 0) return;
  if (quote.status === 'here' && quote.item.place === null) return; // it was not sent
  if (cameAgain(stage, device.person, held)) return; // they have still what they may see no more
  const target = expected.find((row) => keyOf(row) === `${item.replyTo?.author} ${item.replyTo?.id}`);
  const isRight = quote.status === 'deleted' ? (target?.deletedBy ?? null) !== null : quote.item.text === target?.text;
  if (!isRight) stage.ledger.problem(`quote: ${tab.machine.name} quotes ${JSON.stringify(quote)} in ${item.text}`);
}

function keyOf({ author, id }: ExpectedRow): string {
  return `${author} ${id}`;
}

/** A server that went back to a backup has lost when and where something arrived the first time; devices may hold both. */
function isShown({ stage, held }: Shown, row: ExpectedRow, item: TimelineItem | undefined): boolean {
  if (item === undefined) return false;
  if (item.text !== row.text && mayBeLost(stage, held, item)) return true; // an edit may be lost as well
  // It stands in two chapters: what is done to it in the later one does not reach the first.
  if (mayHaveTwice(stage) && item.place?.client !== row.place?.client) return true;
  // Of two deletions the one may be lost; what its writer has erased does not come back for the other.
  if (row.text === null && item.text === null && stage.lives > 0) return true;
  const { key: _key, lateAt, notice, place, ...shown } = item;
  const { text } = shown;
  const theirs = { ...shown, notice: notice === null ? null : { ...notice } };
  const { chapter: _chapter, lateAt: expectedLate, place: expectedPlace, ...rest } = row;
  const isWhereAndWhen = lateAt === expectedLate && (text === null || isDeepStrictEqual({ ...place }, expectedPlace));
  return isDeepStrictEqual(theirs, rest) && (stage.lives > 0 || isWhereAndWhen);
}

/** All rows of a conversation as they came on the screen, by scrolling up to its beginning. */
async function readPages({ stage, one: { tab }, conversation }: Shown): Promise<(readonly TimelineItem[])[]> {
  tab.use(() => void conversation.goTo('newest'));
  await stage.world.flow(1_000);
  const pages = [conversation.items.get()];
  for (let page = 0; page < 100 && conversation.edges.get().older !== 'none'; page++) {
    tab.use(() => conversation.showOlder());
    await stage.world.flow(1_000);
    pages.push(conversation.items.get());
  }
  return pages;
}

/** What stands on a screen in one piece stands so in the log, whatever else that knows nothing of stands between. */
function gapIn(page: readonly TimelineItem[], expected: readonly ExpectedRow[]): string | null {
  const places = new Map(expected.map((row, index) => [keyOf(row), index]));
  const shown = page.flatMap(({ key }) => places.get(key) ?? []);
  const isInOnePiece = shown.every((place, index) => index === 0 || place === (shown[index - 1] ?? 0) + 1);
  return isInOnePiece ? null : shown.join(' ');
}

/**
 * What a server that went back to a backup has lost for good, while devices still show it: what it said itself, what
 * those wrote who keep nothing on a disk, and who are in it no more. Nobody else may put that back.
 */
function mayBeLost(stage: Stage, { conversationId }: Held, item: TimelineItem): boolean {
  if (stage.lives === 0) return false;
  const { author, deletedBy } = item;
  // Its author has erased it, and nobody can delete for them what is not there.
  if (deletedBy !== null && deletedBy !== author) return true;
  const written = stage.ledger.written.get(nameOf(item));
  if (written?.wasRefused === true || written?.wasLetGo === true) return true; // they may not put it back, or cannot
  if (author !== '@server' && stage.sees(stage.personOf(author), conversationId) === null) return true;
  return (
    author === '@server' || stage.devices.some(({ isPlain, person }) => isPlain && stage.userId(person) === author)
  );
}

function showsMore({ stage, device, held, conversation, expected }: Shown): boolean {
  if (cameAgain(stage, device.person, held)) return true;
  const keys = new Set(expected.map((row) => keyOf(row)));
  return conversation.items.get().some((item) => !keys.has(item.key) && mayBeLost(stage, held, item));
}

/**
 * What a server that went back to a backup had lost may come back into a later chapter, where the first one was full
 * meanwhile: devices that had it there have it in both.
 */
function mayHaveTwice({ lives, ledger }: Stage): boolean {
  return lives > 0 && ledger.refusals.has('chapter-closed');
}

function onceEach(items: readonly TimelineItem[]): readonly TimelineItem[] {
  const last = new Map(items.map((item) => [item.key, item]));
  return items.filter((item) => last.get(item.key) === item);
}

/**
 * What a server has lost with its newest data may come back from its writer in another log: whoever had it has it where
 * it was, and has read it there, or has not where another tab has read it in its new place.
 */
function standElsewhere({ stage, conversation, expected }: Shown): ReadonlySet<ExpectedRow> {
  if (stage.lives === 0) return new Set();
  const clients = new Map(conversation.items.get().map(({ key, place }) => [key, place?.client]));
  const isElsewhere = (row: ExpectedRow) => clients.has(keyOf(row)) && clients.get(keyOf(row)) !== row.place?.client;
  return new Set(expected.filter(isElsewhere));
}

/** Whether a tab may count so many of these rows. */
function mayCount(shown: Shown, rows: readonly ExpectedRow[], count: number): boolean {
  const elsewhere = standElsewhere(shown);
  const among = rows.filter((row) => elsewhere.has(row)).length;
  const most = mayHaveTwice(shown.stage) ? Infinity : rows.length - among + elsewhere.size;
  return count >= rows.length - among && count <= most;
}

/** Unread is what the vector that the server keeps leaves of the messages of others; the list says so, and what is newest. */
export function checkListed(shown: Shown): void {
  const { stage, device, one, held, conversation, expected } = shown;
  const { name } = one.tab.machine;
  if (showsMore(shown)) return; // that counts as well
  const reader = stage.userId(device.person);
  const hasReadNothing = !stage.ledger.readers.has(device.person) && isThereFromTheBeginning(stage, reader, held);
  const vectorOf = hasReadNothing ? () => nothingRead : readBy(stage, held.conversationId, reader);
  const unread = expected.filter((row) => expectUnread([row], reader, vectorOf(row.chapter)).length > 0);
  const listed = one.tab.messenger?.conversations
    .get()
    .find(({ conversationId }) => conversationId === held.conversationId);
  const told = [conversation.unread.get().count, listed?.unread];
  if (!told.every((count) => count !== undefined && mayCount(shown, unread, count))) {
    const texts = unread.map(({ text }) => text).join(' ');
    stage.ledger.problem(`unread: ${name} counts ${told.join(' and ')} where ${unread.length} are: ${texts}`);
  }
  const mentions = unread.filter((row) => mentionsReader(row, reader));
  if (listed !== undefined && !mayCount(shown, mentions, listed.mentions)) {
    stage.ledger.problem(`mentions: ${name} counts ${listed.mentions} where ${mentions.length} are`);
  }
  const [last, newest] = [expected.at(-1), listed?.lastMessage];
  // Of one that is deleted the list may say that, or what the server says: the message before it.
  const isDeleted = last?.text === null && last.notice === null;
  const isAsHeld =
    isNewest(newest, last) ||
    (isDeleted &&
      isNewest(
        newest,
        expected.findLast(({ text }) => text !== null),
      ));
  // What was put away may stand in the list as long as nothing else does.
  const isPutAway = last === undefined && stage.ledger.written.get(newest?.text ?? '')?.wasDiscarded === true;
  const isRefusedLast = conversation.items.get().at(-1)?.key !== (last && keyOf(last)); // it stands below the others
  if (!isAsHeld && !isRefusedLast && !isPutAway) {
    stage.ledger.problem(`list: ${name} lists ${JSON.stringify(newest)} as the newest of ${JSON.stringify(last)}`);
  }
}

/**
 * Whoever was out and came again, before a device of theirs heard of it, keeps there what they had seen. What one tab had
 * begun to let go of when it was killed, another one that had it open keeps in memory only.
 */
function cameAgain(stage: Stage, person: number, held: Held): boolean {
  const userId = stage.userId(person);
  const isOfThem = ({ notice }: ExpectedRow) => notice?.['kind'] === 'left' && notice['userId'] === userId;
  return rowsFrom(held, 1).some(isOfThem);
}

function isNewest(newest: ConversationSummary['lastMessage'] | undefined, row: ExpectedRow | undefined): boolean {
  const isSame = newest?.at === row?.at && newest?.author === row?.author;
  return isSame && (newest?.text ?? null) === (row?.text ?? null);
}

const nothingRead: ExpectedVector = { epoch: 0, clocks: {} };

/** What is pinned in any chapter is known without opening it, on every device. */
export function checkPins({ stage, one: { tab }, conversation, expected }: Shown): void {
  if (stage.lives > 0) return; // who is not in it any more cannot pin it again
  const pinned = expected.filter(({ isPinned }) => isPinned).map((row) => keyOf(row));
  const told = conversation.pins.get().map(({ key }) => key);
  if (!isDeepStrictEqual(told.toSorted(), pinned.toSorted()))
    stage.ledger.problem(`pins: ${tab.machine.name} tells ${told.join(', ')} where ${pinned.join(', ')} are pinned`);
}

/** For whoever comes later some of it counts as read. */
function isThereFromTheBeginning(stage: Stage, reader: UserId, held: Held): boolean {
  const hasMoved = ({ notice }: ExpectedRow) =>
    (notice?.['kind'] === 'left' || notice?.['kind'] === 'joined') && notice['userId'] === reader;
  return stage.lives === 0 && !rowsFrom(held, 1).some(hasMoved);
}

/** I8: each message of one's own is exactly as far as its writer is told, and by now on every device of the others. */
export function checkTicks({ stage, device, one, held, conversation, expected }: Shown): void {
  const me = stage.userId(device.person);
  const { name } = one.tab.machine;
  for (const item of conversation.items.get()) {
    const row = expected.find((each) => keyOf(each) === item.key);
    const chapter = row === undefined ? undefined : held.chapters[row.chapter - 1];
    if (item.author !== me || row === undefined || row.place === null || chapter === undefined) continue;
    const tick = one.tab.use(() => conversation.markOf(item))?.status;
    const expectedTick = expectTick(row.place, chapter.told);
    const isKnownOnlyHere = tick === 'delivered' && expectedTick === 'sent' && mayBeUnsaved(stage, held);
    if (tick !== expectedTick && !isKnownOnlyHere) {
      stage.ledger.problem(`I8: ${name} says that ${item.text} is ${tick}, and it is ${expectedTick}`);
    } else if (tick === 'sent' && isOnAnothersDisk(stage, device, { held, row })) {
      stage.ledger.problem(`I8: ${name} says that ${item.text} is ${tick}, and others have it on their disks`);
    }
  }
}

/** What others said that they have is saved later, and may be lost; who is in it no more does not say it again. */
function mayBeUnsaved({ ledger, lives }: Stage, held: Held): boolean {
  const { crashes, faults } = ledger.counts;
  return crashes + faults + lives > 0 || rowsFrom(held, 1).some(({ notice }) => notice?.['kind'] === 'left');
}

/** Everybody has read everything, on one device of theirs. */
export function checkRead(shown: Shown): void {
  const { stage, device, one, held, conversation, expected } = shown;
  const { name } = one.tab.machine;
  const { count } = conversation.unread.get();
  if (!mayCount(shown, [], count) && !showsMore(shown))
    stage.ledger.problem(`unread: ${name} counts ${count} where its person has read all`);
  for (const item of conversation.items.get()) {
    const row = expected.find((each) => keyOf(each) === item.key);
    if (item.author !== stage.userId(device.person) || row === undefined || row.place === null) continue;
    const tick = one.tab.use(() => conversation.markOf(item))?.status;
    if (tick !== 'read' && isOnAnothersDisk(stage, device, { held, row }) && !hasAnyoneCome(held))
      stage.ledger.problem(`I8: ${name} says that ${item.text} is ${tick}, and somebody has read it`);
  }
}

/** What was said until they came counts as read, and its writers are not told. */
function hasAnyoneCome(held: Held): boolean {
  return rowsFrom(held, 1).some(({ notice }) => notice?.['kind'] === 'joined');
}

/**
 * Everybody has looked at everything that they may see. What a server that went back to a backup got back later they had
 * already, and say it again with their next link only.
 */
function isOnAnothersDisk(stage: Stage, { person }: Device, { held, row }: { held: Held; row: ExpectedRow }): boolean {
  if (stage.lives > 0) return false;
  return stage.tabs.some(({ device: other }) => {
    const fromChapter = stage.sees(other.person, held.conversationId);
    if (other.person === person || fromChapter === null || fromChapter > row.chapter) return false;
    return !cameAgain(stage, other.person, held);
  });
}
