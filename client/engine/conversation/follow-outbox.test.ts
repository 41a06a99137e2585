import { expect, test } from 'vitest';
import { makeTimers } from '../../../tests/kit/timers.ts';
import { chapterName, type DocumentName } from '../../../shared/conversation/document-name.ts';
import { directConversationId, mintUserId } from '../../../shared/ids.ts';
import { makeWritable } from '../writable.ts';
import type { ConversationPool } from './conversation-pool.ts';
import { followOutbox } from './follow-outbox.ts';

const user = (number: number) => mintUserId(new Uint8Array(15).fill(number));
const documents = (count: number): DocumentName[] =>
  Array.from({ length: count }, (_, at) =>
    chapterName({ conversationId: directConversationId(user(1), user(at + 2)), chapter: 1 }),
  );

test('what had its turn is opened again once there is room for all that is left', async () => {
  const names = documents(9);
  const noted = makeWritable<readonly DocumentName[]>(names);
  const timers = makeTimers();
  const open = new Set<string>();
  const pool = {
    take: (conversationId: string) => {
      open.add(conversationId);
      return { live: { include: () => () => undefined }, release: () => open.delete(conversationId) };
    },
  } as unknown as ConversationPool; // what is used of it
  const stop = followOutbox({
    ...{ platform: timers, pool, whenToBegin: Promise.resolve() },
    outbox: { documents: noted } as never,
  });
  await new Promise((resolve) => setImmediate(resolve));
  expect(open.size).toBe(8);
  timers.runAll();
  expect(open.size).toBe(1); // the ninth has its turn, and the others wait
  const [ninth] = open;
  noted.set(names.filter((name) => !name.includes(String(ninth))));
  expect(open.size).toBe(8);
  stop();
});
