import { describe, expect, it } from 'vitest';
import type { Route } from '../route.ts';
import { decideScreen, type Screen, type SessionKind } from './decide-screen.ts';

// A new address or kind of session does not compile until each cell is decided.
const table: Record<Route['screen'], Record<SessionKind, Screen>> = {
  home: { 'signed-in': 'messages', expired: 'messages', 'signed-out': 'sign-in' },
  people: { 'signed-in': 'messages', expired: 'messages', 'signed-out': 'sign-in' },
  saved: { 'signed-in': 'messages', expired: 'messages', 'signed-out': 'sign-in' },
  files: { 'signed-in': 'messages', expired: 'messages', 'signed-out': 'sign-in' },
  search: { 'signed-in': 'messages', expired: 'messages', 'signed-out': 'sign-in' },
  share: { 'signed-in': 'messages', expired: 'messages', 'signed-out': 'sign-in' },
  person: { 'signed-in': 'messages', expired: 'messages', 'signed-out': 'sign-in' },
  conversation: { 'signed-in': 'messages', expired: 'messages', 'signed-out': 'sign-in' },
  'group-info': { 'signed-in': 'messages', expired: 'messages', 'signed-out': 'sign-in' },
  'join-group': { 'signed-in': 'join-group', expired: 'sign-in', 'signed-out': 'sign-in' },
  'sign-in': { 'signed-in': 'go-home', expired: 'sign-in', 'signed-out': 'sign-in' },
  'sign-up': { 'signed-in': 'go-home', expired: 'go-home', 'signed-out': 'sign-up' },
  'set-up': { 'signed-in': 'other-account', expired: 'other-account', 'signed-out': 'set-up' },
  join: { 'signed-in': 'other-account', expired: 'other-account', 'signed-out': 'join' },
  'reset-password': { 'signed-in': 'other-account', expired: 'other-account', 'signed-out': 'reset-password' },
  settings: { 'signed-in': 'settings', expired: 'sign-in', 'signed-out': 'sign-in' },
  unknown: { 'signed-in': 'go-home', expired: 'go-home', 'signed-out': 'go-home' },
};

describe('the screen at an address', () => {
  for (const [route, cells] of Object.entries(table)) {
    for (const [session, screen] of Object.entries(cells)) {
      it(`${route} shows ${screen} to somebody ${session}`, () => {
        // Object.entries forgets the keys' types.
        expect(decideScreen(route as Route['screen'], session as SessionKind)).toBe(screen);
      });
    }
  }
});
