// What is kept of a refused document is read back field by field, whoever wrote it.
import { describe, expect, test } from 'vitest';
import type { UserEvent } from '../../../shared/conversation/events.ts';
import { mintEventId } from '../../../shared/ids.ts';
import { noRecovery, parseRecovery, type Recovery } from './recovery.ts';

const message: UserEvent = {
  kind: 'message',
  id: mintEventId('message', new Uint8Array(15)),
  at: 1,
  text: 'to be sent',
};
const strange = { ...message, kind: 'hologram' };
const kept: Recovery = {
  generation: 3,
  again: [message],
  notSent: [{ value: strange, code: 'read-only' }],
  moved: [],
  leftovers: [1, 2],
  handedOn: ['msg_y'],
  discarded: ['msg_x'],
  attempts: 2,
  isOneByOne: true,
};

describe('a record', () => {
  test('comes back as it was written', () => {
    expect(parseRecovery(structuredClone(kept))).toEqual(kept);
  });

  test('that was never written says that nothing happened', () => {
    expect(parseRecovery(undefined)).toBe(noRecovery);
  });

  test.each([
    null,
    'x',
    {},
    { ...kept, generation: undefined },
    { ...kept, generation: -1 },
    { ...kept, generation: {} },
  ])('that does not say which life counts is no record: %j', (value) => {
    expect(parseRecovery(value)).toBeNull();
  });

  test('of another version is read as far as it is known', () => {
    expect(parseRecovery({ generation: 3, leftovers: [1, 'two', -1], more: 'of it' })).toEqual({
      ...noRecovery,
      generation: 3,
      moved: [],
      leftovers: [1],
    });
  });

  test.each(['again', 'notSent', 'handedOn', 'leftovers', 'discarded', 'attempts', 'isOneByOne'] as const)(
    'with an unreadable %s keeps all the others',
    (field) => {
      expect(parseRecovery({ ...kept, [field]: Symbol.for })).toEqual({ ...kept, [field]: noRecovery[field] });
    },
  );
});

describe('an event in a record', () => {
  test('that waits to be appended and is not known any more is kept with that reason', () => {
    const read = parseRecovery({ ...kept, again: [message, strange, 7], notSent: [] });
    expect(read?.again).toEqual([message]);
    expect(read?.notSent).toEqual([
      { value: strange, code: 'bad-event' },
      { value: 7, code: 'bad-event' },
    ]);
  });

  test('that was not sent is kept although its reason cannot be read', () => {
    const read = parseRecovery({ ...kept, notSent: [{ value: message, code: 7 }, message] });
    expect(read?.notSent).toEqual([
      { value: message, code: 'bad-event' },
      { value: message, code: 'bad-event' },
    ]);
  });
});
