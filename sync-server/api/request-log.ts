// One line for each request: what was asked by pattern, how it ended, how long it took.
// Promises: never a path with its values, a query, a body, a header or an address.
import { randomBytes } from 'node:crypto';
import { createMiddleware } from 'hono/factory';
import { routePath } from 'hono/route';
import type { Logger } from 'pino';
import { idBytes, mintId } from '../../shared/ids.ts';
import type { AppEnv } from './app-parts.ts';

export function makeRequestLog(logger: Logger) {
  return createMiddleware<AppEnv>(async (context, next) => {
    const requestId = mintId('req', randomBytes(idBytes));
    const startedMs = performance.now();
    context.set('requestId', requestId);
    await next();
    context.header('X-Request-Id', requestId);
    const { status } = context.res;
    const durationMs = Math.round((performance.now() - startedMs) * 10) / 10;
    const line = { requestId, method: context.req.method, route: routePath(context), status, durationMs };
    // Files of the client and health checks would drown the rest.
    logger[context.req.path.startsWith('/api/') ? 'info' : 'debug'](line, 'request');
  });
}
