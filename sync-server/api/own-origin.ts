// Only our own pages may change anything: the guard against requests forged by other sites.
// Promises: a state-changing request has our Origin and a body that no form can send, or it is refused before anything
// reads it.
// Does not know: who asks.
import { createMiddleware } from 'hono/factory';
import type { Config } from '../config.ts';
import { parsePictureType } from '../pictures/read-picture.ts';
import type { AppContext, AppEnv } from './app-parts.ts';
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
    if (!isJson(context.req.header('content-type')) && !mayBringBytes(context.req))
      return refuse(context, 'wrong-content-type');
    return next();
  });
}

/** What no form has: a method that needs a preflight, and the type of what is brought, a picture or a piece of a file. */
function mayBringBytes(request: AppContext['req']): boolean {
  const type = request.header('content-type');
  if (request.method === 'PATCH') return type === 'application/offset+octet-stream';
  return request.method === 'DELETE' || (request.method === 'PUT' && parsePictureType(type) !== null);
}

function isJson(contentType: string | undefined): boolean {
  return contentType?.split(';')[0]?.trim().toLowerCase() === 'application/json';
}
