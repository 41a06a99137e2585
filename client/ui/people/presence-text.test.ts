import { expect, test } from 'vitest';
import type { PersonPresence } from '../../../shared/protocol/presence.ts';
import { freshUserId } from '../../../tests/kit/sample-events.ts';
import { en } from '../words/en.ts';
import { makeTimes } from '../words/times.ts';
import { presenceText } from './presence-text.ts';

const nowMs = Date.parse('2026-11-22T12:00:00Z');
const wording = { words: en, times: makeTimes(en, { locale: 'en-GB', zone: 'Europe/Berlin' }), nowMs };
const userId = freshUserId();
const said = (presence: Partial<PersonPresence> | null) =>
  presenceText(
    presence && { userId, state: 'offline', lastSeen: null, text: '', timeZone: null, ...presence },
    wording,
  );

test.each([
  ['nothing while nothing is known', null, ''],
  ['nothing of somebody who hides when they were here', {}, ''],
  ['when they were last here', { lastSeen: nowMs - 3_600_000 }, 'Last seen 12:00'],
  ['that they are there', { state: 'online' }, 'Online'],
  [
    'what they say of themselves, after it',
    { state: 'do-not-disturb', text: 'On the ferry' },
    'Do not disturb · On the ferry',
  ],
  ['what they say of themselves alone', { text: 'On the ferry' }, 'On the ferry'],
] as const)('it says %s', (_, presence, expected) => {
  expect(said(presence)).toBe(expected);
});

test('who writes is named up to two', () => {
  const { writing } = en.presence;
  expect([writing(['Ada']), writing(['Ada', 'Ben']), writing(['Ada', 'Ben', 'Cleo'])]).toEqual([
    'Ada is writing…',
    'Ada and Ben are writing…',
    'Several people are writing…',
  ]);
});
