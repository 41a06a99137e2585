// better-auth, set up for passwords and cookie sessions on the directory's own Kysely.
// Promises: ids are ours, cookies are HttpOnly and SameSite=Lax, on https also Secure and bound to the host.
// Does not know: routes. Its own are never served; sessions.ts calls its functions.
import { randomBytes } from 'node:crypto';
import { betterAuth } from 'better-auth';
import { idBytes, mintId } from '../../shared/ids.ts';
import { passwordCharacters } from '../../shared/rules/password.ts';
import { sessionLifeMs, sessionRenewalMs } from '../limits.ts';
import type { DirectoryDatabase } from './database.ts';
import type { Passwords } from './passwords.ts';

export type Auth = ReturnType<typeof makeAuth>;

const idPrefixes: Readonly<Record<string, string>> = { user: 'usr', session: 'ses', account: 'acc' };

/** On https it is bound to the host, which the prefix makes browsers enforce. */
export function sessionCookieName(baseUrl: string): string {
  return baseUrl.startsWith('https:') ? '__Host-biz1_session' : 'biz1_session';
}

interface AuthOptions {
  readonly database: DirectoryDatabase;
  readonly baseUrl: string;
  readonly secret: string;
  readonly passwords: Passwords;
}

export function makeAuth(options: AuthOptions) {
  const isSecure = options.baseUrl.startsWith('https:');
  return betterAuth({
    database: { db: options.database, type: 'sqlite' },
    baseURL: options.baseUrl,
    secret: options.secret,
    emailAndPassword: {
      enabled: true,
      // Accounts are made in accounts.ts, with handle and token in one transaction.
      disableSignUp: true,
      minPasswordLength: passwordCharacters.min,
      maxPasswordLength: passwordCharacters.max,
      password: options.passwords,
    },
    session: { expiresIn: sessionLifeMs / 1_000, updateAge: sessionRenewalMs / 1_000 },
    // Its log lines quote addresses; what fails comes back as an error and is logged by us.
    logger: { disabled: true },
    telemetry: { enabled: false },
    rateLimit: { enabled: false },
    advanced: {
      cookiePrefix: 'biz1',
      database: { generateId: ({ model }) => mintId(idPrefixes[model] ?? 'aux', randomBytes(idBytes)) },
      // It would put __Secure- in front; __Host- is stricter and has to be the whole prefix.
      useSecureCookies: false,
      cookies: { session_token: { name: sessionCookieName(options.baseUrl) } },
      defaultCookieAttributes: { httpOnly: true, sameSite: 'lax', path: '/', secure: isSecure },
    },
  });
}
