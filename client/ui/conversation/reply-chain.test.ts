import { expect, test } from 'vitest';
import { subjectKey } from '../../../shared/conversation/events.ts';
import { untouched, type TimelineItem } from '../../../shared/conversation/timeline.ts';
import { mintEventId, mintUserId } from '../../../shared/ids.ts';
import { answersTo, hasAnswers } from './reply-chain.ts';

const ada = mintUserId(new Uint8Array(15).fill(1));

function item(at: number, to: TimelineItem | null = null): TimelineItem {
  const id = mintEventId('message', new Uint8Array(15).fill(at));
  const replyTo = to === null ? null : { author: ada, id: to.id, at: to.at };
  const place = { client: 1 as never, clock: at };
  return {
    ...untouched,
    key: subjectKey(ada, id),
    id,
    author: ada,
    at,
    notice: null,
    text: `${at}`,
    lateAt: null,
    place,
    replyTo,
  };
}

const [one, aside] = [item(1), item(2)];
const two = item(3, one);
const three = item(4, two);
const other = item(5, aside);
const also = item(6, one);
const all = [one, aside, two, three, other, also];

test('a chain is what answers a message, and what answers that, in order', () => {
  expect(answersTo(one, all)).toEqual([two, three, also]);
  expect(answersTo(two, all)).toEqual([three]);
  expect(answersTo(three, all)).toEqual([]);
});

test('an answer that stands before what it answers belongs to the chain', () => {
  expect(answersTo(one, [three, one, two])).toEqual([three, two]);
});

test('a message has answers where one names it', () => {
  expect(all.filter((each) => hasAnswers(each, all))).toEqual([one, aside, two]);
});
