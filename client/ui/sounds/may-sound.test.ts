import { expect, test } from 'vitest';
import { maySound, type Hearing } from './may-sound.ts';

const choices = { soundsOfPeople: true, soundsOfGroups: false };
const hearing: Hearing = { kind: 'direct', choices, isLookedAt: false, presence: 'online' };

test('a message is heard as this device is set, for people and for groups apart', () => {
  const groups = { soundsOfPeople: false, soundsOfGroups: true };
  const heard = [choices, groups].map((chosen) =>
    (['direct', 'group'] as const).map((kind) => maySound({ ...hearing, kind, choices: chosen })),
  );
  expect(heard).toEqual([
    [true, false],
    [false, true],
  ]);
});

test('nothing is heard of what one looks at, or while one does not want to be disturbed', () => {
  expect(maySound({ ...hearing, isLookedAt: true })).toBe(false);
  expect(maySound({ ...hearing, presence: 'do-not-disturb' })).toBe(false);
  expect(maySound({ ...hearing, presence: null })).toBe(true);
});
