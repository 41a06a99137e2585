// Asking what changed: with what was read told first, each part taken before its token is kept, and never in vain.
import { describe, expect, test } from 'vitest';
import { nothingRead } from '../../../shared/conversation/read-vector.ts';
import { directConversationId } from '../../../shared/ids.ts';
import type { InboxAnswer } from '../../../shared/protocol/inbox-api.ts';
import { inboxPart, toldChapter } from '../../../tests/kit/inbox-answers.ts';
import { makeKeptInMemory } from '../../../tests/kit/kept-in-memory.ts';
import { freshUserId } from '../../../tests/kit/sample-events.ts';
import { makeTimers } from '../../../tests/kit/timers.ts';
import type { Answer, FailureCode } from '../api/request.ts';
import { openInbox } from './open-inbox.ts';

const conversationId = directConversationId(freshUserId(), freshUserId());
const failed = (code: FailureCode) => ({ status: 'failed', code }) as const;
const ok = (said: Partial<InboxAnswer>) => ({ status: 'ok', value: inboxPart(said) }) as const;

/** A device whose questions get these answers, then empty ones. `steps`: what it did, in order. */
function start(answers: Answer<InboxAnswer>[] = [], kept = makeKeptInMemory()) {
  const steps: string[] = [];
  const timers = makeTimers();
  const readsAnswers: Answer<object>[] = [];
  let onQuestion: () => void = () => undefined;
  const tab = kept.openTab();
  const inbox = openInbox({
    platform: timers,
    contacts: { take: () => undefined },
    receipts: { take: () => undefined },
    errands: { take: () => undefined },
    kept: {
      state: kept.state,
      read: (key) => tab.read(key),
      write(key, value) {
        steps.push(`kept ${String(value)}`);
        tab.write(key, value);
      },
    },
    api: {
      readInbox(token) {
        steps.push(`asked ${String(token)}`);
        onQuestion();
        return Promise.resolve(answers.shift() ?? ok({}));
      },
    },
    table: { take: ({ token }) => void steps.push(`took ${token}`) },
    reads: {
      send() {
        steps.push('told reads');
        return Promise.resolve(readsAnswers.shift() ?? { status: 'ok', value: {} });
      },
      startAnew: () => void steps.push('begins anew'),
      learn: ({ chapter }) => void steps.push(`learned ${chapter}`),
    },
    onFailure: (code) => void steps.push(code),
  });
  return { inbox, steps, timers, kept, readsAnswers, onQuestion: (run: () => void) => void (onQuestion = run) };
}

describe('the inbox', () => {
  test('tells what was read, then asks, takes the rows, and keeps the token last', async () => {
    const chapters = [toldChapter({ conversationId, chapter: 4, read: { ...nothingRead, clocks: { 7: 1 } } })];
    const { inbox, steps } = start([ok({ token: 'one', whole: true, chapters })]);
    await inbox.refresh();
    expect(steps).toEqual(['told reads', 'asked null', 'begins anew', 'learned 4', 'took one', 'kept one']);
  });

  test('goes on where it was, also after a restart', async () => {
    const { inbox, steps, kept } = start([ok({ token: 'one' })]);
    await inbox.refresh();
    await inbox.refresh();
    const later = start([], kept);
    await later.inbox.refresh();
    expect(steps.filter((step) => step.startsWith('asked'))).toEqual(['asked null', 'asked one']);
    expect(later.steps).toContain('asked next');
  });

  test('whose token the disk does not give out yet goes on from that one when it does', async () => {
    const kept = makeKeptInMemory();
    kept.openTab().write('inbox', 'of the disk');
    kept.state.set('unread');
    const { inbox, steps } = start([ok({ token: 'one' }), ok({ token: 'two' })], kept);
    await inbox.refresh();
    await inbox.refresh();
    kept.state.set('read');
    await inbox.refresh();
    expect(steps.filter((step) => /asked|kept/.test(step))).toEqual([
      ...['asked null', 'asked one', 'asked of the disk', 'kept next'],
    ]);
  });

  test('asks for all parts of an answer, and keeps no token before the last', async () => {
    const { inbox, steps } = start([ok({ token: 'one', more: true }), ok({ token: 'two' })]);
    await inbox.refresh();
    expect(steps).toEqual(['told reads', 'asked null', 'took one', 'asked one', 'took two', 'kept two']);
  });

  test('begins again at the next start when it was killed between two parts', async () => {
    const kept = makeKeptInMemory();
    const killed = start([ok({ token: 'one', more: true })], kept);
    const secondQuestion = new Promise<void>((resolve) => {
      killed.onQuestion(() => killed.steps.includes('took one') && resolve(killed.inbox.close()));
    });
    void killed.inbox.refresh();
    await secondQuestion;
    const later = start([], kept);
    await later.inbox.refresh();
    expect(later.steps).toContain('asked null');
  });

  test('asks once more when something changed while it asked', async () => {
    const { inbox, steps, onQuestion } = start();
    let times = 0;
    onQuestion(() => {
      if (times++ === 0) for (let signal = 0; signal < 3; signal++) void inbox.refresh();
    });
    await inbox.refresh();
    expect(steps.filter((step) => step.startsWith('asked'))).toEqual(['asked null', 'asked next']);
  });

  test('asks once for signals that come together', async () => {
    const { inbox, steps, timers } = start();
    inbox.refreshSoon();
    inbox.refreshSoon();
    expect([steps, timers.waiting.size]).toEqual([[], 1]);
    timers.runAll();
    await inbox.refresh();
    expect(steps).toContain('asked null');
  });
});

describe('a question that fails', () => {
  test('keeps the token, and asks again later when the server could not say', async () => {
    const { inbox, steps, timers } = start([ok({ token: 'one' }), failed('server-error')]);
    await inbox.refresh();
    await inbox.refresh();
    expect(timers.waiting.size).toBe(1);
    timers.runAll();
    await inbox.refresh();
    expect(steps.filter((step) => /asked|error/.test(step)).slice(0, 4)).toEqual([
      ...['asked null', 'asked one', 'server-error', 'asked one'],
    ]);
  });

  test('for want of a session waits for one, for want of a network a while: the link may live on', async () => {
    const waiting = async (code: 'offline' | 'not-signed-in') => {
      const { inbox, timers } = start([failed(code)]);
      await inbox.refresh();
      return timers.waiting.size;
    };
    expect([await waiting('not-signed-in'), await waiting('offline')]).toEqual([0, 1]);
  });

  test('because what was read could not be told is asked later, with the count exact', async () => {
    const { inbox, steps, timers, readsAnswers } = start();
    readsAnswers.push(failed('too-many'));
    await inbox.refresh();
    expect([steps, timers.waiting.size]).toEqual([['told reads'], 1]);
    timers.runAll();
    await inbox.refresh();
    expect(steps.slice(0, 3)).toEqual(['told reads', 'told reads', 'asked null']);
  });

  test('after the end changes nothing', async () => {
    const { inbox, steps, timers, onQuestion } = start([failed('server-error')]);
    onQuestion(() => inbox.close());
    await inbox.refresh();
    expect([steps, timers.waiting.size]).toEqual([['told reads', 'asked null'], 0]);
  });
});
