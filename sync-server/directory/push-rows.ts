// The devices that get pushes, when their people want quiet, and what each was told of.
// Promises: a device's row goes with its session; of somebody who is suspended, or whose session is over, there is none.
// Does not know: push services, and what is worth a push.
import * as v from 'valibot';
import type { ConversationId, DeviceId, UserId } from '../../shared/ids.ts';
import type { PushSubscriptionFields } from '../../shared/protocol/push-api.ts';
import { quietHours, type QuietHours } from '../../shared/rules/notify.ts';
import { maxPushDevices } from '../limits.ts';
import type { DirectoryDatabase } from './database.ts';

export interface PushDevice extends PushSubscriptionFields {
  readonly deviceId: DeviceId;
  readonly showsContent: boolean;
}

export interface PushRows {
  /** Whether any device of this person may get pushes: at once, and true a little longer than it is. */
  has(userId: UserId): boolean;
  /**
   * In the place of what the device had before, and of what the same browser had in an earlier session, whoever was signed
   * in: what it gets is for who sits before it now. Of too many those signed in first get none any more.
   */
  put(userId: UserId, device: PushDevice): Promise<void>;
  remove(deviceId: DeviceId): Promise<void>;
  /** What they have now; null where it is none, or another than `endpoint`. */
  removeAt(deviceId: DeviceId, endpoint: string): Promise<void>;
  at(deviceId: DeviceId): Promise<PushDevice | null>;
  of(userId: UserId): Promise<PushDevice[]>;
  quietOf(userId: UserId): Promise<QuietHours | null>;
  setQuiet(userId: UserId, quiet: QuietHours | null): Promise<void>;
  /** This device was told of something in it. */
  noteShown(deviceId: DeviceId, conversationId: ConversationId): Promise<void>;
  /** The devices that were, which count as not told from now on. */
  takeShown(userId: UserId, conversationId: ConversationId): Promise<PushDevice[]>;
}

export async function makePushRows({
  database,
  now,
}: {
  readonly database: DirectoryDatabase;
  readonly now: () => number;
}): Promise<PushRows> {
  const owners = await database.selectFrom('pushDevice').select('userId').distinct().execute();
  const known = new Set(owners.map(({ userId }) => userId));
  const devices = () =>
    database
      .selectFrom('pushDevice')
      .innerJoin('session', 'session.id', 'pushDevice.deviceId')
      .innerJoin('person', 'person.userId', 'pushDevice.userId')
      .select(['pushDevice.deviceId', 'endpoint', 'p256dh', 'auth', 'showsContent'])
      .where('session.expiresAt', '>', new Date(now()).toISOString())
      .where('person.state', '=', 'active');
  return {
    has: (userId) => known.has(userId),
    async put(userId, { deviceId, endpoint, p256dh, auth, showsContent }) {
      const row = { deviceId, userId, endpoint, p256dh, auth, showsContent: Number(showsContent) };
      await database.transaction().execute(async (transaction) => {
        await transaction
          .deleteFrom('pushDevice')
          .where((where) => where.or([where('endpoint', '=', endpoint), where('deviceId', '=', deviceId)]))
          .execute();
        await transaction.insertInto('pushDevice').values(row).execute();
        await transaction
          .deleteFrom('pushDevice')
          .where('userId', '=', userId)
          .where('deviceId', '!=', deviceId)
          .where('deviceId', 'not in', newestOf(transaction, userId))
          .execute();
      });
      known.add(userId);
    },
    async remove(deviceId) {
      await database.deleteFrom('pushDevice').where('deviceId', '=', deviceId).execute();
    },
    async removeAt(deviceId, endpoint) {
      await database
        .deleteFrom('pushDevice')
        .where('deviceId', '=', deviceId)
        .where('endpoint', '=', endpoint)
        .execute();
    },
    async at(deviceId) {
      const row = await devices().where('pushDevice.deviceId', '=', deviceId).executeTakeFirst();
      return row === undefined ? null : toDevice(row);
    },
    async of(userId) {
      const rows = await devices().where('pushDevice.userId', '=', userId).execute();
      if (rows.length === 0) known.delete(userId); // signed out, or suspended: they put it there again
      return rows.map(toDevice);
    },
    async quietOf(userId) {
      const row = await database
        .selectFrom('quietHours')
        .select('hours')
        .where('userId', '=', userId)
        .executeTakeFirst();
      const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), quietHours), row?.hours);
      return parsed.success ? parsed.output : null;
    },
    async setQuiet(userId, quiet) {
      if (quiet === null) {
        await database.deleteFrom('quietHours').where('userId', '=', userId).execute();
        return;
      }
      const hours = JSON.stringify(quiet);
      await database
        .insertInto('quietHours')
        .values({ userId, hours })
        .onConflict((conflict) => conflict.column('userId').doUpdateSet({ hours }))
        .execute();
    },
    async noteShown(deviceId, conversationId) {
      await database
        .insertInto('pushShown')
        .columns(['deviceId', 'conversationId'])
        .expression(
          database
            .selectFrom('pushDevice')
            .select((select) => ['deviceId', select.val(conversationId).as('conversationId')])
            .where('deviceId', '=', deviceId),
        )
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    },
    async takeShown(userId, conversationId) {
      if (!known.has(userId)) return [];
      const told = await devices()
        .innerJoin('pushShown', 'pushShown.deviceId', 'pushDevice.deviceId')
        .where('pushDevice.userId', '=', userId)
        .where('pushShown.conversationId', '=', conversationId)
        .execute();
      const deviceIds = told.map(({ deviceId }) => deviceId);
      if (deviceIds.length === 0) return [];
      await database
        .deleteFrom('pushShown')
        .where('conversationId', '=', conversationId)
        .where('deviceId', 'in', deviceIds)
        .execute();
      return told.map(toDevice);
    },
  };
}

/** Those that were signed in last. */
function newestOf(database: DirectoryDatabase, userId: UserId) {
  return database
    .selectFrom('pushDevice')
    .innerJoin('session', 'session.id', 'pushDevice.deviceId')
    .select('pushDevice.deviceId')
    .where('pushDevice.userId', '=', userId)
    .orderBy('session.createdAt', 'desc')
    .orderBy('session.id')
    .limit(maxPushDevices);
}

function toDevice({
  showsContent,
  ...device
}: Omit<PushDevice, 'showsContent'> & { showsContent: number }): PushDevice {
  return { ...device, showsContent: showsContent === 1 };
}
