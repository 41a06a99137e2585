// The promises, held against a world that was healed. Each problem begins with the promise that it breaks.
import { serverAuthor } from '../../shared/conversation/log.ts';
import { compareItems, type TimelineItem } from '../../shared/conversation/timeline.ts';
import type { ConversationId } from '../../shared/ids.ts';
import type { OpenConversation } from '../../client/engine/messenger.ts';
import { readServer } from './read-server.ts';
import { rank, type Device, type Stage, type StageTab } from './stage.ts';

/** A row as it is compared: everything a person sees of it. */
interface Row {
  readonly key: string;
  readonly line: string;
  readonly item: TimelineItem;
}

export async function check(stage: Stage): Promise<void> {
  for (const conversationId of stage.conversations) {
    const { chapters, texts } = await readServer(stage, conversationId);
    checkServer(stage, chapters);
    for (const { device, one } of stage.tabs) await checkTab(stage, { device, one, conversationId, chapters });
    checkWritten(stage, conversationId, texts);
  }
  checkLists(stage);
}

/** A server that went back to a backup has lost when something arrived the first time. */
function rowOf(stage: Stage, item: TimelineItem): Row {
  const { key, at, text, isEdited, lateAt, notice } = item;
  return { key, line: JSON.stringify([at, text, isEdited, stage.lives === 0 ? lateAt : null, notice]), item };
}

/** I4 and I6: whoever wrote a message is its author, and it stands once. */
function checkServer(stage: Stage, chapters: readonly TimelineItem[][]): void {
  const seen = new Set<string>();
  for (const item of chapters.flat()) {
    if (seen.has(item.key)) stage.ledger.problem(`I6: ${item.text} stands twice in the log, as ${item.key}`);
    seen.add(item.key);
    if (item.text === null) continue;
    if (seen.has(item.text)) stage.ledger.problem(`I6: ${item.text} stands twice in the log`);
    seen.add(item.text);
    const written = stage.ledger.written.get(item.text);
    if (written === undefined) stage.ledger.problem(`I4: nobody wrote ${item.text}`);
    else if (stage.userId(written.person) !== item.author)
      stage.ledger.problem(`I4: ${item.text} is shown as another’s`);
  }
}

interface Shown {
  readonly device: Device;
  readonly one: StageTab;
  readonly conversationId: ConversationId;
  readonly chapters: readonly TimelineItem[][];
}

/** I3 and I8: a tab shows what the log holds, and says of each message what is true. */
async function checkTab(stage: Stage, { device, one, conversationId, chapters }: Shown): Promise<void> {
  const { ledger } = stage;
  const fromChapter = stage.sees(device.person, conversationId);
  const conversation = one.looking.get(conversationId);
  const { name } = one.tab.machine;
  if (fromChapter === null) return;
  if (conversation === undefined) return ledger.problem(`I3: ${name} does not list a conversation of its person`);
  const shown = await readAll(stage, one, conversation);
  const isRefused = (item: TimelineItem) => one.tab.use(() => conversation.markOf(item))?.status === 'refused';
  const theirs = shown.filter((item) => !isRefused(item)).map((item) => rowOf(stage, item));
  const held = chapters
    .slice(fromChapter - 1)
    .flat()
    .toSorted(compareItems)
    .map((item) => rowOf(stage, item));
  const logged = new Set(chapters.flat().map(({ key }) => key));
  for (const item of shown) {
    if (isRefused(item) && logged.has(item.key))
      ledger.problem(`I8: ${name} calls ${item.text} refused, and it is in the log`);
  }
  const differs = difference(
    held,
    stage.lives === 0 ? theirs : theirs.filter(({ item }) => !mayBeLost(stage, held, item)),
  );
  if (differs !== null) ledger.problem(`I3: ${name} shows other rows than the log holds\n  ${differs}`);
}

/**
 * What a server that went back to a backup has lost for good, while devices still show it: what it said itself, and what
 * those wrote who keep nothing on a disk. Nobody else may put that back.
 */
function mayBeLost(stage: Stage, held: readonly Row[], item: TimelineItem): boolean {
  if (held.some(({ key }) => key === item.key)) return false;
  return (
    item.author === serverAuthor ||
    stage.devices.some(({ isPlain, person }) => isPlain && stage.userId(person) === item.author)
  );
}

/** All rows of a conversation, by scrolling up to its beginning. */
async function readAll(stage: Stage, { tab }: StageTab, conversation: OpenConversation): Promise<TimelineItem[]> {
  const rows = new Map<string, TimelineItem>();
  const take = () => conversation.items.get().forEach((item) => rows.set(item.key, item));
  tab.use(() => void conversation.goTo('newest'));
  await stage.world.flow(1_000);
  take();
  for (let page = 0; page < 100 && conversation.edges.get().older !== 'none'; page++) {
    tab.use(() => conversation.showOlder());
    await stage.world.flow(1_000);
    take();
  }
  return [...rows.values()].toSorted(compareItems);
}

function difference(held: readonly Row[], shown: readonly Row[]): string | null {
  const lines = (rows: readonly Row[], others: readonly Row[]) => {
    const there = new Set(others.map(({ key, line }) => key + line));
    return rows.filter(({ key, line }) => !there.has(key + line)).map(({ key, line }) => `${key} ${line}`);
  };
  const [missing, more] = [lines(held, shown), lines(shown, held)];
  if (missing.length + more.length === 0) {
    const isInOrder = held.every(({ key }, index) => shown[index]?.key === key);
    return isInOrder ? null : `in another order: ${shown.map(({ line }) => line).join(' ')}`;
  }
  return [`missing: ${missing.join(' ') || 'none'}`, `more: ${more.join(' ') || 'none'}`].join('\n  ');
}

/** I1, I2, I8: what a person was told of a message holds. */
function checkWritten(stage: Stage, conversationId: ConversationId, logged: ReadonlySet<string>): void {
  const { ledger } = stage;
  for (const written of ledger.written.values()) {
    const { text, person, best, wasErased, wasRefused, wasDiscarded } = written;
    if (written.conversationId !== conversationId || wasDiscarded || wasErased || logged.has(text)) continue;
    const isShutOut = stage.sees(person, conversationId) === null;
    const isPlain = stage.devices.some(({ browser, isPlain: plain }) => plain && browser.name === written.device);
    if (isPlain && stage.lives > 0) continue; // nobody else could put it back
    if (isShutOut || best === 'writing') continue;
    if (wasRefused && isShown(stage, written.device, text)) continue;
    if (rank(best) >= rank('sent')) ledger.problem(`I1: ${text} was called ${best} and is not in the log`);
    else ledger.problem(`I2: ${text} was on the disk of ${written.device} and is nowhere`);
  }
}

function isShown(stage: Stage, device: string, text: string): boolean {
  return stage.tabs.some(
    ({ one: { tab, looking } }) =>
      tab.machine.name.startsWith(`${device}.`) &&
      [...looking.values()].some(({ items }) => items.get().some((item) => item.text === text)),
  );
}

/** Two devices of one person list the same, drafts included, but for what one of them keeps because something in it was not sent. */
function checkLists(stage: Stage): void {
  const lists = new Map<number, { readonly name: string; readonly list: string }>();
  for (const { device, one } of stage.tabs) {
    const list = JSON.stringify(
      (one.tab.messenger?.conversations.get() ?? [])
        .filter(({ isClosed }) => !isClosed)
        .map(({ conversationId, title, members, unread }) => [
          ...[conversationId, title, unread, one.tab.messenger?.drafts.read(conversationId)],
          members.map(({ userId, role }) => `${userId} ${role}`).toSorted(),
        ])
        .toSorted((a, b) => String(a[0]).localeCompare(String(b[0]))),
    );
    const { name } = one.tab.machine;
    const other = lists.get(device.person);
    if (other === undefined) lists.set(device.person, { name, list });
    else if (other.list !== list)
      stage.ledger.problem(`${name} and ${other.name} list differently:\n  ${list}\n  ${other.list}`);
  }
}
