// Who keeps to themselves what they have read, and in return is told of nobody else's reading.
// Promises: an answer at once, for it is asked with each word to a device; what was changed counts when `reread` resolves.
// Does not know: what was read, and who is told.
import type { UserId } from '../../shared/ids.ts';
import type { DirectoryDatabase } from './database.ts';

export interface Receipts {
  /** Whether this person tells what they have read, and is told of others. */
  areOn(userId: UserId): boolean;
  /** They may have chosen otherwise. */
  reread(userId: UserId): Promise<void>;
}

export async function makeReceipts(database: DirectoryDatabase): Promise<Receipts> {
  const rows = await database.selectFrom('receiptsOff').select('userId').execute();
  const off = new Set(rows.map(({ userId }) => userId));
  return {
    areOn: (userId) => !off.has(userId),
    async reread(userId) {
      const row = await database
        .selectFrom('receiptsOff')
        .select('userId')
        .where('userId', '=', userId)
        .executeTakeFirst();
      if (row === undefined) off.delete(userId);
      else off.add(userId);
    },
  };
}

/** A part of applying a command, in its transaction. */
export async function setReceipts(transaction: DirectoryDatabase, userId: UserId, areOn: boolean): Promise<void> {
  if (areOn) await transaction.deleteFrom('receiptsOff').where('userId', '=', userId).execute();
  else {
    await transaction
      .insertInto('receiptsOff')
      .values({ userId })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
}
