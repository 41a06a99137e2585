// Events: an event has exactly its fields, each of exactly its form. Everything else is no event.
import { describe, expect, test } from 'vitest';
import { maxTextLength, parseServerEvent, parseUserEvent, subjectOf } from './events.ts';

const body = '0123456789abcdefghjkmnpq';
const msg = `msg_${body}`;
const evt = `evt_${body}`;
const message = { kind: 'message', id: msg, at: 1_000, text: 'hello' };
const edit = { kind: 'edit', id: evt, at: 1_000, target: msg, text: 'hello' };
const deletion = { kind: 'delete', id: evt, at: 1_000, target: msg, targetAt: 900 };
const late = { kind: 'late', id: evt, at: 1_000, client: 7, clock: 0, count: 1 };

test.each([message, edit, deletion])('a person may write a $kind', (event) => {
  expect(parseUserEvent(event)).toEqual(event);
  expect(parseServerEvent(event)).toBeNull();
});

test('only the server may say that something came late', () => {
  expect(parseServerEvent(late)).toEqual(late);
  expect(parseUserEvent(late)).toBeNull();
});

describe('every field', () => {
  const cases = [message, edit, deletion, late].flatMap((event) =>
    Object.keys(event).map((field) => ({ event, field })),
  );

  test.each(cases)('$field of a $event.kind is needed', ({ event, field }) => {
    const { [field]: _, ...rest } = event as Record<string, unknown>;
    expect(parse(rest)).toBeNull();
  });

  test.each(cases)('$field of a $event.kind takes no value of another form', ({ event, field }) => {
    for (const value of [null, undefined, true, -1, 0.5, Number.NaN, Infinity, 2 ** 53, '', {}, [], [msg], 1n]) {
      expect(parse({ ...event, [field]: value })).toBeNull();
    }
  });

  test.each([message, edit, deletion, late])('a $kind has no others', (event) => {
    for (const field of ['author', 'extra', 'toString', '']) expect(parse({ ...event, [field]: 'x' })).toBeNull();
  });
});

describe('a form', () => {
  test('holds text of 1 to 16,000 characters', () => {
    expect(parseUserEvent({ ...message, text: 'x'.repeat(maxTextLength) })).not.toBeNull();
    expect(parseUserEvent({ ...message, text: 'x'.repeat(maxTextLength + 1) })).toBeNull();
    expect(parseUserEvent({ ...edit, text: 'x'.repeat(maxTextLength + 1) })).toBeNull();
  });

  test('keeps text as it is: spaces, line ends, marks and other scripts', () => {
    const text = '  a\r\n\t<b>é é 👩‍👩‍👧‍👦 שלום \u202e  ';
    expect(parseUserEvent({ ...message, text })).toEqual({ ...message, text });
  });

  test('has an order key from 0 to the last date there is', () => {
    expect(parseUserEvent({ ...message, at: 0 })).not.toBeNull();
    expect(parseUserEvent({ ...message, at: 8_640_000_000_000_000 })).not.toBeNull();
    expect(parseUserEvent({ ...message, at: 8_640_000_000_000_001 })).toBeNull();
    expect(parseUserEvent({ ...deletion, targetAt: 8_640_000_000_000_001 })).toBeNull();
  });

  test('calls a message msg_ and everything else evt_', () => {
    expect(parseUserEvent({ ...message, id: evt })).toBeNull();
    expect(parseUserEvent({ ...edit, id: msg })).toBeNull();
    expect(parseUserEvent({ ...deletion, id: msg })).toBeNull();
    expect(parseServerEvent({ ...late, id: msg })).toBeNull();
  });

  test('names no person and no conversation where an event belongs', () => {
    for (const id of [`usr_${body}`, `dm_${body}`, `msg_${body.slice(1)}`, `msg_${body}0`]) {
      expect(parseUserEvent({ ...message, id })).toBeNull();
      expect(parseUserEvent({ ...edit, target: id })).toBeNull();
    }
  });

  test.each([null, undefined, 1, 'message', [], {}, [message], { kind: 'reaction' }, { kind: '__proto__' }])(
    '%j is no event',
    (value) => {
      expect(parse(value)).toBeNull();
    },
  );
});

test('content belongs to the message that it is the text of; a deletion and a note hold none', () => {
  const events = [parseUserEvent(message), parseUserEvent(edit), parseUserEvent(deletion), parseServerEvent(late)];
  expect(events.map((event) => event && subjectOf(event))).toEqual([msg, msg, null, null]);
});

function parse(value: unknown): unknown {
  return parseUserEvent(value) ?? parseServerEvent(value);
}
