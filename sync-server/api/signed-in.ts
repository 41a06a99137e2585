// Lets only somebody with a session pass, and hands their session on.
// Promises: the session stood when the whole request was here: a body held back outlives no right.
import { createMiddleware } from 'hono/factory';
import type { Directory } from '../directory/directory.ts';
import type { AppContext, AppEnv } from './app-parts.ts';
import { personHeader } from '../../shared/protocol/people-api.ts';
import type { UserId } from '../../shared/ids.ts';
import { refuse } from './refuse.ts';

export function makeSignedInGuard(directory: Directory) {
  return createMiddleware<AppEnv>(async (context, next) => {
    await context.req.arrayBuffer(); // kept: the route reads it again from there
    const session = await directory.sessions.authenticate(context.req.raw.headers);
    if (session === null || !isFor(context, session.userId)) return refuse(context, 'not-signed-in');
    context.set('session', session);
    return next();
  });
}

/** False for a tab of somebody who used this browser before: its requests carry the cookie of who came after. */
export function isFor(context: AppContext, userId: UserId): boolean {
  const person = context.req.header(personHeader);
  return person === undefined || person === userId;
}
