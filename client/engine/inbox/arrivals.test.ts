// What counts as having just come: by example.
import { expect, test } from 'vitest';
import { freshUserId } from '../../../tests/kit/sample-events.ts';
import { makeTimers } from '../../../tests/kit/timers.ts';
import type { ConversationId } from '../../../shared/ids.ts';
import type { ConversationSummary } from '../messenger.ts';
import { makeWritable } from '../writable.ts';
import { openArrivals } from './arrivals.ts';

const [me, ada] = [freshUserId(), freshUserId()];
const [one, other] = ['cnv_one', 'cnv_other'] as ConversationId[] as [ConversationId, ConversationId];

function row(
  conversationId: ConversationId,
  unread: number,
  last: { at: number; author?: string } | null,
): ConversationSummary {
  return {
    ...{ conversationId, kind: 'group', title: 'Harbour', picture: null, description: '', history: 'all' },
    ...{ members: [], former: [], isAwaited: false, isClosed: false, since: 0, isPending: false, mentions: 0, unread },
    lastMessage: last === null ? null : { text: 'words', author: ada, ...last },
  };
}

function begin(...rows: ConversationSummary[]) {
  const conversations = makeWritable<readonly ConversationSummary[]>(rows);
  const isCaughtUp = makeWritable(true);
  const timers = makeTimers();
  const asked: boolean[] = [];
  const calls = ({ title }: ConversationSummary, isMentioned: boolean) => {
    asked.push(isMentioned);
    return title !== 'Quiet';
  };
  const arrivals = openArrivals({ platform: timers, me, conversations, isCaughtUp, calls });
  const heard: ConversationId[] = [];
  arrivals.onArrival((conversationId) => heard.push(conversationId));
  const become = (...next: ConversationSummary[]) => conversations.set(next);
  /** What was scheduled last: those before it wait longer. */
  const runNewest = () => {
    const newest = [...timers.waiting].at(-1);
    if (newest !== undefined) timers.waiting.delete(newest);
    newest?.();
  };
  return { runAll: () => timers.runAll(), runNewest, become, isCaughtUp, heard, asked, arrivals };
}

test('a message of somebody else comes once, also in a conversation that is new, and two at once in each', () => {
  const { become, runAll, heard } = begin(row(one, 0, null));
  become(row(one, 1, { at: 10 }));
  become(row(one, 2, { at: 11 }), row(other, 1, { at: 9 }));
  runAll();
  expect(heard).toEqual([one, other]);
  runAll();
  become(row(one, 2, { at: 11 }), row(other, 1, { at: 9 }));
  runAll();
  expect(heard).toHaveLength(2);
});

test('the message may come long before the count', () => {
  const { become, runNewest, heard } = begin(row(one, 0, { at: 5 }));
  become(row(one, 0, { at: 10 }));
  runNewest();
  become(row(one, 1, { at: 10 }));
  runNewest();
  expect(heard).toEqual([one]);
});

test('what is read at once has not come, although it is marked as unread later', () => {
  const { become, runAll, heard } = begin(row(one, 0, { at: 5 }));
  become(row(one, 0, { at: 10 }));
  runAll();
  runAll(); // nobody waits for its count any more
  become(row(one, 1, { at: 10 }));
  runAll();
  expect(heard).toEqual([]);
});

test('the count may come before the message', () => {
  const { become, runAll, heard } = begin(row(one, 0, { at: 5 }));
  become(row(one, 1, { at: 5 }));
  become(row(one, 1, { at: 10 }));
  runAll();
  expect(heard).toEqual([one]);
});

test('what one’s own devices write, what is marked as unread and what is edited has not come', () => {
  const { become, runAll, heard } = begin(row(one, 0, { at: 5 }), row(other, 0, { at: 5 }));
  become(row(one, 0, { at: 10, author: me }), row(other, 3, { at: 5 }));
  runAll();
  become(row(one, 0, { at: 10, author: me }), row(other, 2, { at: 5 }));
  runAll();
  expect(heard).toEqual([]);
});

test('what is read within a moment, here or elsewhere, has not come', () => {
  const { become, runAll, heard } = begin(row(one, 0, null));
  become(row(one, 1, { at: 10 }));
  become(row(one, 0, { at: 10 }));
  runAll();
  expect(heard).toEqual([]);
});

test('what is caught up with has not come, and what comes after it has', () => {
  const { become, runAll, isCaughtUp, heard } = begin(row(one, 0, null));
  become(row(one, 1, { at: 10 })); // cut off before the moment is over
  isCaughtUp.set(false);
  become(row(one, 5, { at: 20 }));
  isCaughtUp.set(true);
  runAll();
  expect(heard).toEqual([]);
  become(row(one, 6, { at: 30 }));
  runAll();
  expect(heard).toEqual([one]);
});

test('nothing is told any more once it is closed', () => {
  const { become, runAll, arrivals, heard } = begin(row(one, 0, null));
  become(row(one, 1, { at: 10 }));
  arrivals.close();
  runAll();
  expect(heard).toEqual([]);
});

test('what does not call is not told, and later nothing of it; whether it mentions one is asked', () => {
  const { become, runAll, heard, asked } = begin(row(one, 0, null), row(other, 0, null));
  become({ ...row(one, 1, { at: 10 }), title: 'Quiet' }, { ...row(other, 1, { at: 11 }), mentions: 1 });
  runAll();
  expect([heard, asked]).toEqual([[other], [false, true]]);
  become(row(one, 1, { at: 10 }), row(other, 1, { at: 11 }));
  runAll();
  expect(heard).toEqual([other]);
});
