import { expect, test } from 'vitest';
import { untouched, type TimelineItem } from '../../../shared/conversation/timeline.ts';
import { mintEventId, mintUserId, parseClientId } from '../../../shared/ids.ts';
import { must } from '../../../shared/base/assert.ts';
import { actsOf, type Reader } from './acts-of.ts';

const bytes = (fill: number) => new Uint8Array(15).fill(fill);
const [me, other] = [mintUserId(bytes(1)), mintUserId(bytes(2))];
const id = mintEventId('message', bytes(3));
const client = must(parseClientId(1), 'a client');
const reader: Reader = { me, kind: 'group', role: 'member', mayWrite: true };

function item(change: Partial<TimelineItem>): TimelineItem {
  return {
    ...untouched,
    ...{ key: 'k', id, author: me, at: 1 },
    ...{ notice: null, text: 'hello', lateAt: null, place: { client: client, clock: 0 } },
    ...change,
  };
}

const acts = (change: Partial<TimelineItem>, as: Partial<Reader> = {}) => [
  ...actsOf(item(change), { ...reader, ...as }),
];

test('everybody edits and deletes their own, and only their own', () => {
  expect(acts({})).toEqual(expect.arrayContaining(['edit', 'delete', 'reply', 'react']));
  expect(acts({ author: other })).not.toContain('edit');
  expect(acts({ author: other })).not.toContain('delete');
});

test('who manages a group deletes what others wrote and pins', () => {
  expect(acts({ author: other }, { role: 'admin' })).toEqual(expect.arrayContaining(['delete', 'pin']));
  expect(acts({ author: other }, { role: 'admin' })).not.toContain('edit');
  expect(acts({})).not.toContain('pin');
  expect(acts({ author: other }, { kind: 'direct' })).toContain('pin');
});

test('who may only read copies, forwards, saves and changes nothing', () => {
  const found = acts({}, { mayWrite: false });
  expect(found).toEqual(expect.arrayContaining(['copy', 'link', 'forward', 'save', 'details', 'select', 'unread']));
  for (const act of ['edit', 'delete', 'react', 'reply', 'pin']) expect(found).not.toContain(act);
});

test('of a deleted message its place is left, of one that waits its text', () => {
  expect(acts({ text: null })).toEqual(['link', 'unread']);
  expect(acts({ place: null })).toEqual(['copy']);
});
