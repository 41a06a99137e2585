// Events: an event has exactly its fields, each of exactly its form. Everything else is no event.
import { describe, expect, test } from 'vitest';
import { maxTextLength, parseServerEvent, parseUserEvent, subjectOf, targetOf } from './events.ts';

const body = '0123456789abcdefghjkmnpq';
const msg = `msg_${body}`;
const evt = `evt_${body}`;
const message = { kind: 'message', id: msg, at: 1_000, text: 'hello' };
const edit = { kind: 'edit', id: evt, at: 1_000, target: msg, text: 'hello' };
const deletion = { kind: 'delete', id: evt, at: 1_000, target: msg, targetAt: 900 };
const [ada, ben] = [`usr_${body}`, `usr_1${body.slice(1)}`];
const about = { id: evt, at: 1_000, target: msg, targetAuthor: ben, isOn: true };
const reaction = { kind: 'reaction', ...about, emoji: '👍' };
const pin = { kind: 'pin', ...about };
const reply = { ...message, replyTo: { author: ben, id: msg, at: 900 } };
const source = { conversationId: `cnv_${body}`, author: ben, id: msg, at: 900 };
const forward = { ...message, forwarded: { source } };
const takenDown = { ...deletion, targetAuthor: ben };
const mentions = [
  { who: ben, label: 'Ben' },
  { who: 'everyone', label: 'all' },
];
const calling = { ...message, mentions };
const calledAnew = { ...edit, mentions };
const optional = ['replyTo', 'forwarded', 'targetAuthor', 'mentions'];
const late = { kind: 'late', id: evt, at: 1_000, client: 7, clock: 0, count: 1 };

test.each([message, edit, deletion, reaction, pin, reply, forward, takenDown, calling, calledAnew])(
  'a person may write a $kind',
  (event) => {
    expect(parseUserEvent(event)).toEqual(event);
    expect(parseServerEvent(event)).toBeNull();
  },
);

test('only the server may say that something came late', () => {
  expect(parseServerEvent(late)).toEqual(late);
  expect(parseUserEvent(late)).toBeNull();
});

describe('every field', () => {
  const events = [message, edit, deletion, reaction, pin, reply, forward, takenDown, calling, calledAnew, late];
  const cases = events.flatMap((event) => Object.keys(event).map((field) => ({ event, field })));

  const needed = cases.filter(({ event, field }) => event.kind === 'reaction' || !optional.includes(field));

  test.each(needed)('$field of a $event.kind is needed', ({ event, field }) => {
    const { [field]: _, ...rest } = event as Record<string, unknown>;
    expect(parse(rest)).toBeNull();
  });

  test.each(cases)('$field of a $event.kind takes no value of another form', ({ event, field }) => {
    for (const value of [null, undefined, true, -1, 0.5, Number.NaN, Infinity, 2 ** 53, '', {}, [], [msg], 1n]) {
      if (field === 'isOn' && value === true) continue;
      expect(parse({ ...event, [field]: value })).toBeNull();
    }
  });

  test.each([reply.replyTo, forward.forwarded, source])('what a message names has exactly its fields: %j', (named) => {
    const written = (value: object) => ({
      ...message,
      ...(named === reply.replyTo ? { replyTo: value } : { forwarded: named === source ? { source: value } : value }),
    });
    expect(parseUserEvent(written(named))).not.toBeNull();
    expect(parseUserEvent(written({ ...named, extra: 1 }))).toBeNull();
    for (const field of Object.keys(named)) {
      expect(parseUserEvent(written({ ...named, [field]: undefined }))).toBeNull();
      expect(parseUserEvent(written({ ...named, [field]: 'x' }))).toBeNull();
    }
  });

  test.each([
    ['nobody', { who: 'usr_nobody', label: 'Ben' }],
    ['a label of two lines', { who: ben, label: 'Ben\nSample' }],
    ['no label', { who: ben }],
    ['more than that', { who: ben, label: 'Ben', extra: 1 }],
  ])('a mention of %s is none', (_, mention) => {
    expect(parseUserEvent({ ...message, mentions: [mention] })).toBeNull();
  });

  test('a source may be kept from those who are told', () => {
    expect(parseUserEvent({ ...message, forwarded: { source: null } })).not.toBeNull();
  });

  test.each(events)('a $kind has no others', (event) => {
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
  const mine = `${ada} ${msg}`;
  expect(events.map((event) => event && subjectOf(ada, event))).toEqual([mine, mine, null, null]);
  const about = [parseUserEvent(reaction), parseUserEvent(pin)];
  expect(about.map((event) => event && subjectOf(ada, event))).toEqual([`${ben} ${msg}`, null]);
  expect(about.map((event) => event && targetOf(ada, event))).toEqual([`${ben} ${msg}`, `${ben} ${msg}`]);
});

function parse(value: unknown): unknown {
  return parseUserEvent(value) ?? parseServerEvent(value);
}
