// Which screen stands at an address for whom. Pure: one table of addresses and sessions.
// Nobody loses their address by signing in: the form stands in its place.
import { unreachable } from '../../../shared/base/assert.ts';
import type { Route } from '../route.ts';

/** `expired`: the messenger is open, and the server has ended the session behind it. */
export type SessionKind = 'signed-in' | 'expired' | 'signed-out';

export type Screen =
  | 'messages'
  | 'settings'
  | 'sign-in'
  | 'sign-up'
  | 'set-up'
  | 'join'
  | 'reset-password'
  | 'join-group'
  | 'other-account'
  | 'go-home';

export function decideScreen(screen: Route['screen'], session: SessionKind): Screen {
  switch (screen) {
    case 'home':
    case 'conversation':
    case 'people':
    case 'saved':
    case 'search':
    case 'files':
    case 'share':
    case 'person':
    case 'group-info':
      return session === 'signed-out' ? 'sign-in' : 'messages';
    case 'settings':
      return session === 'signed-in' ? 'settings' : 'sign-in'; // its forms ask the server
    case 'join-group':
      return session === 'signed-in' ? 'join-group' : 'sign-in';
    case 'sign-in':
      return session === 'signed-in' ? 'go-home' : 'sign-in';
    case 'sign-up':
      return session === 'signed-out' ? 'sign-up' : 'go-home';
    case 'set-up':
    case 'join':
    case 'reset-password':
      return session === 'signed-out' ? screen : 'other-account';
    case 'unknown':
      return 'go-home';
    default:
      return unreachable(screen);
  }
}
