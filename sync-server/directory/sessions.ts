// Sessions by cookie: who is asking.
// Promises: sign-in answers an unknown e-mail and a wrong password alike, in like time.
// Does not know: routes, origins, rate limits.
import { isAPIError } from 'better-auth/api';
import { parse } from 'hono/utils/cookie';
import { assert, must } from '../../shared/base/assert.ts';
import { parseDeviceId, parseUserId, type DeviceId, type UserId } from '../../shared/ids.ts';
import type { Auth } from './auth.ts';
import type { DirectoryDatabase } from './database.ts';
import { isActive } from './people.ts';
import { readSignedToken } from './signed-token.ts';

export interface Session {
  readonly sessionId: DeviceId;
  readonly userId: UserId;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

/** A session, or none, and complete Set-Cookie values to pass on. */
export interface SessionAnswer {
  readonly session: Session | null;
  readonly cookies: readonly string[];
}

export interface SignedIn {
  readonly status: 'signed-in';
  readonly userId: UserId;
  readonly sessionId: DeviceId;
  /** A browser has one session: this one ended, because its cookie is overwritten. */
  readonly replaced: DeviceId | null;
  readonly cookies: readonly string[];
}

export type SignInOutcome = SignedIn | { readonly status: 'wrong-credentials' | 'suspended' };

export interface Sessions {
  authenticate(headers: Headers): Promise<Session | null>;
  /** As authenticate, and prolongs a session in use. */
  refresh(headers: Headers): Promise<SessionAnswer>;
  /** `headers`: of the request, for the session that it may replace. */
  signIn(credentials: { readonly email: string; readonly password: string }, headers: Headers): Promise<SignInOutcome>;
  /** Ends the session; answers which one it was. */
  signOut(headers: Headers): Promise<SessionAnswer>;
  /** The token in a session's cookie, whether or not there is such a session. */
  tokenOf(headers: Headers): string | null;
}

export interface SessionsParts {
  readonly auth: Auth;
  readonly database: DirectoryDatabase;
  readonly cookieName: string;
  /** What cookies are signed with. */
  readonly secret: string;
}

export function makeSessions({ auth, database, cookieName, secret }: SessionsParts): Sessions {
  const inCookie = (headers: Headers) => parse(headers.get('cookie') ?? '', cookieName)[cookieName] ?? '';
  /** What better-auth answers too, at a tenth of the cost: every request and every socket begins with it. */
  const authenticate = async (headers: Headers): Promise<Session | null> => {
    const token = readSignedToken(inCookie(headers), secret);
    if (token === null) return null;
    const found = await database
      .selectFrom('session')
      .select(['id', 'userId', 'expiresAt'])
      .where('token', '=', token)
      .executeTakeFirst();
    if (found === undefined) return null;
    const { id: sessionId, userId } = found;
    const expiresAt = Date.parse(found.expiresAt);
    if (expiresAt >= Date.now()) return { sessionId, userId, expiresAt };
    // Its time is over: better-auth puts it away.
    return toSession(await auth.api.getSession({ headers: cookieOnly(headers), query: { disableRefresh: true } }));
  };
  return {
    authenticate,
    async refresh(headers) {
      const answer = await auth.api.getSession({ headers: cookieOnly(headers), returnHeaders: true });
      return { session: toSession(answer.response), cookies: answer.headers.getSetCookie() };
    },
    async signIn({ email, password }, headers) {
      const before = await authenticate(headers);
      try {
        const answer = await auth.api.signInEmail({ body: { email, password }, returnHeaders: true });
        const { user, token } = answer.response;
        const { id } = await database
          .selectFrom('session')
          .select('id')
          .where('token', '=', token)
          .executeTakeFirstOrThrow();
        // Only now: whoever does not know the password learns nothing by it.
        if (!(await isActive(database, toUserId(user.id)))) {
          await database.deleteFrom('session').where('id', '=', id).execute();
          return { status: 'suspended' };
        }
        const replaced = before?.sessionId ?? null;
        if (replaced !== null) await database.deleteFrom('session').where('id', '=', replaced).execute();
        const cookies = answer.headers.getSetCookie();
        return { status: 'signed-in', userId: toUserId(user.id), sessionId: id, replaced, cookies };
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
    tokenOf(headers) {
      const signed = inCookie(headers);
      const end = signed.lastIndexOf('.');
      return end > 0 ? signed.slice(0, end) : null; // who knows a token needs no signature to prove it
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
  return {
    sessionId: must(parseDeviceId(id), 'a session row has our id'),
    userId: toUserId(userId),
    expiresAt: expiresAt.getTime(),
  };
}

function toUserId(text: string): UserId {
  return must(parseUserId(text), 'a user row has a user id');
}
