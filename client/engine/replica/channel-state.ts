// What one document's channel is, and what follows from what happens to it. Pure: open-channel.ts performs the effects.
// Nothing loops: a channel that is closed again and again without progress rests longer each time.
import { unreachable } from '../../../shared/base/assert.ts';
import { retryAfter, type Refusal } from '../../../shared/protocol/refusal.ts';

export type ChannelState = { readonly failures: number } & (
  | /** On the link, or waiting for one. */ { readonly status: 'meeting' }
  /** Both sides have told each other all they know; what follows is live. */
  | { readonly status: 'met' }
  /** Closed by the server; taken up again after a pause. */
  | { readonly status: 'resting' }
  /** No such document, or none for this person. */
  | { readonly status: 'denied' }
  /** The server will not take what this replica holds; sending again is useless. */
  | { readonly status: 'refused'; readonly refusal: Refusal }
);

export type ChannelEvent =
  | { readonly kind: 'met' }
  /** The socket is gone; the library meets again on the next one. */
  | { readonly kind: 'lost' }
  /** The server closed this channel. `refusal` is null when it named none. */
  | { readonly kind: 'closed'; readonly refusal: Refusal | null }
  | { readonly kind: 'denied' }
  | { readonly kind: 'rested' }
  /** Something of mine came to the server's disk. */
  | { readonly kind: 'progress' }
  /** There is a reason to ask again: another link, or the server spoke of this conversation. */
  | { readonly kind: 'ask-again' };

export type ChannelEffect =
  | { readonly kind: 'attach' }
  /** The server has let go of the channel already. */
  | { readonly kind: 'detach' }
  | { readonly kind: 'rest'; readonly fromMs: number; readonly toMs: number };

export interface ChannelStep {
  readonly state: ChannelState;
  readonly effects: readonly ChannelEffect[];
}

const firstRestMs = 50;
const lastRestMs = 30_000;
/** The server asked for a pause: long enough for a busy disk, different on each device. */
const busyRestMs = { fromMs: 1_000, toMs: 5_000 };

export function transition(state: ChannelState, event: ChannelEvent): ChannelStep {
  const { failures } = state;
  const isOpen = state.status === 'meeting' || state.status === 'met';
  switch (event.kind) {
    case 'met':
      return isOpen ? to({ status: 'met', failures }) : to(state);
    case 'lost':
      return isOpen ? to({ status: 'meeting', failures }) : to(state);
    case 'closed':
      return isOpen ? afterClose(failures, event.refusal) : to(state);
    case 'denied':
      return isOpen ? to({ status: 'denied', failures }, { kind: 'detach' }) : to(state);
    case 'rested':
      return state.status === 'resting' ? to({ status: 'meeting', failures }, { kind: 'attach' }) : to(state);
    case 'progress':
      return failures === 0 ? to(state) : to({ ...state, failures: 0 });
    case 'ask-again':
      return state.status === 'denied' ? to({ status: 'meeting', failures }, { kind: 'attach' }) : to(state);
    default:
      return unreachable(event);
  }
}

/** Why the server will not take what this replica holds; null while it does. */
export function refusalIn(state: ChannelState): Refusal | null {
  return state.status === 'refused' ? state.refusal : null;
}

function afterClose(failures: number, refusal: Refusal | null): ChannelStep {
  const retry = refusal === null ? 'sync-again' : retryAfter(refusal.code);
  if (retry === 'never' && refusal !== null) {
    return to({ status: 'refused', failures, refusal }, { kind: 'detach' });
  }
  const resting: ChannelState = { status: 'resting', failures: failures + 1 };
  return to(resting, { kind: 'detach' }, { kind: 'rest', ...restMs(failures, retry === 'later') });
}

/** Fourfold for each failure since the last progress: 50 ms, 200 ms, 0.8 s, 3.2 s, 12.8 s, 30 s. */
function restMs(failures: number, isBusy: boolean): { fromMs: number; toMs: number } {
  const fromMs = Math.min(lastRestMs / 2, firstRestMs * 4 ** failures);
  if (!isBusy) return { fromMs, toMs: fromMs * 2 };
  return { fromMs: Math.max(fromMs, busyRestMs.fromMs), toMs: Math.max(fromMs * 2, busyRestMs.toMs) };
}

function to(state: ChannelState, ...effects: ChannelEffect[]): ChannelStep {
  return { state, effects };
}
