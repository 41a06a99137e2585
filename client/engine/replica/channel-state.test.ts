import { describe, expect, test } from 'vitest';
import { retryAfter, refusalCodes, type Refusal, type RefusalCode } from '../../../shared/protocol/refusal.ts';
import { transition, type ChannelEffect, type ChannelEvent, type ChannelState } from './channel-state.ts';

function refusal(code: RefusalCode): Refusal {
  return { code, client: null, clock: null };
}

type Status = ChannelState['status'];
const states = {
  meeting: { status: 'meeting', failures: 2 },
  met: { status: 'met', failures: 2 },
  resting: { status: 'resting', failures: 2 },
  denied: { status: 'denied', failures: 2 },
  refused: { status: 'refused', failures: 2, refusal: refusal('bad-event') },
} as const satisfies Record<Status, ChannelState>;

const events = {
  met: { kind: 'met' },
  lost: { kind: 'lost' },
  closed: { kind: 'closed', refusal: refusal('incomplete') },
  denied: { kind: 'denied' },
  rested: { kind: 'rested' },
  progress: { kind: 'progress' },
  'ask-again': { kind: 'ask-again' },
} as const satisfies Record<ChannelEvent['kind'], ChannelEvent>;

type Outcome = readonly [Status, ...ChannelEffect['kind'][]];

// A new state or event does not compile until each of its cells is decided.
const table: Record<Status, Record<ChannelEvent['kind'], Outcome>> = {
  meeting: {
    met: ['met'],
    lost: ['meeting'],
    closed: ['resting', 'detach', 'rest'],
    denied: ['denied', 'detach'],
    rested: ['meeting'],
    progress: ['meeting'],
    'ask-again': ['meeting'],
  },
  met: {
    met: ['met'],
    lost: ['meeting'],
    closed: ['resting', 'detach', 'rest'],
    denied: ['denied', 'detach'],
    rested: ['met'],
    progress: ['met'],
    'ask-again': ['met'],
  },
  resting: {
    met: ['resting'],
    lost: ['resting'],
    closed: ['resting'],
    denied: ['resting'],
    rested: ['meeting', 'attach'],
    progress: ['resting'],
    'ask-again': ['resting'],
  },
  denied: {
    met: ['denied'],
    lost: ['denied'],
    closed: ['denied'],
    denied: ['denied'],
    rested: ['denied'],
    progress: ['denied'],
    'ask-again': ['meeting', 'attach'],
  },
  refused: {
    met: ['refused'],
    lost: ['refused'],
    closed: ['refused'],
    denied: ['refused'],
    rested: ['refused'],
    progress: ['refused'],
    'ask-again': ['refused'],
  },
};

/** The pauses of a channel that is closed for the same reason again and again. */
function restsOf(code: RefusalCode | null, times: number) {
  let state: ChannelState = { status: 'meeting', failures: 0 };
  return Array.from({ length: times }, () => {
    const closed = transition(state, { kind: 'closed', refusal: code === null ? null : refusal(code) });
    state = transition(closed.state, { kind: 'rested' }).state;
    return closed.effects.flatMap((effect) => (effect.kind === 'rest' ? [[effect.fromMs, effect.toMs]] : []))[0];
  });
}

describe('a channel', () => {
  const cells = Object.values(states).flatMap((state) => Object.values(events).map((event) => ({ state, event })));
  test.each(cells)('$state.status, on $event.kind, goes where the table says', ({ state, event }) => {
    const step = transition(state, event);
    expect([step.state.status, ...step.effects.map(({ kind }) => kind)]).toEqual(table[state.status][event.kind]);
  });

  test('that is closed again and again rests longer each time, up to half a minute', () => {
    expect(restsOf('incomplete', 7)).toEqual([
      [50, 100],
      [200, 400],
      [800, 1_600],
      [3_200, 6_400],
      [12_800, 25_600],
      [15_000, 30_000],
      [15_000, 30_000],
    ]);
    expect(restsOf(null, 2)).toEqual(restsOf('incomplete', 2));
  });

  test('that was asked to come later rests for one to five seconds at least', () => {
    expect(restsOf('try-later', 5)).toEqual([
      [1_000, 5_000],
      [1_000, 5_000],
      [1_000, 5_000],
      [3_200, 6_400],
      [12_800, 25_600],
    ]);
  });

  test('that made progress rests briefly again', () => {
    expect(transition(states.met, events.progress).state.failures).toBe(0);
  });

  test.each(refusalCodes.filter((code) => retryAfter(code) === 'never'))(
    'refused as %s does not come again',
    (code) => {
      const step = transition(states.met, { kind: 'closed', refusal: refusal(code) });
      expect(step.state).toEqual({ status: 'refused', failures: 2, refusal: refusal(code) });
      expect(step.effects).toEqual([{ kind: 'detach' }]);
    },
  );
});
