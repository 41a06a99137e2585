// Sessions by cookie: who is asking.
// Promises: sign-in answers an unknown e-mail and a wrong password alike, in like time.
// Does not know: routes, origins, rate limits.
import { isAPIError } from 'better-auth/api';
import { assert, must } from '../../shared/base/assert.ts';
import { parseUserId, type UserId } from '../../shared/ids.ts';
import type { Auth } from './auth.ts';

export interface Session {
  readonly sessionId: string;
  readonly userId: UserId;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

/** A session, or none, and complete Set-Cookie values to pass on. */
export interface SessionAnswer {
  readonly session: Session | null;
  readonly cookies: readonly string[];
}

export type SignInOutcome =
  | { readonly status: 'signed-in'; readonly userId: UserId; readonly cookies: readonly string[] }
  | { readonly status: 'wrong-credentials' };

export interface Sessions {
  authenticate(headers: Headers): Promise<Session | null>;
  /** As authenticate, and prolongs a session in use. */
  refresh(headers: Headers): Promise<SessionAnswer>;
  signIn(credentials: { readonly email: string; readonly password: string }): Promise<SignInOutcome>;
  /** Ends the session; answers which one it was. */
  signOut(headers: Headers): Promise<SessionAnswer>;
}

export function makeSessions(auth: Auth): Sessions {
  const authenticate = async (headers: Headers): Promise<Session | null> =>
    toSession(await auth.api.getSession({ headers: cookieOnly(headers), query: { disableRefresh: true } }));
  return {
    authenticate,
    async refresh(headers) {
      const answer = await auth.api.getSession({ headers: cookieOnly(headers), returnHeaders: true });
      return { session: toSession(answer.response), cookies: answer.headers.getSetCookie() };
    },
    async signIn({ email, password }) {
      try {
        const answer = await auth.api.signInEmail({ body: { email, password }, returnHeaders: true });
        return {
          status: 'signed-in',
          userId: toUserId(answer.response.user.id),
          cookies: answer.headers.getSetCookie(),
        };
      } catch (error) {
        if (isAPIError(error) && (error.statusCode === 401 || error.statusCode === 400)) {
          return { status: 'wrong-credentials' };
        }
        throw error;
      }
    },
    async signOut(headers) {
      const session = await authenticate(headers);
      const answer = await auth.api.signOut({ headers: cookieOnly(headers), returnHeaders: true });
      // better-auth answers success although the row could not be deleted.
      assert((await authenticate(headers)) === null, 'a session outlived its sign-out');
      return { session, cookies: answer.headers.getSetCookie() };
    },
  };
}

// Nothing else of a request may steer better-auth, and neither address nor browser is stored.
function cookieOnly(headers: Headers): Headers {
  return new Headers({ cookie: headers.get('cookie') ?? '' });
}

function toSession(found: { session: { id: string; userId: string; expiresAt: Date } } | null): Session | null {
  if (found === null) return null;
  const { id, userId, expiresAt } = found.session;
  return { sessionId: id, userId: toUserId(userId), expiresAt: expiresAt.getTime() };
}

function toUserId(text: string): UserId {
  return must(parseUserId(text), 'a user row has a user id');
}
