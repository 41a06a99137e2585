// Only our own pages may change anything: the guard against requests forged by other sites.
// Promises: a state-changing request has our Origin and a JSON body, or it is refused before anything reads it.
// Does not know: who asks.
import { createMiddleware } from 'hono/factory';
import type { Config } from '../config.ts';
import type { AppEnv } from './app-parts.ts';
import { refuse } from './refuse.ts';

const readOnlyMethods = new Set(['GET', 'HEAD']);

/** Whether the Origin header names this workspace. A missing one does not. */
function isOwnOrigin(config: Pick<Config, 'origins'>, origin: string | null | undefined): boolean {
  return typeof origin === 'string' && config.origins.includes(origin);
}

export function makeOriginGuard(config: Pick<Config, 'origins'>) {
  return createMiddleware<AppEnv>(async (context, next) => {
    if (readOnlyMethods.has(context.req.method)) return next();
    if (!isOwnOrigin(config, context.req.header('origin'))) return refuse(context, 'wrong-origin');
    // A form cannot send this type, so a forged request needs a preflight, which nobody answers.
    if (!isJson(context.req.header('content-type'))) return refuse(context, 'wrong-content-type');
    return next();
  });
}

function isJson(contentType: string | undefined): boolean {
  return contentType?.split(';')[0]?.trim().toLowerCase() === 'application/json';
}
