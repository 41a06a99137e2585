// Where I am signed in, and signing one of my other devices out.
// Promises: a device of somebody else looks like none; the sockets of an ended session are cut at once.
import { Hono } from 'hono';
import { deviceBody, type Device } from '../../shared/protocol/devices.ts';
import type { AppContext, AppEnv, AppParts } from './app-parts.ts';
import type { RateLimits } from './rate-limits.ts';
import { readBody } from './read-fields.ts';
import { refuse } from './refuse.ts';
import { makeSignedInGuard } from './signed-in.ts';

export function makeDeviceRoutes(parts: AppParts, limits: RateLimits): Hono<AppEnv> {
  const routes = new Hono<AppEnv>();
  const signedIn = makeSignedInGuard(parts.directory);
  routes.get('/devices', signedIn, (context) => list(context, parts, limits));
  routes.post('/devices/sign-out', signedIn, (context) => signOut(context, parts, limits));
  return routes;
}

async function list(context: AppContext, parts: AppParts, limits: RateLimits): Promise<Response> {
  const { userId, sessionId } = context.get('session');
  const tooMany = limits.take(context, 'devicesPerPerson', userId);
  if (tooMany !== null) return tooMany;
  const devices = (await parts.directory.devices.of(userId)).map((device): Device => {
    const isCurrent = device.deviceId === sessionId;
    const isHere = isCurrent || parts.isLinked(device.deviceId);
    return { ...device, isCurrent, lastSeenAt: isHere ? parts.now() : device.lastSeenAt };
  });
  devices.sort((one, other) => Number(other.isCurrent) - Number(one.isCurrent));
  return context.json({ devices });
}

async function signOut(context: AppContext, parts: AppParts, limits: RateLimits): Promise<Response> {
  const body = await readBody(context, deviceBody);
  if (body === null) return refuse(context, 'bad-request');
  const { userId, sessionId } = context.get('session');
  const tooMany = limits.take(context, 'devicesPerPerson', userId);
  if (tooMany !== null) return tooMany;
  // Whoever means this device signs out here: then it is asked first and wiped by themselves.
  if (body.deviceId === sessionId) return refuse(context, 'bad-request');
  if (!(await parts.directory.devices.end(userId, body.deviceId))) return refuse(context, 'not-found');
  parts.onSessionEnded(body.deviceId, 'elsewhere');
  return context.json({});
}
