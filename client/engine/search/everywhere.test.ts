import { expect, test } from 'vitest';
import type { ConversationId, EventId, UserId } from '../../../shared/ids.ts';
import type { SearchAnswer, SearchHit } from '../../../shared/protocol/search-answer.ts';
import { emptyQuery, type Query } from '../../../shared/search/query.ts';
import type { Answer } from '../api/request.ts';
import type { LinkState } from '../messenger.ts';
import { makeWritable } from '../writable.ts';
import type { DeviceSearch, FoundHere } from './device-search.ts';
import { openEverywhere } from './everywhere.ts';

const query: Query = { ...emptyQuery, terms: [{ kind: 'part', words: ['order'], isNegated: false }] };
const hit = (name: string, at: number): SearchHit => ({
  ...{ conversationId: 'cnv_1' as ConversationId, chapter: 1, author: 'usr_1' as UserId, at },
  ...{ id: `msg_${name}` as EventId, text: `order ${name}`, spans: [{ from: 0, to: 5 }], files: [], links: [] },
});

function stage({ isOnline = true } = {}) {
  const link = makeWritable<LinkState>({ status: isOnline ? 'online' : 'offline' });
  const asked: { page: string | null; answer: (value: Answer<SearchAnswer>) => void }[] = [];
  let tellHere: (found: FoundHere) => void = () => undefined;
  let pause: () => void = () => undefined;
  const device: DeviceSearch = {
    state: makeWritable({ status: 'ready' } as const),
    find(_, onFound) {
      tellHere = onFound;
      return { more: () => undefined, stop: () => undefined };
    },
  };
  const everywhere = openEverywhere({
    ...{ device, link },
    ask: (_, page) => new Promise((answer) => asked.push({ page, answer })),
    platform: {
      schedule(_, run) {
        pause = run;
        return () => (pause = () => undefined);
      },
    },
  });
  return {
    ...{ everywhere, link, asked },
    here: (hits: SearchHit[], rest: Partial<FoundHere> = {}) => tellHere({ hits, isWhole: true, guesses: [], ...rest }),
    passPause: () => pause(),
    answer: async (hits: SearchHit[], next: string | null = null) => {
      asked.shift()?.answer({ status: 'ok', value: { hits, next } });
      await Promise.resolve();
      await Promise.resolve();
    },
    texts: () => everywhere.found.get().hits.map(({ text }) => text),
  };
}

test('what both have found stands once, at its place by time', async () => {
  const { everywhere, here, passPause, answer, texts } = stage();
  everywhere.look(query);
  here([hit('c', 3), hit('a', 1)]);
  expect(texts()).toEqual(['order c', 'order a']);
  passPause();
  await answer([hit('d', 4), hit('c', 3), hit('b', 2)]);
  expect(texts()).toEqual(['order d', 'order c', 'order b', 'order a']);
  expect(everywhere.found.get().server).toEqual({ status: 'answered', isWhole: true });
});

test('of more people than the server is told, nobody else is shown', async () => {
  const { everywhere, here, passPause, answer, texts } = stage();
  const meant = Array.from({ length: 200 }, (_unused, number) => `usr_${number + 2}` as UserId);
  everywhere.look({ ...query, from: meant });
  here([]);
  passPause();
  await answer([hit('of another', 2), { ...hit('of one', 1), author: 'usr_7' as UserId }]);
  expect(texts()).toEqual(['order of one']);
});

test('what is found later above the row that somebody looks at waits, and comes when it is asked for', async () => {
  const { everywhere, here, passPause, answer, texts } = stage();
  everywhere.look(query);
  here([hit('c', 3), hit('a', 1)]);
  everywhere.hold(everywhere.found.get().hits[1]?.key ?? null);
  passPause();
  await answer([hit('d', 4), hit('b', 2), hit('z', 0)]);
  expect(texts()).toEqual(['order c', 'order a', 'order z']);
  expect(everywhere.found.get().held).toBe(2);
  everywhere.hold(null);
  expect(texts()).toEqual(['order d', 'order c', 'order b', 'order a', 'order z']);
});

test('with no network it says that only this device was looked through, and asks when there is one', async () => {
  const { everywhere, here, link, asked, answer, texts } = stage({ isOnline: false });
  everywhere.look(query);
  here([hit('a', 1)]);
  expect(everywhere.found.get()).toMatchObject({ server: { status: 'here' }, isAnsweredHere: true });
  expect(asked).toEqual([]);
  link.set({ status: 'online' });
  await answer([hit('b', 2)]);
  expect(texts()).toEqual(['order b', 'order a']);
});

test('what this device hears to be deleted goes, also where the server has named it', async () => {
  const { everywhere, here, passPause, answer, texts } = stage();
  everywhere.look(query);
  here([hit('b', 2), hit('a', 1)]);
  passPause();
  await answer([hit('b', 2), hit('a', 1)]);
  here([hit('b', 2)]);
  expect(texts()).toEqual(['order b']);
});

test('an answer that holds little brings the next, and one that holds enough waits to be asked', async () => {
  const { everywhere, asked, passPause, answer, texts } = stage();
  everywhere.look(query);
  passPause();
  await answer([], 'one');
  expect(asked[0]?.page).toBe('one');
  await answer(
    Array.from({ length: 30 }, (_, index) => hit(`${index}`, 100 - index)),
    'two',
  );
  expect(asked).toEqual([]);
  expect(everywhere.found.get().hasMore).toBe(true);
  everywhere.more();
  expect(asked[0]?.page).toBe('two');
  await answer([hit('last', 1)]);
  expect(texts().at(-1)).toBe('order last');
  expect(everywhere.found.get().hasMore).toBe(false);
});

test('what an earlier query brings late is not shown for a later one', async () => {
  const { everywhere, asked, passPause, answer, texts } = stage();
  everywhere.look(query);
  passPause();
  everywhere.look({ ...query, until: 5 });
  await answer([hit('early', 1)]);
  expect(texts()).toEqual([]);
  expect(asked).toEqual([]);
});

test('a refusal is told, and asking again is possible', async () => {
  const { everywhere, asked, passPause, answer, texts } = stage();
  everywhere.look(query);
  passPause();
  asked.shift()?.answer({ status: 'failed', code: 'too-many' });
  await Promise.resolve();
  await Promise.resolve();
  expect(everywhere.found.get().server).toEqual({ status: 'failed', code: 'too-many' });
  everywhere.again();
  await answer([hit('a', 1)]);
  expect(texts()).toEqual(['order a']);
});
