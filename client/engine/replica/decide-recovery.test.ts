import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { subjectKey, type UserEvent } from '../../../shared/conversation/events.ts';
import { appendDelete, appendEvent } from '../../../shared/conversation/log.ts';
import { mintEventId, mintUserId, type ClientId } from '../../../shared/ids.ts';
import { refusalCodes, retryAfter, type Refusal, type RefusalCode } from '../../../shared/protocol/refusal.ts';
import {
  decideRecovery,
  isThere,
  joinLate,
  maxAttempts,
  placeInTime,
  readThere,
  waitsForTarget,
  type There,
  type Unsent,
} from './decide-recovery.ts';
import { idOf, noRecovery } from './recovery.ts';

const me = mintUserId(new Uint8Array(15));
const client = 7 as ClientId;
const nothing: There = { author: me, ids: new Set(), messages: new Set(), deleted: new Set() };
let seed = 0;

function message(text: string, at = 1): UserEvent & { kind: 'message' } {
  return { kind: 'message', id: mintEventId('message', new Uint8Array(15).fill(seed++)), at, text };
}

function inTheLog(...events: readonly unknown[]): Unsent[] {
  return events.map((value, clock) => ({ value, place: { client, clock } }));
}

function refusal(code: RefusalCode, clock: number | null): Refusal {
  return { code, client: clock === null ? null : client, clock };
}

const [one, two, three] = [message('one'), message('two'), message('three')];

interface Shown {
  readonly again: readonly string[];
  readonly notSent: readonly string[];
  readonly moved?: readonly string[];
}

function decide(code: RefusalCode, clock: number | null, attempts = 0): Shown {
  const { again, moved, notSent } = decideRecovery({
    unsent: inTheLog(one, two, three),
    refusal: refusal(code, clock),
    there: nothing,
    attempts,
  });
  const textOf = (value: unknown) => [one, two, three].find(({ id }) => id === idOf(value))?.text ?? 'unknown';
  const shown = {
    again: again.map(textOf),
    notSent: notSent.map(({ value, code: kept }) => `${textOf(value)}: ${kept}`),
  };
  return moved.length === 0 ? shown : { ...shown, moved: moved.map(textOf) };
}

const all = { again: ['one', 'two', 'three'], notSent: [] };
type NeverCode = Exclude<RefusalCode, 'incomplete' | 'try-later' | 'too-fast'>;

// A new code that is never sent again does not compile until it is decided here: for the second of three, named.
const table: Record<NeverCode, ReturnType<typeof decide>> = {
  malformed: { again: ['one', 'three'], notSent: ['two: malformed'] },
  'too-large': all,
  'client-taken': all,
  'wrong-log': all,
  'broken-chain': all,
  'bad-event': { again: ['one', 'three'], notSent: ['two: bad-event'] },
  'duplicate-id': { again: ['one', 'three'], notSent: ['two: duplicate-id'] },
  'clock-backwards': all,
  'clock-ahead': all,
  'foreign-erasure': all,
  'erasure-without-delete': all,
  'unknown-code': { again: ['one', 'three'], notSent: ['two: unknown-code'] },
  'not-allowed': { again: ['one', 'three'], notSent: ['two: not-allowed'] },
  'unknown-target': { again: ['one', 'three'], notSent: ['two: unknown-target'] },
  'too-many': { again: ['one', 'three'], notSent: ['two: too-many'] },
  'read-only': { again: [], notSent: ['one: read-only', 'two: read-only', 'three: read-only'] },
  'chapter-closed': { again: [], notSent: [], moved: ['one', 'two', 'three'] },
  'no-file': { again: ['one', 'three'], notSent: ['two: no-file'] },
  'chapter-full': { again: ['one', 'three'], notSent: ['two: chapter-full'] },
  'unknown-root': all,
  'generation-closed': all,
  'personal-full': all,
};

describe('of three messages, of which the server named the second', () => {
  test.each(Object.entries(table) as [NeverCode, ReturnType<typeof decide>][])('%s', (code, expected) => {
    expect(decide(code, 1)).toEqual(expected);
  });

  test('every code that is never sent again is decided', () => {
    const never = refusalCodes.filter((code) => retryAfter(code) === 'never');
    expect(Object.keys(table).toSorted()).toEqual(never.toSorted());
  });
});

describe('a refusal that names nothing', () => {
  test('sheds none of several: nobody knows which', () => {
    expect(decide('malformed', null)).toEqual(all);
  });

  test('is about the one that was on its way, however many wait behind it', () => {
    const unsent: Unsent[] = [...inTheLog(one), { value: two, place: null }];
    const decided = decideRecovery({ unsent, refusal: refusal('malformed', null), there: nothing, attempts: 0 });
    expect(decided).toEqual({ again: [two], moved: [], notSent: [{ value: one, code: 'malformed' }] });
  });

  test('sheds all after the last attempt that gained nothing', () => {
    expect(decide('malformed', null, maxAttempts - 1)).toEqual(all);
    const { again, notSent } = decide('malformed', null, maxAttempts);
    expect([again, notSent.length]).toEqual([[], 3]);
  });
});

test('a closed chapter keeps what changes its own messages, and lets the others go on together', () => {
  const there = { ...nothing, messages: new Set([subjectKey(me, one.id)]) };
  const id = (seed: number) => mintEventId('edit', new Uint8Array(15).fill(seed));
  const here = { kind: 'edit', id: id(1), at: 5, target: one.id, text: 'better' } as const;
  const elsewhere = { kind: 'edit', id: id(2), at: 6, target: two.id, text: 'better' } as const;
  const unsent: Unsent[] = [...inTheLog(two), ...[here, elsewhere].map((value) => ({ value, place: null }))];
  const decided = decideRecovery({ unsent, refusal: refusal('chapter-closed', 0), there, attempts: 0 });
  expect(decided).toEqual({ again: [here], moved: [two, elsewhere], notSent: [] });
});

describe('a deletion of what another wrote', () => {
  const other = mintUserId(new Uint8Array(15).fill(1));
  const id = mintEventId('delete', new Uint8Array(15).fill(3));
  const deletion = { kind: 'delete', id, at: 9, target: one.id, targetAt: 1, targetAuthor: other } as const;
  const decideOn = (code: RefusalCode, there: There) =>
    decideRecovery({ unsent: inTheLog(deletion), refusal: refusal(code, 0), there, attempts: maxAttempts });

  test('waits for it where that is not there', () => {
    expect(decideOn('unknown-target', nothing)).toEqual({ again: [deletion], moved: [], notSent: [] });
    expect(waitsForTarget(deletion, nothing)).toBe(true);
  });

  test('goes on to the next chapter where this one is closed, for there the message comes back', () => {
    expect(decideOn('chapter-closed', nothing)).toEqual({ again: [], moved: [deletion], notSent: [] });
  });

  test('is shed where that is there, or it may not be', () => {
    const there = { ...nothing, messages: new Set([subjectKey(other, one.id)]) };
    expect(waitsForTarget(deletion, there)).toBe(false);
    expect(decideOn('unknown-target', there).notSent).toEqual([{ value: deletion, code: 'unknown-target' }]);
    expect(decideOn('not-allowed', nothing).notSent).toEqual([{ value: deletion, code: 'not-allowed' }]);
  });
});

describe('what is there already', () => {
  test('is neither sent again nor called refused', () => {
    const there = { ...nothing, ids: new Set<string>([one.id]), deleted: new Set([subjectKey(me, two.id)]) };
    const decided = decideRecovery({
      ...{ unsent: inTheLog(one, two, three), refusal: refusal('read-only', null), there, attempts: 0 },
    });
    expect(decided).toEqual({ again: [], moved: [], notSent: [{ value: three, code: 'read-only' }] });
  });

  test('is what stands in my logs, and what belongs to a message that I deleted', () => {
    const doc = new Y.Doc();
    const [kept, gone] = [message('kept'), message('gone')];
    const edit = {
      kind: 'edit',
      id: mintEventId('edit', new Uint8Array(15).fill(90)),
      at: 2,
      target: gone.id,
      text: 'x',
    } as const;
    const id = mintEventId('delete', new Uint8Array(15).fill(91));
    for (const event of [kept, gone]) appendEvent(doc, me, event);
    appendDelete(doc, me, { kind: 'delete', id, at: 3, target: gone.id, targetAt: 1 });
    const there = readThere(doc, me);
    expect([kept, gone, edit, { id }].map((value) => isThere(value, there))).toEqual([true, true, true, true]);
    expect(isThere(message('another'), there)).toBe(false);
    expect(readThere(doc, mintUserId(new Uint8Array(15).fill(9))).ids.size).toBe(0);
  });

  test('is one copy when two lives hold the same', () => {
    const unsent = [...inTheLog(one), { value: one, place: null }];
    const decided = decideRecovery({ unsent, refusal: refusal('client-taken', null), there: nothing, attempts: 0 });
    expect(decided.again).toEqual([one]);
  });
});

test('what this version does not know is kept with its reason whatever was named', () => {
  const strange = { ...message('strange'), kind: 'hologram' };
  const decided = decideRecovery({
    ...{ unsent: inTheLog(one, strange), refusal: refusal('clock-ahead', 0), there: nothing, attempts: 0 },
  });
  expect(decided).toEqual({ again: [one], moved: [], notSent: [{ value: strange, code: 'bad-event' }] });
});

test('what a closed chapter refuses moves on, however often it was refused before', () => {
  const unsent = inTheLog(one, two);
  const refused = refusal('chapter-closed', 0);
  const decided = decideRecovery({ unsent, refusal: refused, there: nothing, attempts: maxAttempts });
  expect(decided).toEqual({ again: [], moved: [one, two], notSent: [] });
});

describe('what turns up late', () => {
  test('is added once, and not when it is there, kept or given up', () => {
    const kept = { ...noRecovery, again: [one], notSent: [{ value: two, code: 'read-only' }], discarded: [three.id] };
    const late = [one, two, three].map((value) => ({ value }));
    expect(joinLate(kept, late, nothing)).toBe(kept);
    const movedOn = { ...noRecovery, handedOn: late.flatMap(({ value }) => idOf(value) ?? []) };
    expect(joinLate(movedOn, late, nothing)).toBe(movedOn);
    const four = message('four');
    const there = { ...nothing, ids: new Set<string>([four.id]) };
    expect(joinLate(kept, [{ value: four }], there)).toBe(kept);
    const joined = joinLate(kept, [{ value: four }], nothing);
    expect(joined.again).toEqual([one, four]);
    expect(joinLate(joined, [{ value: four }], nothing)).toBe(joined);
  });
});

describe('the time of an event that is appended again', () => {
  let given = 1_000;
  const times = { lastAt: 50, latest: 2_000, next: () => ++given };

  test('is its old one where that can stand, in the order of the screen', () => {
    const events = [message('c', 300), message('a', 100), message('b', 200)];
    expect(placeInTime(events, times).map(({ at }) => at)).toEqual([100, 200, 300]);
  });

  test('is a new one where it is ahead, or not above the last', () => {
    const events = [message('ahead', 9_000), message('behind', 10), message('fine', 60)];
    expect(placeInTime(events, times).map(({ at }) => at)).toEqual([1_001, 1_002, 1_003]);
  });

  test('keeps a deletion from standing ahead of the server', () => {
    const id = mintEventId('delete', new Uint8Array(15).fill(92));
    const deletion = { kind: 'delete', id, at: 9_500, target: one.id, targetAt: 9_000 } as const;
    const [placed] = placeInTime([deletion], times);
    expect(placed).toMatchObject({ kind: 'delete', target: one.id });
    expect(placed?.kind === 'delete' && placed.targetAt <= placed.at && placed.at <= 2_000).toBe(true);
  });
});
