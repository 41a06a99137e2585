import { describe, expect, test } from 'vitest';
import type { LinkState } from '../messenger.ts';
import { maxQuietMs, transition, type LinkEffect, type LinkEvent } from './link-state.ts';

const states = {
  connecting: { status: 'connecting' },
  online: { status: 'online' },
  offline: { status: 'offline' },
  refused: { status: 'refused', reason: 'update-needed' },
} as const satisfies Record<LinkState['status'], LinkState>;

const events = {
  opened: { kind: 'opened' },
  lost: { kind: 'lost', closeCode: 1006 },
  slow: { kind: 'slow' },
  'signed-out': { kind: 'signed-out', reason: 'signed-out' },
  'network-gone': { kind: 'network-gone' },
  'network-back': { kind: 'network-back' },
  wake: { kind: 'wake', quietMs: maxQuietMs + 1 },
} as const satisfies Record<LinkEvent['kind'], LinkEvent>;

type Outcome = readonly [LinkState['status'], LinkEffect | null];

// A new state or event does not compile until each of its cells is decided.
const table: Record<LinkState['status'], Record<LinkEvent['kind'], Outcome>> = {
  connecting: {
    opened: ['online', null],
    lost: ['offline', null],
    slow: ['offline', null],
    'signed-out': ['refused', 'stop'],
    'network-gone': ['offline', 'drop'],
    'network-back': ['connecting', 'connect'],
    wake: ['connecting', null],
  },
  online: {
    opened: ['online', null],
    lost: ['connecting', null],
    slow: ['online', null],
    'signed-out': ['refused', 'stop'],
    'network-gone': ['offline', 'drop'],
    'network-back': ['online', null],
    wake: ['connecting', 'reconnect'],
  },
  offline: {
    opened: ['online', null],
    lost: ['offline', null],
    slow: ['offline', null],
    'signed-out': ['refused', 'stop'],
    'network-gone': ['offline', null],
    'network-back': ['connecting', 'connect'],
    wake: ['offline', 'connect'],
  },
  refused: {
    opened: ['refused', null],
    lost: ['refused', null],
    slow: ['refused', null],
    'signed-out': ['refused', null],
    'network-gone': ['refused', null],
    'network-back': ['refused', null],
    wake: ['refused', null],
  },
};

describe('the link', () => {
  const cells = Object.values(states).flatMap((state) => Object.values(events).map((event) => ({ state, event })));
  test.each(cells)('$state.status, on $event.kind, goes where the table says', ({ state, event }) => {
    const step = transition(state, event);
    expect([step.state.status, step.effect]).toEqual(table[state.status][event.kind]);
  });

  test.each([
    [4401, 'signed-out'],
    [4403, 'signed-out-elsewhere'],
    [4426, 'update-needed'],
  ] as const)('closed with %i stops for good and says why', (closeCode, reason) => {
    expect(transition(states.online, { kind: 'lost', closeCode })).toEqual({
      state: { status: 'refused', reason },
      effect: 'stop',
    });
  });

  test('that was heard a moment ago is left alone when a person looks', () => {
    expect(transition(states.online, { kind: 'wake', quietMs: maxQuietMs })).toEqual({
      state: states.online,
      effect: null,
    });
  });
});
