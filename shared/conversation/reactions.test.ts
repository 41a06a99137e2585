// Who alone reacts with many kinds takes none away that others have chosen.
import { expect, test } from 'vitest';
import { freshUserId } from '../../tests/kit/sample-events.ts';
import { mintEventId } from '../ids.ts';
import type { ReactionEvent } from './events.ts';
import { maxReactionKinds, reactionsOf, takeReaction, type Words } from './reactions.ts';

const idOf = (number: number) => mintEventId('reaction', new Uint8Array(15).fill(number));

/** Of what else it says nothing is asked. */
const reaction = (emoji: string, at: number): ReactionEvent =>
  ({ kind: 'reaction', id: idOf(at), at, target: idOf(0), isOn: true, emoji }) as never;

test('of more kinds than are shown those that most chose stay, in the order in which they came', () => {
  const words: Words = new Map();
  const many = Array.from({ length: maxReactionKinds + 5 }, (_, at) => String.fromCodePoint(0x1f600 + at));
  const react = (emoji: string, at: number) => takeReaction(words, freshUserId(), reaction(emoji, at));
  for (const [at, emoji] of many.entries()) react(emoji, at + 1);
  for (const at of [1_000, 1_001]) react('❤️', at);
  const shown = reactionsOf(words).map(({ emoji }) => emoji);
  expect(shown).toHaveLength(maxReactionKinds);
  expect(shown).toEqual([...many.slice(0, maxReactionKinds - 1), '❤️']);
});

test('nobody alone pushes out what each of others has said, however early they are', () => {
  const words: Words = new Map();
  const [anna, ben, mallory] = [freshUserId(), freshUserId(), freshUserId()];
  takeReaction(words, anna, reaction('❤️', 900));
  takeReaction(words, ben, reaction('👍', 901));
  for (let at = 1; at <= maxReactionKinds + 5; at++)
    takeReaction(words, mallory, reaction(String.fromCodePoint(0x1f600 + at), at));
  const shown = reactionsOf(words).map(({ emoji }) => emoji);
  expect(shown).toHaveLength(maxReactionKinds);
  expect(shown.slice(-2)).toEqual(['❤️', '👍']);
});
