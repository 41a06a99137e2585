// hello, sign-up, sign-in, sign-out.
// Promises: nobody learns from sign-in which addresses have an account, and every try is counted.
// Does not know: how accounts and sessions are kept (directory).
import { Hono } from 'hono';
import { must } from '../../shared/base/assert.ts';
import { emptyBody, signInBody, signUpBody, type HelloAnswer, type Me } from '../../shared/protocol/people-api.ts';
import { parseEmailAddress } from '../../shared/rules/email-address.ts';
import { parseNewAccount } from '../../shared/rules/new-account.ts';
import { decidePassword } from '../../shared/rules/password.ts';
import type { Directory } from '../directory/directory.ts';
import type { SignedIn } from '../directory/sessions.ts';
import type { AppContext, AppEnv, AppParts } from './app-parts.ts';
import { clientAddress } from './client-address.ts';
import { nameBrowser } from './name-browser.ts';
import type { RateLimits } from './rate-limits.ts';
import { isFor } from './signed-in.ts';
import { readBody } from './read-fields.ts';
import { refuse } from './refuse.ts';

export function makeAccountRoutes(parts: AppParts, limits: RateLimits): Hono<AppEnv> {
  const routes = new Hono<AppEnv>();
  routes.get('/hello', (context) => hello(context, parts.directory));
  routes.post('/sign-up', (context) => signUp(context, parts, limits));
  routes.post('/sign-in', (context) => signIn(context, parts, limits));
  routes.post('/sign-out', (context) => signOut(context, parts));
  return routes;
}

async function hello(context: AppContext, directory: Directory): Promise<Response> {
  const { headers } = context.req.raw;
  const { session, cookies } = await directory.sessions.refresh(headers);
  const ended = session === null && (await wasEndedElsewhere(directory, headers)) ? 'elsewhere' : null;
  // The cookie by which a device learns of its end stays, in case this answer does not reach it.
  if (ended === null) setCookies(context, cookies);
  if (session !== null) await directory.devices.noteSeen(session.sessionId);
  const answer: HelloAnswer = {
    workspace: { name: directory.settings.name },
    signUp: directory.settings.signUp,
    needsOwner: await directory.accounts.needsOwner(),
    me: session === null ? null : await directory.people.me(session.userId),
    ended,
  };
  return context.json(answer);
}

async function wasEndedElsewhere({ sessions, devices }: Directory, headers: Headers): Promise<boolean> {
  const token = sessions.tokenOf(headers);
  return token !== null && devices.wasEnded(token);
}

async function signUp(context: AppContext, parts: AppParts, limits: RateLimits): Promise<Response> {
  const { directory, config } = parts;
  const body = await readBody(context, signUpBody);
  if (body === null) return refuse(context, 'bad-request');
  const parsed = parseNewAccount(body);
  if (parsed.status === 'refused') return refuse(context, parsed.code);
  const tooMany = limits.take(context, 'signUpPerAddress', clientAddress(context, config.trustedProxies));
  if (tooMany !== null) return tooMany;
  const outcome = await directory.accounts.signUp({ account: parsed.account, token: body.token ?? null });
  if (outcome.status === 'refused') return refuse(context, outcome.code);
  const session = await directory.sessions.signIn(parsed.account, context.req.raw.headers);
  // Nobody can change the password of an account this young.
  return session.status === 'signed-in' ? welcome(context, parts, session) : refuse(context, 'server-error');
}

async function signIn(context: AppContext, parts: AppParts, limits: RateLimits): Promise<Response> {
  const { directory, config } = parts;
  const body = await readBody(context, signInBody);
  if (body === null) return refuse(context, 'bad-request');
  const address = clientAddress(context, config.trustedProxies);
  const byAddress = limits.take(context, 'signInPerAddress', address);
  if (byAddress !== null) return byAddress;
  const email = parseEmailAddress(body.email);
  // Nobody can have these: no hash is spent on them, and the quick answer tells nothing.
  if (email === null || decidePassword(body.password) !== 'ok') return refuse(context, 'wrong-credentials');
  const here = `${address} ${email}`;
  const tooMany = limits.take(context, 'signInPerAccountAndAddress', here);
  if (tooMany !== null) return tooMany;
  await limits.slow('signInPerAccount', email);
  const outcome = await directory.sessions.signIn({ email, password: body.password }, context.req.raw.headers);
  if (outcome.status !== 'signed-in') return refuse(context, outcome.status);
  limits.giveBack('signInPerAccountAndAddress', here);
  limits.giveBack('signInPerAccount', email);
  return welcome(context, parts, outcome);
}

async function signOut(context: AppContext, { directory, onSessionEnded }: AppParts): Promise<Response> {
  if ((await readBody(context, emptyBody)) === null) return refuse(context, 'bad-request');
  const { headers } = context.req.raw;
  const present = await directory.sessions.authenticate(headers);
  if (present !== null && !isFor(context, present.userId)) return refuse(context, 'not-signed-in');
  const { session, cookies } = await directory.sessions.signOut(headers);
  setCookies(context, cookies);
  if (session !== null) onSessionEnded(session.sessionId, 'here');
  return context.json({});
}

/** The answer to whoever has just been signed in. */
export async function welcome(
  context: AppContext,
  { directory, onSessionEnded }: AppParts,
  { userId, sessionId, replaced, cookies }: SignedIn,
): Promise<Response> {
  const me: Me = must(await directory.people.me(userId), 'whoever signs in is a person');
  await directory.devices.add(sessionId, nameBrowser(context.req.header('user-agent')));
  if (replaced !== null) onSessionEnded(replaced, 'here');
  setCookies(context, cookies);
  return context.json({ me });
}

function setCookies(context: AppContext, cookies: readonly string[]): void {
  for (const cookie of cookies) context.header('Set-Cookie', cookie, { append: true });
}
