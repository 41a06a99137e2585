// Pushes to the device that asks: whether it gets any, where to, and when its person wants quiet.
// Promises: a device sets up itself and no other; an address in a closed network is refused.
import { Hono } from 'hono';
import { pushDeviceBody, quietBody, type PushAnswer } from '../../shared/protocol/push-api.ts';
import { isPushAddress } from '../notify/push-address.ts';
import type { AppContext, AppEnv, AppParts } from './app-parts.ts';
import type { RateLimits } from './rate-limits.ts';
import { readBody } from './read-fields.ts';
import { refuse } from './refuse.ts';
import { makeSignedInGuard } from './signed-in.ts';

type Handle = (context: AppContext, parts: AppParts) => Promise<Response>;

export function makePushRoutes(parts: AppParts, limits: RateLimits): Hono<AppEnv> {
  const routes = new Hono<AppEnv>();
  const signedIn = makeSignedInGuard(parts.directory);
  const limited = (handle: Handle) => async (context: AppContext) =>
    limits.take(context, 'devicesPerPerson', context.get('session').userId) ?? handle(context, parts);
  routes.get('/push', signedIn, limited(read));
  routes.post('/push/device', signedIn, limited(putDevice));
  routes.post('/push/device/remove', signedIn, limited(removeDevice));
  routes.post('/push/quiet', signedIn, limited(setQuiet));
  routes.post('/push/test', signedIn, limited(test));
  return routes;
}

async function read(context: AppContext, { directory, pushKey }: AppParts): Promise<Response> {
  const { userId, sessionId } = context.get('session');
  const device = await directory.pushRows.at(sessionId);
  const answer: PushAnswer = {
    key: pushKey,
    quiet: await directory.pushRows.quietOf(userId),
    device: device === null ? null : { endpoint: device.endpoint, showsContent: device.showsContent },
  };
  return context.json(answer);
}

async function putDevice(context: AppContext, parts: AppParts): Promise<Response> {
  const body = await readBody(context, pushDeviceBody);
  if (body === null || !isPushAddress(body.subscription.endpoint, parts.config.pushesToLocal)) {
    return refuse(context, 'bad-request');
  }
  const { userId, sessionId } = context.get('session');
  const { showsContent, subscription } = body;
  await parts.directory.pushRows.put(userId, { deviceId: sessionId, showsContent, ...subscription });
  return context.json({});
}

async function removeDevice(context: AppContext, { directory }: AppParts): Promise<Response> {
  await directory.pushRows.remove(context.get('session').sessionId);
  return context.json({});
}

async function setQuiet(context: AppContext, { directory }: AppParts): Promise<Response> {
  const body = await readBody(context, quietBody);
  if (body === null) return refuse(context, 'bad-request');
  await directory.pushRows.setQuiet(context.get('session').userId, body.quiet);
  return context.json({});
}

async function test(context: AppContext, { sendTestPush }: AppParts): Promise<Response> {
  return (await sendTestPush(context.get('session').sessionId)) ? context.json({}) : refuse(context, 'not-found');
}
