// Who is whose contact, who has asked and who is blocked: what stands in the directory came about as it may, every device
// of a person shows it, and a conversation that was begun is there.
import type { ContactsAnswer } from '../../shared/protocol/people-api.ts';
import type { ConversationId } from '../../shared/ids.ts';
import type { Pair } from './ledger.ts';
import type { Stage } from './stage.ts';

/** Of all people, by their numbers. */
interface Ties {
  /** Both directions stand in it. */
  readonly contacts: readonly Pair[];
  readonly requests: readonly Pair[];
  readonly blocks: readonly Pair[];
}

export function checkContacts(stage: Stage): void {
  const ties = readTies(stage);
  checkTies(stage, ties);
  for (const { device, one } of stage.tabs) {
    const shown = one.tab.messenger?.contacts.get();
    if (shown === undefined) continue;
    const [told, expected] = [describe(stage, shown), expectShown(ties, device.person)];
    if (told !== expected) {
      stage.ledger.problem(`contacts: ${one.tab.machine.name} shows ${told} where there is ${expected}`);
    }
  }
  checkBegun(stage, ties);
}

function readTies(stage: Stage): Ties {
  const read = (query: string): Pair[] =>
    stage.world.host.readDirectory(query).map((row) => ({
      from: stage.personOf(String(row['one'])),
      to: stage.personOf(String(row['other'])),
    }));
  return {
    contacts: read('select userId as one, otherId as other from contact'),
    requests: read('select fromId as one, toId as other from contactRequest'),
    blocks: read('select userId as one, blockedId as other from block'),
  };
}

/** Contacts are so for both, and by both: one asked, and the other agreed or asked as well. */
function checkTies(stage: Stage, { contacts, requests, blocks }: Ties): void {
  const { ledger } = stage;
  const asked = [...ledger.requests.values()];
  for (const pair of contacts) {
    const { from, to } = pair;
    const what = `contacts: ${from} has ${to}`;
    if (!has(contacts, turned(pair))) ledger.problem(`${what} as a contact, and not the other way round`);
    if (has(requests, pair)) ledger.problem(`${what} as a contact and asks to`);
    if (has(blocks, pair) && has(contacts, pair)) ledger.problem(`${what} as a contact and has blocked them`);
    const isAgreed = (one: Pair) => has(asked, one) && (has(ledger.agreements, turned(one)) || has(asked, turned(one)));
    if (!isAgreed(pair) && !isAgreed(turned(pair))) ledger.problem(`${what} as a contact, and they never agreed`);
  }
}

/** Whom this person has in each of the four lists. Whoever is blocked sees a request that waits, and is not seen. */
function expectShown({ contacts, requests, blocks }: Ties, me: number): string {
  const ofMine = (pairs: readonly Pair[]) => pairs.filter(({ from }) => from === me).map(({ to }) => to);
  const blocked = ofMine(blocks);
  const received = requests.filter(({ to, from }) => to === me && !blocked.includes(from)).map(({ from }) => from);
  return listed({ contacts: ofMine(contacts), sent: ofMine(requests), received, blocked });
}

function describe(stage: Stage, { contacts, sent, received, blocked }: ContactsAnswer): string {
  const numbers = (people: readonly { readonly userId: string }[]) =>
    people.map(({ userId }) => stage.personOf(userId));
  return listed({
    ...{ contacts: numbers(contacts), sent: numbers(sent), blocked: numbers(blocked) },
    received: numbers(received.map(({ person }) => person)),
  });
}

function listed({ contacts, sent, received, blocked }: Record<keyof Omit<ContactsAnswer, 'whoMayWrite'>, number[]>) {
  const text = (people: readonly number[]) => people.toSorted((one, other) => one - other).join(' ') || 'nobody';
  return `contacts ${text(contacts)}, sent ${text(sent)}, received ${text(received)}, blocked ${text(blocked)}`;
}

/**
 * What was begun with no network is there once, for whoever began it, and for the other too unless something lies between
 * them. Where only contacts write to each other it may have been refused; a backup may have lost it.
 */
function checkBegun(stage: Stage, { requests, blocks }: Ties): void {
  if (stage.lives > 0 || stage.whoMayWrite === 'contacts') return;
  for (const { person, conversationId } of stage.ledger.begun) {
    const other = stage.partnerIn(conversationId, person);
    const [mine, theirs] = [person, other].map((one) => stage.sees(one, conversationId) !== null);
    if (mine !== true) stage.ledger.problem(`begun: ${person} is not in what they began with ${other}`);
    const isBetween = [...requests, ...blocks].some((pair) => isOf(pair, person, other));
    if (theirs !== true && !isBetween && !wasBetween(stage, person, other))
      stage.ledger.problem(`begun: ${other} is not in what ${person} began with them`);
    for (const { device, one } of stage.tabs) checkListedOnce(stage, device.person, { one, conversationId });
  }
}

function checkListedOnce(
  stage: Stage,
  person: number,
  { one, conversationId }: { one: Stage['tabs'][number]['one']; conversationId: ConversationId },
): void {
  if (stage.sees(person, conversationId) === null) return;
  const listed = one.tab.messenger?.conversations.get().filter((each) => each.conversationId === conversationId);
  if (listed?.length !== 1)
    stage.ledger.problem(`begun: ${one.tab.machine.name} lists a conversation ${listed?.length} times`);
}

/** A request may have been withdrawn or declined, a block taken back. */
function wasBetween(stage: Stage, one: number, other: number): boolean {
  return (
    [...stage.ledger.requests.values()].some((pair) => isOf(pair, one, other)) ||
    stage.ledger.blocked.some((pair) => isOf(pair, one, other))
  );
}

function isOf({ from, to }: Pair, one: number, other: number): boolean {
  return (from === one && to === other) || (from === other && to === one);
}

function has(pairs: readonly Pair[], { from, to }: Pair): boolean {
  return pairs.some((pair) => pair.from === from && pair.to === to);
}

function turned({ from, to }: Pair): Pair {
  return { from: to, to: from };
}
