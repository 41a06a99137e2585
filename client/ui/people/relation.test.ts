import { describe, expect, test } from 'vitest';
import type { Command } from '../../../shared/protocol/commands.ts';
import type { ContactsAnswer } from '../../../shared/protocol/people-api.ts';
import { freshUserId } from '../../../tests/kit/sample-events.ts';
import { countRequests, decideWriting, makeRelationTo, peopleByStanding, type Standing } from './relation.ts';

const ben = { userId: freshUserId(), name: 'Ben', handle: 'ben', picture: null };
const cleo = { userId: freshUserId(), name: 'Cleo', handle: 'cleo', picture: null };
const nobody: ContactsAnswer = { contacts: [], received: [], sent: [], blocked: [], whoMayWrite: 'contacts' };
const told: Record<Standing, ContactsAnswer> = {
  none: nobody,
  contact: { ...nobody, contacts: [ben] },
  received: { ...nobody, received: [{ person: ben, text: 'May I?', at: 1 }] },
  sent: { ...nobody, sent: [ben] },
  blocked: { ...nobody, blocked: [ben] },
};
const { userId } = ben;
const kinds = {
  request: { kind: 'request-contact', userId, text: '' },
  accept: { kind: 'accept-contact', userId },
  decline: { kind: 'decline-contact', userId },
  withdraw: { kind: 'withdraw-contact', userId },
  remove: { kind: 'remove-contact', userId },
  block: { kind: 'block-person', userId },
  unblock: { kind: 'unblock-person', userId },
} satisfies Record<string, Command>;

describe('how one stands to somebody', () => {
  test.each([
    ['none', [], 'none'],
    ['contact', [], 'contact'],
    ['received', [], 'received'],
    ['sent', [], 'sent'],
    ['blocked', [], 'blocked'],
    ['none', ['request'], 'sent'],
    ['received', ['request'], 'contact'],
    ['contact', ['request'], 'contact'],
    ['received', ['accept'], 'contact'],
    ['none', ['accept'], 'none'],
    ['received', ['decline'], 'none'],
    ['sent', ['withdraw'], 'none'],
    ['contact', ['withdraw'], 'contact'],
    ['contact', ['remove'], 'none'],
    ['contact', ['block'], 'blocked'],
    ['contact', ['block', 'unblock'], 'none'],
    ['received', ['block', 'unblock'], 'received'],
    ['blocked', ['unblock', 'request'], 'sent'],
    ['blocked', ['request'], 'blocked'],
  ] as const)('told as %s, after %j that wait, is %s', (before, waiting, expected) => {
    const commands = waiting.map((name) => ({ command: kinds[name] }));
    const relation = makeRelationTo({ contacts: told[before], waiting: commands })(userId);
    expect(relation).toEqual({ standing: expected, isPending: waiting.length > 0 });
  });

  test('is not changed by what waits for somebody else', () => {
    const waiting = [{ command: { ...kinds.block, userId: cleo.userId } }];
    const relation = makeRelationTo({ contacts: told.contact, waiting })(userId);
    expect(relation).toEqual({ standing: 'contact', isPending: false });
  });

  test('lists each once, by name, also whom one has asked just now', () => {
    const contacts = { ...nobody, contacts: [cleo], blocked: [cleo] };
    const waiting = [{ command: kinds.request }, { command: { ...kinds.unblock, userId: cleo.userId } }];
    const people = [ben, cleo];
    const lists = peopleByStanding({ contacts, waiting }, (id) => people.find((one) => one.userId === id) ?? null);
    expect(lists).toEqual({ contact: [cleo], received: [], sent: [ben], blocked: [] });
  });

  test('is looked up a few times for each of many, however many there are', () => {
    let looks = 0;
    const many = Array.from({ length: 300 }, () => {
      const id = freshUserId();
      return Object.defineProperty({ ...ben }, 'userId', { get: () => (looks++, id) });
    });
    const lists = peopleByStanding({ contacts: { ...nobody, contacts: many }, waiting: [] }, () => null);
    expect(lists.contact).toHaveLength(300);
    expect(looks).toBeLessThan(10 * 300);
  });

  test('counts who waits for an answer, and nobody who was answered', () => {
    const received = [ben, cleo].map((person) => ({ person, text: '', at: 1 }));
    const contacts = { ...nobody, received };
    expect(countRequests(contacts, makeRelationTo({ contacts, waiting: [] }))).toBe(2);
    const waiting = [{ command: kinds.accept }];
    expect(countRequests(contacts, makeRelationTo({ contacts, waiting }))).toBe(1);
  });
});

test.each([
  ['contact', 'contacts', false, 'open'],
  ['none', 'contacts', false, 'not-contacts'],
  ['none', 'contacts', true, 'not-contacts'],
  ['sent', 'contacts', true, 'awaited'],
  ['sent', 'contacts', false, 'asked'],
  ['received', 'contacts', false, 'asked-by'],
  ['blocked', 'contacts', false, 'blocked'],
  ['blocked', 'anyone', false, 'blocked'],
  ['none', 'anyone', false, 'open'],
  ['none', 'anyone', true, 'open'],
  ['sent', 'anyone', true, 'open'],
] as const)('%s where %s may write, beginning: %s, is %s', (standing, whoMayWrite, isBeginning, expected) => {
  expect(decideWriting({ standing, whoMayWrite, isBeginning })).toBe(expected);
});
