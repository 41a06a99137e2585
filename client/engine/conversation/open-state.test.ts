import { describe, expect, test } from 'vitest';
import type { OpenState } from '../messenger.ts';
import type { ReplicaState } from '../replica/open-life.ts';
import { nextOpenState, type Seen } from './open-state.ts';

const opening: OpenState = { status: 'opening' };
const unavailable: OpenState = { status: 'unavailable', code: 'not-found' };

function open(status: 'meeting' | 'met' | 'resting' | 'denied'): ReplicaState {
  return { status: 'open', channel: { status, failures: 0 } };
}

function next(known: OpenState, seen: Partial<Seen>): OpenState['status'] {
  const nothing: Seen = { replica: open('meeting'), link: { status: 'online' }, isEmpty: true, isHeld: false };
  return nextOpenState(known, { ...nothing, ...seen }).status;
}

describe('a conversation is', () => {
  test('opening until the disk has answered, whatever else is known', () => {
    expect(next(opening, { replica: { status: 'loading' }, isEmpty: false, link: { status: 'offline' } })).toBe(
      'opening',
    );
  });

  test('opening while an empty disk waits for the server', () => {
    expect(next(opening, {})).toBe('opening');
    expect(next(opening, { link: { status: 'connecting' } })).toBe('opening');
  });

  test('ready when there is something to show, when the server has told all, or when no link will bring it', () => {
    expect(next(opening, { isEmpty: false })).toBe('ready');
    expect(next(opening, { replica: open('met') })).toBe('ready');
    expect(next(opening, { link: { status: 'offline' } })).toBe('ready');
    expect(next(opening, { link: { status: 'refused', reason: 'signed-out' } })).toBe('ready');
  });

  test('ready at once when it begins on this device, however long the server takes to hear of it', () => {
    expect(next(opening, { isHeld: true })).toBe('ready');
    expect(next(opening, { isHeld: true, replica: { status: 'loading' } })).toBe('opening');
  });

  test('unavailable when denied, and until the server has answered the next time', () => {
    expect(next({ status: 'ready' }, { replica: open('denied') })).toBe('unavailable');
    expect(next(unavailable, { isEmpty: false })).toBe('unavailable');
    expect(next(unavailable, { replica: open('met') })).toBe('ready');
  });
});
