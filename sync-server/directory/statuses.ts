// What people say of themselves (do not disturb, a line of text), when they were last here, and who hides from whom.
import * as v from 'valibot';
import type { UserId } from '../../shared/ids.ts';
import { firstStatus, ownStatus, type OwnStatus } from '../../shared/protocol/presence.ts';
import type { PresenceDirectory } from '../presence/presence.ts';
import type { DirectoryDatabase } from './database.ts';
import { isActive } from './people.ts';

export interface Statuses extends PresenceDirectory {
  /** False for whoever takes no part here any more: they say nothing. */
  set(userId: UserId, status: OwnStatus): Promise<boolean>;
  of(userId: UserId): Promise<OwnStatus>;
}

export function makeStatuses(database: DirectoryDatabase): Statuses {
  const readStatuses: Statuses['readStatuses'] = async (userIds) => {
    if (userIds.length === 0) return new Map();
    const rows = await database
      .selectFrom('person')
      .leftJoin('personStatus', 'personStatus.userId', 'person.userId')
      .leftJoin('session', 'session.userId', 'person.userId')
      .leftJoin('device', 'device.deviceId', 'session.id')
      // Beside a maximum SQLite answers the other columns of its own row: the zone is that of the device seen last.
      .select((select) => [
        ...(['person.userId', 'personStatus.status', 'device.timeZone'] as const),
        select.fn.max('device.lastSeenAtMs').as('lastSeen'),
      ])
      .where('person.userId', 'in', userIds)
      .groupBy('person.userId')
      .execute();
    return new Map(rows.map(({ userId, status, ...seen }) => [userId, { status: parse(status), ...seen }]));
  };
  return {
    readStatuses,
    async of(userId) {
      return (await readStatuses([userId])).get(userId)?.status ?? firstStatus;
    },
    set: (userId, status) =>
      database.transaction().execute(async (transaction) => {
        if (!(await isActive(transaction, userId))) return false;
        const text = JSON.stringify(status);
        await transaction
          .insertInto('personStatus')
          .values({ userId, status: text })
          .onConflict((conflict) => conflict.column('userId').doUpdateSet({ status: text }))
          .execute();
        return true;
      }),
    async setTimeZone(deviceId, timeZone) {
      const { numUpdatedRows } = await database
        .updateTable('device')
        .set({ timeZone })
        .where('deviceId', '=', deviceId)
        .where('timeZone', 'is distinct from', timeZone)
        .executeTakeFirst();
      return numUpdatedRows === 1n;
    },
    async blockersAmong(userId, userIds) {
      if (userIds.length === 0) return new Set();
      const rows = await database
        .selectFrom('block')
        .select('userId')
        .where('blockedId', '=', userId)
        .where('userId', 'in', userIds)
        .execute();
      return new Set(rows.map((row) => row.userId));
    },
  };
}

/** Only `set` writes it; one of an earlier form says nothing. */
function parse(text: string | null): OwnStatus {
  const parsed = text === null ? null : v.safeParse(ownStatus, JSON.parse(text));
  return parsed?.success === true ? parsed.output : firstStatus;
}
