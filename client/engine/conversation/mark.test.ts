import { describe, expect, test } from 'vitest';
import { mintEventId, mintUserId, type ClientId } from '../../../shared/ids.ts';
import { untouched, type TimelineItem } from '../../../shared/conversation/timeline.ts';
import type { Refusal } from '../../../shared/protocol/refusal.ts';
import { noRecovery } from '../replica/recovery.ts';
import { keptRows, withKeptRows } from './kept-rows.ts';
import { markOf } from './mark.ts';

const me = mintUserId(new Uint8Array(15));
const other = mintUserId(new Uint8Array(15).fill(1));
const client = 7 as ClientId;
const acknowledged = { epoch: 'one', clocks: { 7: 2 } };

function itemAt(clock: number, changes: Partial<TimelineItem> = {}): TimelineItem {
  const id = mintEventId('message', new Uint8Array(15));
  const item = {
    key: id,
    id,
    author: me,
    at: 1,
    text: 'x',
    notice: null,
    ...untouched,
    lateAt: null,
    place: { client, clock },
  };
  return { ...item, ...changes };
}

const stored = { 7: 9 };
const nothing = {
  me,
  acknowledged,
  deliveries: {},
  reads: {},
  stored,
  refusal: null,
  isDenied: false,
  keptRows: keptRows(noRecovery, me),
};

function markWith(refusal: Refusal | null, item: TimelineItem) {
  return markOf(item, { ...nothing, refusal });
}

describe('the mark of a message', () => {
  test('is sent below the acknowledged clock and waiting from it on', () => {
    expect([1, 2, 3].map((clock) => markWith(null, itemAt(clock))?.status)).toEqual(['sent', 'waiting', 'waiting']);
  });

  test('is writing until this device has it on its disk, unless the server has', () => {
    const marks = [1, 2, 3, 4].map((clock) => markOf(itemAt(clock), { ...nothing, stored: { 7: 3, 8: 9 } })?.status);
    expect(marks).toEqual(['sent', 'waiting', 'writing', 'writing']);
    expect(markOf(itemAt(1), { ...nothing, stored: {} })?.status).toBe('sent');
  });

  test('is refused for the one that the server named, and waiting for those behind it', () => {
    const refusal: Refusal = { code: 'bad-event', client, clock: 2 };
    expect(markWith(refusal, itemAt(2))).toEqual({ status: 'refused', code: 'bad-event' });
    expect([1, 3].map((clock) => markWith(refusal, itemAt(clock))?.status)).toEqual(['sent', 'waiting']);
  });

  test('is refused for everything that the server does not have when it named none', () => {
    const refusal: Refusal = { code: 'malformed', client: null, clock: null };
    expect([1, 2, 3].map((clock) => markWith(refusal, itemAt(clock))?.status)).toEqual(['sent', 'refused', 'refused']);
  });

  test('is delivered when somebody else has it on their disk, and the server on its own', () => {
    const deliveries = { [other]: { 7: 3 } };
    const marks = [0, 1, 2].map((clock) => markOf(itemAt(clock), { ...nothing, deliveries })?.status);
    expect(marks).toEqual(['delivered', 'delivered', 'waiting']);
    const elsewhere = { [other]: { 8: 9 } };
    expect(markOf(itemAt(1), { ...nothing, deliveries: elsewhere })?.status).toBe('sent');
  });

  test('is read when somebody else has seen it, wherever they keep it', () => {
    const reads = { [other]: { 7: 1 } };
    const marks = [0, 1, 2].map((clock) => markOf(itemAt(clock), { ...nothing, reads })?.status);
    expect(marks).toEqual(['read', 'sent', 'waiting']);
  });

  test('is refused where the server does not let me in any more, and what it has stays sent', () => {
    const marks = [1, 2].map((clock) => markOf(itemAt(clock), { ...nothing, isDenied: true }));
    expect(marks).toEqual([{ status: 'sent' }, { status: 'refused', code: 'not-a-member' }]);
  });

  test('of a message that stands in no log is what is kept of it', () => {
    const message = { kind: 'message', id: 'msg_1', at: 1, text: 'x' };
    const kept = keptRows({ ...noRecovery, notSent: [{ value: message, code: 'read-only' }] }, me);
    const [item] = withKeptRows([itemAt(0)], kept).filter(({ place }) => place === null);
    expect(item).toMatchObject({ id: 'msg_1', text: 'x', author: me });
    expect(item && markOf(item, { ...nothing, keptRows: kept })).toEqual({ status: 'refused', code: 'read-only' });
  });

  test('is none for what somebody else wrote and for what has no place any more', () => {
    expect(markWith(null, itemAt(1, { author: other }))).toBeNull();
    expect(markWith(null, itemAt(1, { place: null }))).toBeNull();
  });
});
