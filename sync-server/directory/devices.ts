// Devices: where a person is signed in, and ending one of them from another.
// Promises: a session ended so is remembered by its token's hash, so that the device learns it whenever it comes back;
// nobody sees or ends a device of somebody else. Of a browser only its name is kept.
// Does not know: cookies, sockets. Whoever ends a session cuts its sockets.
import type { DeviceId, UserId } from '../../shared/ids.ts';
import type { Device } from '../../shared/protocol/devices.ts';
import { endedSessionMemoryMs, lastSeenStepMs } from '../limits.ts';
import type { DirectoryDatabase } from './database.ts';
import { hashToken } from './tokens.ts';

export interface Devices {
  /** Somebody has signed in with this browser. */
  add(deviceId: DeviceId, name: Pick<Device, 'browser' | 'system'>): Promise<void>;
  noteSeen(deviceId: DeviceId): Promise<void>;
  /** The last seen first. */
  of(userId: UserId): Promise<Omit<Device, 'isCurrent'>[]>;
  /** False when this person has no such device. */
  end(userId: UserId, deviceId: DeviceId): Promise<boolean>;
  /** Ends all of a person's but this one; answers which. */
  endOthers(userId: UserId, keep: DeviceId): Promise<DeviceId[]>;
  /** Whether the session of this token was ended from another device. */
  wasEnded(token: string): Promise<boolean>;
}

export function makeDevices({ database, now }: { database: DirectoryDatabase; now: () => number }): Devices {
  return {
    async add(deviceId, { browser, system }) {
      await database
        .insertInto('device')
        .values({ deviceId, browser, system, lastSeenAtMs: now(), timeZone: null })
        .execute();
    },
    async noteSeen(deviceId) {
      await database
        .updateTable('device')
        .set({ lastSeenAtMs: now() })
        .where('deviceId', '=', deviceId)
        .where('lastSeenAtMs', '<', now() - lastSeenStepMs)
        .execute();
    },
    of: (userId) => readDevices(database, userId, now()),
    end: (userId, deviceId) =>
      database.transaction().execute((transaction) => endSession(transaction, { userId, deviceId, nowMs: now() })),
    endOthers: (userId, keep) =>
      database.transaction().execute((transaction) => endSessions(transaction, { userId, keep, nowMs: now() })),
    async wasEnded(token) {
      const row = await database
        .selectFrom('endedSession')
        .select('tokenHash')
        .where('tokenHash', '=', hashToken(token))
        .executeTakeFirst();
      return row !== undefined;
    },
  };
}

async function readDevices(
  database: DirectoryDatabase,
  userId: UserId,
  nowMs: number,
): Promise<Omit<Device, 'isCurrent'>[]> {
  const rows = await database
    .selectFrom('session')
    .leftJoin('device', 'device.deviceId', 'session.id')
    .select(['session.id', 'session.createdAt', 'device.browser', 'device.system', 'device.lastSeenAtMs'])
    .where('session.userId', '=', userId)
    .where('session.expiresAt', '>', new Date(nowMs).toISOString())
    .execute();
  const devices = rows.map(({ id, createdAt, browser, system, lastSeenAtMs }) => {
    const createdAtMs = Date.parse(createdAt);
    return { deviceId: id, createdAt: createdAtMs, lastSeenAt: lastSeenAtMs ?? createdAtMs, browser, system };
  });
  return devices.sort((one, other) => other.lastSeenAt - one.lastSeenAt);
}

interface Ending {
  readonly userId: UserId;
  readonly deviceId: DeviceId;
  readonly nowMs: number;
}

async function endSession(transaction: DirectoryDatabase, { userId, deviceId, nowMs }: Ending): Promise<boolean> {
  const session = await transaction
    .selectFrom('session')
    .select('token')
    .where('id', '=', deviceId)
    .where('userId', '=', userId)
    .executeTakeFirst();
  if (session === undefined) return false;
  await transaction
    .deleteFrom('endedSession')
    .where('endedAtMs', '<', nowMs - endedSessionMemoryMs)
    .execute();
  await transaction
    .insertInto('endedSession')
    .values({ tokenHash: hashToken(session.token), endedAtMs: nowMs })
    .execute();
  await transaction.deleteFrom('session').where('id', '=', deviceId).execute();
  return true;
}

/** Ends every session of a person but one; answers which. Part of a change, in its transaction. */
export async function endSessions(
  transaction: DirectoryDatabase,
  { userId, keep, nowMs }: { userId: UserId; keep: DeviceId | null; nowMs: number },
): Promise<DeviceId[]> {
  const sessions = await transaction.selectFrom('session').select('id').where('userId', '=', userId).execute();
  const ended: DeviceId[] = [];
  for (const { id: deviceId } of sessions) {
    if (deviceId !== keep && (await endSession(transaction, { userId, deviceId, nowMs }))) ended.push(deviceId);
  }
  return ended;
}
