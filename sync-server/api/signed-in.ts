// Lets only somebody with a session pass, and hands their session on.
import { createMiddleware } from 'hono/factory';
import type { Directory } from '../directory/directory.ts';
import type { AppEnv } from './app-parts.ts';
import { refuse } from './refuse.ts';

export function makeSignedInGuard(directory: Directory) {
  return createMiddleware<AppEnv>(async (context, next) => {
    const session = await directory.sessions.authenticate(context.req.raw.headers);
    if (session === null) return refuse(context, 'not-signed-in');
    context.set('session', session);
    return next();
  });
}
