// Who reacted to a message with what: for each person and each emoji the latest word, on or off. Pure and total: the same
// events give the same, in whatever order and however often they come.
import type { UserId } from '../ids.ts';
import type { ReactionEvent } from './events.ts';

/**
 * Kinds that one message shows: more would fill the screen of everybody. Those that most people chose, then those of
 * somebody who chose fewest, so that nobody alone pushes out what others said; then the earliest.
 */
export const maxReactionKinds = 20;

export interface Reaction {
  readonly emoji: string;
  /** Who it stands for, the earliest first; one at least. */
  readonly userIds: readonly UserId[];
}

interface Word {
  readonly userId: UserId;
  readonly event: ReactionEvent;
}

/** The latest words by person and emoji. */
export type Words = Map<string, Word>;

export const noReactions: readonly Reaction[] = [];

/** Whether it is news. */
export function takeReaction(words: Words, userId: UserId, event: ReactionEvent): boolean {
  const key = `${userId} ${event.emoji}`;
  const known = words.get(key);
  if (known !== undefined && compareWords(known.event, event) >= 0) return false;
  words.set(key, { userId, event });
  return true;
}

export function reactionsOf(words: Words): readonly Reaction[] {
  const standing = [...words.values()].filter(({ event }) => event.isOn).sort(byFirst);
  const kinds = new Map<string, UserId[]>();
  for (const { userId, event } of standing) {
    const people = kinds.get(event.emoji);
    if (people === undefined) kinds.set(event.emoji, [userId]);
    else people.push(userId);
  }
  if (kinds.size === 0) return noReactions;
  const all: readonly Reaction[] = [...kinds].map(([emoji, userIds]) => ({ emoji, userIds }));
  if (all.length <= maxReactionKinds) return all;
  const kindsOf = new Map<UserId, number>();
  for (const { userId } of standing) kindsOf.set(userId, (kindsOf.get(userId) ?? 0) + 1);
  const fewest = new Map(
    all.map((kind) => [kind, Math.min(...kind.userIds.map((userId) => kindsOf.get(userId) ?? 0))]),
  );
  const byPeople = (one: Reaction, other: Reaction) =>
    other.userIds.length - one.userIds.length || (fewest.get(one) ?? 0) - (fewest.get(other) ?? 0);
  const chosen = new Set(all.toSorted(byPeople).slice(0, maxReactionKinds));
  return all.filter((kind) => chosen.has(kind));
}

/** Two with one place and one id are none that a server took; of them *on* counts. */
function compareWords(one: ReactionEvent, other: ReactionEvent): number {
  return one.at - other.at || compareText(one.id, other.id) || Number(one.isOn) - Number(other.isOn);
}

function byFirst(one: Word, other: Word): number {
  const inTime = one.event.at - other.event.at || compareText(one.event.id, other.event.id);
  return inTime || compareText(one.userId, other.userId) || compareText(one.event.emoji, other.event.emoji);
}

function compareText(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
