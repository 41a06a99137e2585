// What this device goes by: the choice that waits, else what was answered last, else the server's word.
import { expect, test } from 'vitest';
import { freshCommandId } from '../../../tests/kit/group-acts.ts';
import { makeKeptInMemory } from '../../../tests/kit/kept-in-memory.ts';
import type { FailedCommand, PendingCommand } from '../commands/kept-commands.ts';
import { makeWritable } from '../writable.ts';
import { openReceipts } from './receipts.ts';

function open(kept = makeKeptInMemory()) {
  const pending = makeWritable<readonly PendingCommand[]>([]);
  const failed = makeWritable<readonly FailedCommand[]>([]);
  const receipts = openReceipts({ kept: kept.openTab(), commands: { pending, failed } });
  const choose = (areOn: boolean) => {
    const one = { commandId: freshCommandId(), command: { kind: 'set-receipts', areOn } as const, order: 1 };
    pending.set([...pending.get(), one]);
    return one;
  };
  return {
    areOn: receipts.areOn,
    take: (said: { receipts?: boolean }) => receipts.take(said),
    pending,
    failed,
    choose,
  };
}

test('they are on until somebody chooses otherwise, and older servers say nothing of them', () => {
  const { areOn, take } = open();
  take({});
  expect(areOn.get()).toBe(true);
});

test('a choice counts at once, and goes on counting when it is answered before the inbox says it', () => {
  const { areOn, choose, pending } = open();
  choose(false);
  expect(areOn.get()).toBe(false);
  pending.set([]);
  expect(areOn.get()).toBe(false);
});

test('the last of several counts, whatever the server says of an earlier one', () => {
  const { areOn, choose, pending, take } = open();
  choose(false);
  const last = choose(true);
  pending.set([last]);
  take({ receipts: false });
  expect(areOn.get()).toBe(true);
});

test('a choice that is refused counts no more', () => {
  const { areOn, choose, pending, failed } = open();
  const { commandId, command } = choose(false);
  failed.set([{ commandId, command, code: 'bad-request' }]);
  pending.set([]);
  expect(areOn.get()).toBe(true);
});

test('the server’s word is kept, and heard by the other tabs', () => {
  const kept = makeKeptInMemory();
  const [one, other] = [open(kept), open(kept)];
  one.take({ receipts: false });
  expect([other.areOn.get(), open(kept).areOn.get()]).toEqual([false, false]);
  other.take({ receipts: true });
  expect(one.areOn.get()).toBe(true);
});
