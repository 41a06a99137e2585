import { expect, test } from 'vitest';
import { makeEmojiHabits } from './emoji-habit.ts';

function openHabits(values = new Map<string, unknown>()) {
  const kept = {
    read: (key: string) => values.get(key) ?? null,
    write: (key: string, value: unknown) => void values.set(key, value),
  };
  return makeEmojiHabits(kept);
}

test('the last picked stand first, each once, and only so many', () => {
  const habits = openHabits();
  for (let number = 0; number < 30; number++) habits.notePicked(`e${number}`);
  habits.notePicked('e20');
  expect(habits.read().recent.slice(0, 3)).toEqual(['e20', 'e29', 'e28']);
  expect(habits.read().recent).toHaveLength(24);
});

test('the colour stays while emoji are picked', () => {
  const values = new Map<string, unknown>();
  openHabits(values).chooseTone('🏽');
  openHabits(values).notePicked('👍');
  expect(openHabits(values).read()).toEqual({ recent: ['👍'], tone: '🏽' });
});

test('what another version kept otherwise is not in the way', () => {
  expect(openHabits(new Map([['emoji', { recent: [1], tone: null }]])).read()).toEqual({ recent: [], tone: '' });
});
