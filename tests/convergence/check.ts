// The promises, held against a world that was healed. Each problem begins with the promise that it breaks. What is
// expected is worked out from the server's documents by the oracle, which knows docs/protocol.md and none of the app.
import { chapterName } from '../../shared/conversation/document-name.ts';
import type { ConversationId } from '../../shared/ids.ts';
import { checkFiles } from './check-files.ts';
import { checkContacts } from './check-contacts.ts';
import { checkListed, checkPins, checkRead, checkRows, checkTicks, findShown } from './check-tab.ts';
import { nameOf } from './ledger.ts';
import { readServer, rowsFrom, type Held } from './read-server.ts';
import { rank, type Stage } from './stage.ts';

export async function check(stage: Stage): Promise<void> {
  for (const conversationId of stage.conversations) {
    const held = await readServer(stage, conversationId);
    checkServer(stage, held);
    checkLate(stage, held);
    const shown = () => stage.tabs.flatMap(({ device, one }) => findShown(stage, device, one, held) ?? []);
    for (const each of shown()) await checkRows(each);
  }
  // By now everybody has seen everything, and said so; the server saves that now and then.
  await stage.world.flow(savedWithinMs);
  for (const conversationId of stage.conversations) {
    const held = await readServer(stage, conversationId);
    for (const { device, one } of stage.tabs) {
      const shown = findShown(stage, device, one, held);
      if (shown === null) continue;
      checkListed(shown);
      checkTicks(shown);
      checkPins(shown);
    }
    checkWritten(stage, conversationId, held.texts);
  }
  checkLists(stage);
  checkContacts(stage);
  checkFiles(stage, await Promise.all(stage.conversations.map((conversationId) => readServer(stage, conversationId))));
}

/** Once everybody has read all, nothing is unread anywhere, and every message that somebody else sees says so. */
export async function checkAllRead(stage: Stage): Promise<void> {
  for (const conversationId of stage.conversations) {
    const held = await readServer(stage, conversationId);
    for (const { device, one } of stage.tabs) {
      const shown = findShown(stage, device, one, held);
      if (shown !== null) checkRead(shown);
    }
  }
}

/** I4 and I6: whoever wrote a message is its author, and it stands once. */
function checkServer(stage: Stage, held: Held): void {
  const seen = new Set<string>();
  for (const { author, id, text, forwarded } of rowsFrom(held, 1)) {
    const key = `${author} ${id}`;
    if (seen.has(key)) stage.ledger.problem(`I6: ${text} stands twice in the log, as ${key}`);
    seen.add(key);
    if (text === null) continue;
    if (forwarded !== null) {
      checkForward(stage, held, { author, text });
      continue;
    }
    if (seen.has(text)) stage.ledger.problem(`I6: ${text} stands twice in the log`);
    seen.add(text);
    const written = stage.ledger.written.get(text);
    if (written === undefined) stage.ledger.problem(`I4: nobody wrote ${text}`);
    else if (stage.userId(written.person) !== author) stage.ledger.problem(`I4: ${text} is shown as another’s`);
  }
}

/** What was forwarded says what somebody wrote, and whoever is called its author forwarded it there, or edited it. */
function checkForward(
  stage: Stage,
  { conversationId }: Held,
  { author, text }: { readonly author: string; readonly text: string },
): void {
  const person = stage.personOf(author);
  const forwards = stage.ledger.forwards.get(text) ?? [];
  const isTheirs = forwards.some((one) => one.person === person && one.to.includes(conversationId));
  const edit = stage.ledger.written.get(text);
  if (!isTheirs && !(edit?.person === person && edit.edits !== null))
    stage.ledger.problem(`I4: ${author} has not forwarded ${text}`);
}

/** What came long after it was written is seen to have come late, and nothing else is. */
function checkLate(stage: Stage, held: Held): void {
  if (stage.lives > 0) return; // put back later, it arrived twice
  for (const { chapter, place, at, text, lateAt } of rowsFrom(held, 1)) {
    const name = chapterName({ conversationId: held.conversationId, chapter });
    const arrivedAt = stage.ledger.arrivals.get(`${name} ${place?.client}:${place?.clock}`);
    if (arrivedAt === undefined) continue;
    const byMs = arrivedAt - at - lateAfterMs;
    const isWrong = lateAt === null ? byMs > judgedWithinMs : byMs < 0 || Math.abs(arrivedAt - lateAt) > judgedWithinMs;
    if (isWrong)
      stage.ledger.problem(`late: ${text} of ${at} came at ${arrivedAt} and is called ${lateAt ?? 'on time'}`);
  }
}

const savedWithinMs = 30_000;
const lateAfterMs = 5 * 60_000;
/** Between the server's judgement and its log. */
const judgedWithinMs = 10_000;

/** I1, I2, I8: what a person was told of a message holds. */
function checkWritten(stage: Stage, conversationId: ConversationId, logged: ReadonlySet<string>): void {
  const { ledger } = stage;
  for (const written of ledger.written.values()) {
    const { text, person, best, wasErased, wasRefused, wasDiscarded, wasLetGo } = written;
    if (written.conversationId !== conversationId || wasDiscarded || wasErased || logged.has(text)) continue;
    const isShutOut = stage.sees(person, conversationId) === null;
    const isPlain = stage.devices.some(({ browser, isPlain: plain }) => plain && browser.name === written.device);
    if ((isPlain || wasLetGo) && stage.lives > 0) continue; // nobody else could put it back
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
      [...looking.values()].some(({ items }) => items.get().some((item) => nameOf(item) === text)),
  );
}

/**
 * Two devices of one person list the same, drafts, saved messages and marks included, but for what one of them keeps because
 * something in it was not sent. What a server that went back to a backup has lost is unread on that one alone that has it.
 */
function checkLists(stage: Stage): void {
  const lists = new Map<number, { readonly name: string; readonly list: string }>();
  for (const { device, one } of stage.tabs) {
    const list = JSON.stringify([
      one.tab.messenger?.saved.get(),
      ...(one.tab.messenger?.conversations.get() ?? [])
        .filter(({ isClosed }) => !isClosed)
        .map(({ conversationId, title, members, unread }) => [
          ...[conversationId, title, stage.lives === 0 ? unread : null, one.tab.messenger?.drafts.read(conversationId)],
          JSON.stringify(one.tab.messenger?.marks.all.get().get(conversationId) ?? null),
          members.map(({ userId, role }) => `${userId} ${role}`).toSorted(),
        ])
        .toSorted((a, b) => String(a[0]).localeCompare(String(b[0]))),
    ]);
    const { name } = one.tab.machine;
    const other = lists.get(device.person);
    if (other === undefined) lists.set(device.person, { name, list });
    else if (other.list !== list)
      stage.ledger.problem(`${name} and ${other.name} list differently:\n  ${list}\n  ${other.list}`);
  }
}
