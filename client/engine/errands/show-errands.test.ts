import { expect, test } from 'vitest';
import type { CommandId, ConversationId, EventId } from '../../../shared/ids.ts';
import type { Command } from '../../../shared/protocol/commands.ts';
import type { Errands } from '../../../shared/protocol/errands.ts';
import { showErrands } from './show-errands.ts';

const [one, other] = ['msg_one', 'msg_other'] as EventId[] as [EventId, EventId];
const conversationId = 'cnv_one' as ConversationId;
const commandId = 'cmd_one' as CommandId;
const told: Errands = {
  ...{ change: 3, autoReply: null },
  scheduled: [{ messageId: one, conversationId, dueAt: 20, message: { text: 'Told' }, notSent: null }],
};
const pending = (...commands: Command[]) => commands.map((command, order) => ({ commandId, command, order }));
const seen = (shown: ReturnType<typeof showErrands>) =>
  shown.scheduled.map(({ message, status, reason }) => [message.text, status, reason]);

test('what the server has not heard stands among what it told, in the order in which it goes', () => {
  const command = { kind: 'schedule-message', messageId: other, conversationId, dueAt: 10 } as const;
  const shown = showErrands(told, pending({ ...command, message: { text: 'New' } }), []);
  expect(seen(shown)).toEqual([
    ['New', 'unheard', null],
    ['Told', 'waiting', null],
  ]);
});

test('a change and a cancelling show before the server has heard of them', () => {
  const change = { kind: 'reschedule-message', messageId: one, dueAt: 30, message: { text: 'Changed' } } as const;
  expect(seen(showErrands(told, pending(change), []))).toEqual([['Changed', 'unheard', null]]);
  expect(seen(showErrands(told, pending(change, { kind: 'cancel-scheduled', messageId: one }), []))).toEqual([]);
});

test('a change of what has gone meanwhile shows nothing', () => {
  const change = { kind: 'reschedule-message', messageId: other, dueAt: 30, message: { text: 'Changed' } } as const;
  expect(seen(showErrands(told, pending(change), []))).toEqual([['Told', 'waiting', null]]);
});

test('what the server refused to take is not lost, and says why', () => {
  const message = { text: 'Refused' };
  const command = { kind: 'schedule-message', messageId: other, conversationId, dueAt: 10, message } as const;
  const shown = showErrands(told, [], [{ commandId, command, code: 'not-found' }]);
  expect(seen(shown)[0]).toEqual(['Refused', 'not-sent', 'not-found']);
  expect(shown.scheduled[0]?.refused).toBe(commandId);
});

test('an auto-reply that the server has not heard of is shown as such', () => {
  const autoReply = { isOn: true, text: 'Away', timeZone: 'UTC', schedule: { kind: 'always' } } as const;
  expect(showErrands(told, pending({ kind: 'set-auto-reply', autoReply }), [])).toMatchObject({
    ...{ autoReply, isAutoReplyHeard: false },
  });
  expect(showErrands({ ...told, autoReply }, [], [])).toMatchObject({ autoReply, isAutoReplyHeard: true });
});
