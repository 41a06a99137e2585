// Sessions by cookie: who is asking.
// Promises: sign-in answers an unknown e-mail and a wrong password alike, in like time.
// Does not know: routes, origins, rate limits.
import type { UserId } from '../../shared/ids.ts';

export interface Session {
  readonly sessionId: string;
  readonly userId: UserId;
  readonly expiresAt: number;
}

export type SignedIn = {
  readonly status: 'signed-in';
  readonly session: Session;
  // Complete Set-Cookie values.
  readonly cookies: readonly string[];
};

export interface Sessions {
  authenticate(headers: Headers): Promise<Session | null>;
  // As authenticate, and prolongs a session that is used: pass the cookies on.
  refresh(headers: Headers): Promise<{ session: Session | null; cookies: readonly string[] }>;
  signIn(credentials: {
    email: string;
    password: string;
  }): Promise<SignedIn | { readonly status: 'wrong-credentials' }>;
  signOut(headers: Headers): Promise<{ session: Session | null; cookies: readonly string[] }>;
}
