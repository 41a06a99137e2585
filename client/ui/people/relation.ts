// How two people stand to each other, as this device knows it: what the server told, and what was asked of it since and
// waits. Pure. That somebody else has blocked me is told to nobody, and known here as little.
import type { UserId } from '../../../shared/ids.ts';
import { isContactCommand, type Command, type ContactCommand } from '../../../shared/protocol/commands.ts';
import type { ContactsAnswer, Person } from '../../../shared/protocol/people-api.ts';

export type Standing = 'contact' | 'received' | 'sent' | 'blocked' | 'none';

export interface Relation {
  readonly standing: Standing;
  /** The server has not answered yet what made it so. */
  readonly isPending: boolean;
}

/** Commands that wait, in their order. */
export type Waiting = readonly { readonly command: Command }[];

interface Known {
  readonly contacts: ContactsAnswer;
  readonly waiting: Waiting;
}

export type RelationTo = (userId: UserId) => Relation;

/** To be made once for what is known: an answer costs the same however many people there are. */
export function makeRelationTo({ contacts, waiting }: Known): RelationTo {
  const blocked = new Set(contacts.blocked.map(({ userId }) => userId));
  const told = toldStandings(contacts);
  const asked = Map.groupBy(
    waiting.map(({ command }) => command).filter((command) => isContactCommand(command)),
    ({ userId }) => userId,
  );
  return (userId) => {
    let isBlocked = blocked.has(userId);
    let standing = told.get(userId) ?? 'none';
    const mine = asked.get(userId) ?? [];
    for (const { kind } of mine) {
      if (kind === 'block-person') [isBlocked, standing] = [true, standing === 'received' ? standing : 'none'];
      else if (kind === 'unblock-person') isBlocked = false;
      else if (!isBlocked) standing = after[kind](standing);
    }
    return { standing: isBlocked ? 'blocked' : standing, isPending: mine.length > 0 };
  };
}

/** How many have asked to be a contact and wait for an answer. */
export function countRequests({ received }: ContactsAnswer, relationTo: RelationTo): number {
  return received.filter(({ person }) => relationTo(person.userId).standing === 'received').length;
}

type Met = Exclude<Standing, 'blocked'>;

const after: Record<Exclude<ContactCommand['kind'], 'block-person' | 'unblock-person'>, (before: Met) => Met> = {
  // Who was asked by them accepts by asking.
  'request-contact': (before) => (before === 'none' ? 'sent' : before === 'received' ? 'contact' : before),
  'accept-contact': (before) => (before === 'received' ? 'contact' : before),
  'decline-contact': (before) => (before === 'received' ? 'none' : before),
  'withdraw-contact': (before) => (before === 'sent' ? 'none' : before),
  'remove-contact': (before) => (before === 'contact' ? 'none' : before),
};

function toldStandings({ contacts, received, sent }: ContactsAnswer): ReadonlyMap<UserId, Met> {
  const standings = new Map<UserId, Met>();
  for (const { userId } of sent) standings.set(userId, 'sent');
  for (const { person } of received) standings.set(person.userId, 'received');
  for (const { userId } of contacts) standings.set(userId, 'contact');
  return standings;
}

/** Everybody to whom there is any relation, by how one stands to them, by their names. */
export function peopleByStanding(
  { contacts, waiting }: Known,
  personOf: (userId: UserId) => Person | null,
): Record<Exclude<Standing, 'none'>, readonly Person[]> {
  const asked = waiting.flatMap(({ command }) => (isContactCommand(command) ? (personOf(command.userId) ?? []) : []));
  const received = contacts.received.map(({ person }) => person);
  const all = [...asked, ...contacts.contacts, ...received, ...contacts.sent, ...contacts.blocked];
  const people = [...new Map(all.map((person) => [person.userId, person])).values()];
  const relationTo = makeRelationTo({ contacts, waiting });
  const standing = Map.groupBy(people, ({ userId }) => relationTo(userId).standing);
  const of = (one: Standing) => (standing.get(one) ?? []).sort((a, b) => a.name.localeCompare(b.name));
  return { contact: of('contact'), received: of('received'), sent: of('sent'), blocked: of('blocked') };
}

/**
 * Whether one may write in a direct conversation. `awaited`: the other sees it once they accept a request; `asked`: not
 * before; the others name what stands in the way.
 */
export type Writing = 'open' | 'awaited' | 'asked' | 'asked-by' | 'not-contacts' | 'blocked';

export interface DirectConversation {
  readonly standing: Standing;
  readonly whoMayWrite: ContactsAnswer['whoMayWrite'];
  /** The other is not in it, or the server has not heard of it. */
  readonly isBeginning: boolean;
}

export function decideWriting({ standing, whoMayWrite, isBeginning }: DirectConversation): Writing {
  if (standing === 'blocked') return 'blocked';
  // Also to whoever the other has blocked, who writes to themselves: nothing here may tell them.
  if (whoMayWrite === 'anyone' || standing === 'contact') return 'open';
  if (standing === 'received') return 'asked-by';
  if (standing === 'sent') return isBeginning ? 'awaited' : 'asked';
  return 'not-contacts';
}
