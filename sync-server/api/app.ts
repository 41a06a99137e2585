// The HTTP application: the API's routes behind their guards, and the built client.
// Promises: every answer carries the security headers; every refusal is a status and a code.
// Does not know: sockets, the log. What crosses over comes in as functions.
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { createMiddleware } from 'hono/factory';
import type { Logger } from 'pino';
import { makeDemoPage, makeDemoRoutes } from '../demo/demo-routes.ts';
import { maxBodyBytes } from '../limits.ts';
import { makeAccountRoutes } from './account-routes.ts';
import type { AppContext, AppEnv, AppParts } from './app-parts.ts';
import { readBuiltClient, serveBuiltClient } from './built-client.ts';
import { makeCommandRoutes } from './command-routes.ts';
import { makeDeviceRoutes } from './device-routes.ts';
import { makeFileRoutes, makeUploadRoutes } from './file-routes.ts';
import { makeGroupRoutes } from './group-routes.ts';
import { makeInboxRoutes } from './inbox-routes.ts';
import { makeInviteRoutes } from './invite-routes.ts';
import { makeOriginGuard } from './own-origin.ts';
import { makeOwnAccountRoutes } from './own-account-routes.ts';
import { makePeopleRoutes } from './people-routes.ts';
import { makePushRoutes } from './push-routes.ts';
import { makePictureRoutes } from './picture-routes.ts';
import { makeRateLimits } from './rate-limits.ts';
import { refuse } from './refuse.ts';
import { makeRequestLog } from './request-log.ts';
import { makeSearchRoutes } from './search-routes.ts';
import { makeWorkspacePeopleRoutes } from './workspace-people-routes.ts';
import { makeWorkspaceRoutes } from './workspace-routes.ts';
import { makeStatusRoutes } from './status-routes.ts';
import { makeSecurityHeaders } from './security-headers.ts';

export function makeApp(parts: AppParts): Hono<AppEnv> {
  const client = readBuiltClient(parts.clientDir);
  const app = new Hono<AppEnv>();
  app.use(makeSecurityHeaders(parts.config), makeRequestLog(parts.logger));
  app.get('/health', (context) => context.json({ status: 'ok' }));
  app.route('/api', makeApi(parts));
  app.get('/sync', (context) => context.body(null, 426)); // a socket's upgrade never comes this far
  if (parts.demo !== undefined) app.route('/', makeDemoPage(parts.demo, parts));
  app.get('*', (context) => serveBuiltClient(context, client) ?? refuse(context, 'not-found'));
  app.notFound((context) => refuse(context, 'not-found'));
  app.onError((error, context) => logFailure(parts.logger, error, context));
  return app;
}

function makeApi(parts: AppParts): Hono<AppEnv> {
  const limits = makeRateLimits(parts);
  const api = new Hono<AppEnv>();
  api.use(noStore, makeOriginGuard(parts.config));
  api.route('/', makeUploadRoutes(parts, limits)); // before the limit: what comes there was announced
  api.use(bodyLimit({ maxSize: maxBodyBytes, onError: (context: AppContext) => refuse(context, 'too-large') }));
  api.route('/', makeAccountRoutes(parts, limits));
  api.route('/', makeInviteRoutes(parts, limits));
  api.route('/', makePeopleRoutes(parts, limits));
  api.route('/', makeCommandRoutes(parts, limits));
  api.route('/', makeOwnAccountRoutes(parts, limits));
  api.route('/', makeWorkspacePeopleRoutes(parts, limits));
  api.route('/', makeWorkspaceRoutes(parts, limits));
  api.route('/', makeGroupRoutes(parts, limits));
  api.route('/', makePictureRoutes(parts, limits));
  api.route('/', makeFileRoutes(parts, limits));
  api.route('/', makeDeviceRoutes(parts, limits));
  api.route('/', makeStatusRoutes(parts, limits));
  api.route('/', makeInboxRoutes(parts, limits));
  api.route('/', makeSearchRoutes(parts, limits));
  api.route('/', makePushRoutes(parts, limits));
  if (parts.demo !== undefined) api.route('/', makeDemoRoutes(parts.demo, parts));
  api.all('*', (context) => refuse(context, 'not-found'));
  return api;
}

const noStore = createMiddleware<AppEnv>(async (context, next) => {
  context.header('Cache-Control', 'no-store');
  await next();
});

function logFailure(logger: Logger, error: Error, context: AppContext): Response {
  logger.error({ err: error, requestId: context.get('requestId') }, 'request failed');
  return refuse(context, 'server-error');
}
