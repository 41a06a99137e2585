// What others have sent, got before anybody asks, over a connection that comes and goes.
import { expect, test } from 'vitest';
import type { TimelineItem } from '../../../shared/conversation/timeline.ts';
import { mintConversationId, mintUserId } from '../../../shared/ids.ts';
import { pictureOf } from '../../../tests/kit/sample-files.ts';
import type { LinkState } from '../messenger.ts';
import { makeWritable } from '../writable.ts';
import { fetchAhead } from './fetch-ahead.ts';
import type { FetchRule } from './files.ts';

test('what was cut off is asked for on the next connection, and once on each', async () => {
  const picture = pictureOf('one');
  const state = makeWritable<LinkState>({ status: 'online' });
  const items = makeWritable<readonly TimelineItem[]>([{ author: 'usr_other', attachments: [picture] } as never]);
  const comeBack = () => {
    state.set({ status: 'connecting' });
    state.set({ status: 'online' });
  };
  const start = (asked: string[]) =>
    fetchAhead({
      me: mintUserId(new Uint8Array(16)),
      conversationId: mintConversationId(new Uint8Array(16)),
      items,
      files: {
        fetchRule: makeWritable<FetchRule>('everything'),
        isHere: () => false,
        keptChanges: makeWritable(0),
        read(_where, { hash }) {
          asked.push(hash);
          return Promise.resolve(null);
        },
        kept: makeWritable({ bytes: 0, count: 0, budget: 1e9 }),
      },
      link: { state },
    });
  const asked: string[] = [];
  const stop = start(asked);
  await expect.poll(() => asked).toEqual([picture.hash]);
  items.set([...items.get()]);
  comeBack();
  await expect.poll(() => asked).toEqual([picture.hash, picture.hash]);
  stop();
  const askedByNext: string[] = [];
  const stopNext = start(askedByNext);
  await expect.poll(() => askedByNext).toHaveLength(1);
  comeBack();
  await expect.poll(() => askedByNext).toHaveLength(2);
  expect(asked).toHaveLength(2);
  stopNext();
});
