// What the link is and what follows from what happens to it. Pure: open-link.ts performs the effects.
// Trying again is the library's: here is only when to try at once, when to drop a silent socket, and when to stop.
import { unreachable } from '../../../shared/base/assert.ts';
import { closeCodes } from '../../../shared/protocol/close-codes.ts';
import type { LinkState } from '../messenger.ts';

export type LinkEvent =
  /** The server's hello arrived. */
  | { readonly kind: 'opened' }
  /** The socket closed, or an attempt to open one failed. */
  | { readonly kind: 'lost'; readonly closeCode: number }
  /** The first attempt has taken so long that a person should know. */
  | { readonly kind: 'slow' }
  /** The session is over, as was learned outside the link. */
  | { readonly kind: 'signed-out'; readonly reason: EndOfSession }
  | { readonly kind: 'network-gone' }
  | { readonly kind: 'network-back' }
  /** A person looks again; nothing was heard for `quietMs`. */
  | { readonly kind: 'wake'; readonly quietMs: number };

/** `signed-out-elsewhere`: another device ended it. */
export type EndOfSession = 'signed-out' | 'signed-out-elsewhere';

/** `connect`: try now. `reconnect`: drop the socket, then try now. `drop`: drop it, try as usual. `stop`: never again. */
export type LinkEffect = 'connect' | 'reconnect' | 'drop' | 'stop';

export interface LinkStep {
  readonly state: LinkState;
  readonly effect: LinkEffect | null;
}

/** The server speaks at least every 20 s; after more silence than this the socket is dead. */
export const maxQuietMs = 25_000;

export function transition(state: LinkState, event: LinkEvent): LinkStep {
  if (state.status === 'refused') return { state, effect: null };
  switch (event.kind) {
    case 'opened':
      return to({ status: 'online' });
    case 'lost':
      return afterLoss(state, event.closeCode);
    case 'slow':
      return to(state.status === 'connecting' ? { status: 'offline' } : state);
    case 'signed-out':
      return to({ status: 'refused', reason: event.reason }, 'stop');
    case 'network-gone':
      return to({ status: 'offline' }, state.status === 'offline' ? null : 'drop');
    case 'network-back':
      return state.status === 'online' ? to(state) : to({ status: 'connecting' }, 'connect');
    case 'wake':
      return afterWake(state, event.quietMs);
    default:
      return unreachable(event);
  }
}

function afterLoss(state: LinkState, closeCode: number): LinkStep {
  if (closeCode === closeCodes.signedOut) return to({ status: 'refused', reason: 'signed-out' }, 'stop');
  if (closeCode === closeCodes.endedElsewhere) return to({ status: 'refused', reason: 'signed-out-elsewhere' }, 'stop');
  if (closeCode === closeCodes.updateNeeded) return to({ status: 'refused', reason: 'update-needed' }, 'stop');
  // A lost link is calm at first; only when the next attempt fails as well is the device offline.
  return to(state.status === 'online' ? { status: 'connecting' } : { status: 'offline' });
}

function afterWake(state: LinkState, quietMs: number): LinkStep {
  if (state.status === 'offline') return to(state, 'connect');
  if (state.status === 'online' && quietMs > maxQuietMs) return to({ status: 'connecting' }, 'reconnect');
  return to(state);
}

function to(state: LinkState, effect: LinkEffect | null = null): LinkStep {
  return { state, effect };
}
