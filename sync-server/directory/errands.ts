// What the server writes for people: their auto-replies and messages that go later, as rows.
// Promises: a change is part of its command; a message that is on its way is neither changed nor cancelled any more; what
// is taken out or replaced is overwritten on the disk (`scrub`).
// Does not know: when anything goes, nor the log. That is sync-server/errands.
import { sql } from 'kysely';
import type { LaterMessage } from '../../shared/conversation/events.ts';
import type { ConversationId, EventId, UserId } from '../../shared/ids.ts';
import type { ErrandCommand } from '../../shared/protocol/commands.ts';
import { maxScheduled, maxScheduledLength, type Errands, type NotSentReason } from '../../shared/protocol/errands.ts';
import { isSameAbsence, type AutoReply } from '../../shared/rules/auto-reply.ts';
import type { DirectoryDatabase } from './database.ts';
import { isActive } from './people.ts';
import { mintToken } from './tokens.ts';

export type ErrandRefusal = 'not-found' | 'not-waiting' | 'too-many-scheduled';

/** An auto-reply with the secret name of when it was switched on. */
export interface KeptAutoReply {
  readonly settings: AutoReply;
  readonly absence: string;
}

export interface ScheduledId {
  readonly userId: UserId;
  readonly messageId: EventId;
}

/** One that is on its way. */
export interface Going extends ScheduledId {
  readonly conversationId: ConversationId;
  readonly message: LaterMessage;
}

export interface ErrandRows {
  /** Grows whenever anything of a person's errands has changed. */
  changeOf(userId: UserId): Promise<number>;
  read(userId: UserId): Promise<Errands>;
  /** Those of people who take part here: of all, or of one. */
  autoReplies(userId?: UserId): Promise<ReadonlyMap<UserId, KeptAutoReply>>;
  /** When the next one goes, in ms; null when none waits. */
  nextDue(): Promise<number | null>;
  /** Those whose time has come, and those that a crash has left on their way, the first first. */
  due(nowMs: number): Promise<ScheduledId[]>;
  /** From here on it is neither changed nor cancelled. Null when it was, meanwhile. */
  take(id: ScheduledId, nowMs: number): Promise<Going | null>;
  /** Whether its writer takes part here. */
  isActive(userId: UserId): Promise<boolean>;
  /** It is said, or never will be. */
  remove(id: ScheduledId): Promise<void>;
  /** Kept for its writer to decide. */
  keepUnsent(id: ScheduledId, reason: NotSentReason): Promise<void>;
  /** Overwrites what was taken out also where SQLite keeps copies for itself. */
  scrub(): Promise<void>;
}

export function makeErrandRows(database: DirectoryDatabase): ErrandRows {
  return {
    async changeOf(userId) {
      const row = await database
        .selectFrom('errandChange')
        .select('change')
        .where('userId', '=', userId)
        .executeTakeFirst();
      return row?.change ?? 0;
    },
    read: (userId) => database.transaction().execute((transaction) => read(transaction, userId)),
    async autoReplies(userId) {
      const all = database
        .selectFrom('autoReply')
        .innerJoin('person', 'person.userId', 'autoReply.userId')
        .select(['autoReply.userId', 'settings', 'absence'])
        .where('person.state', '=', 'active');
      const rows = await (userId === undefined ? all : all.where('autoReply.userId', '=', userId)).execute();
      return new Map(rows.map((row) => [row.userId, { settings: parseSettings(row.settings), absence: row.absence }]));
    },
    async nextDue() {
      const row = await database
        .selectFrom('scheduledMessage')
        .select((select) => select.fn.min('dueAtMs').as('dueAtMs'))
        .where('notSent', 'is', null)
        .executeTakeFirst();
      return row?.dueAtMs ?? null;
    },
    due: (nowMs) =>
      database
        .selectFrom('scheduledMessage')
        .select(['userId', 'messageId'])
        .where('notSent', 'is', null)
        .where('dueAtMs', '<=', nowMs)
        .orderBy('dueAtMs')
        .orderBy('messageId')
        .execute(),
    take: (id, nowMs) => take(database, id, nowMs),
    isActive: (userId) => isActive(database, userId),
    async remove({ userId, messageId }) {
      await database
        .deleteFrom('scheduledMessage')
        .where('userId', '=', userId)
        .where('messageId', '=', messageId)
        .execute();
    },
    async keepUnsent({ userId, messageId }, notSent) {
      await database
        .updateTable('scheduledMessage')
        .set({ notSent, isGoing: 0 })
        .where('userId', '=', userId)
        .where('messageId', '=', messageId)
        .execute();
    },
    async scrub() {
      await sql`pragma wal_checkpoint(truncate)`.execute(database);
    },
  };
}

async function read(transaction: DirectoryDatabase, userId: UserId): Promise<Errands> {
  const all = makeErrandRows(transaction);
  const rows = await transaction
    .selectFrom('scheduledMessage')
    .selectAll()
    .where('userId', '=', userId)
    .orderBy('dueAtMs')
    .orderBy('messageId')
    .execute();
  return {
    change: await all.changeOf(userId),
    autoReply: (await all.autoReplies(userId)).get(userId)?.settings ?? null,
    scheduled: rows.map(({ messageId, conversationId, dueAtMs, message, notSent }) => ({
      ...{ messageId, conversationId, dueAt: dueAtMs, message: parseMessage(message), notSent },
    })),
  };
}

async function take(
  database: DirectoryDatabase,
  { userId, messageId }: ScheduledId,
  nowMs: number,
): Promise<Going | null> {
  const row = await database
    .updateTable('scheduledMessage')
    .set({ isGoing: 1 })
    .where('userId', '=', userId)
    .where('messageId', '=', messageId)
    .where('notSent', 'is', null)
    .where('dueAtMs', '<=', nowMs)
    .returning(['conversationId', 'message'])
    .executeTakeFirst();
  if (row === undefined) return null;
  return { userId, messageId, conversationId: row.conversationId, message: parseMessage(row.message) };
}

interface ErrandContext {
  readonly transaction: DirectoryDatabase;
  readonly me: UserId;
}

/** A part of applying a command, in its transaction. Null when it is done. */
export async function changeErrands(context: ErrandContext, command: ErrandCommand): Promise<ErrandRefusal | null> {
  switch (command.kind) {
    case 'set-auto-reply':
      return setAutoReply(context, command.autoReply);
    case 'schedule-message':
      return schedule(context, command);
    case 'reschedule-message':
      return reschedule(context, command);
    case 'cancel-scheduled':
      return cancel(context, command.messageId);
  }
}

async function setAutoReply({ transaction, me }: ErrandContext, settings: AutoReply): Promise<null> {
  const before = (await makeErrandRows(transaction).autoReplies(me)).get(me);
  const isSame = before !== undefined && isSameAbsence(before.settings, settings);
  const row = { settings: JSON.stringify(settings), absence: isSame ? before.absence : mintToken() };
  await transaction
    .insertInto('autoReply')
    .values({ userId: me, ...row })
    .onConflict((conflict) => conflict.column('userId').doUpdateSet(row))
    .execute();
  return null;
}

type Scheduling = Extract<ErrandCommand, { kind: 'schedule-message' }>;

async function schedule(
  { transaction, me }: ErrandContext,
  { messageId, conversationId, dueAt, message }: Scheduling,
): Promise<ErrandRefusal | null> {
  const member = await transaction
    .selectFrom('member')
    .select('userId')
    .where('conversationId', '=', conversationId)
    .where('userId', '=', me)
    .executeTakeFirst();
  if (member === undefined) return 'not-found';
  const mine = await readLengths(transaction, me);
  if (mine.has(messageId)) return 'not-waiting';
  const text = JSON.stringify(message);
  if (mine.size >= maxScheduled || isTooLong(mine.set(messageId, text.length))) return 'too-many-scheduled';
  const row = { userId: me, messageId, conversationId, dueAtMs: dueAt, message: text };
  await transaction.insertInto('scheduledMessage').values(row).execute();
  return null;
}

/** Of each of this person's messages that go later, how long it is as it is kept. */
async function readLengths(transaction: DirectoryDatabase, userId: UserId): Promise<Map<EventId, number>> {
  const rows = await transaction
    .selectFrom('scheduledMessage')
    .select(['messageId', sql<number>`length(message)`.as('length')])
    .where('userId', '=', userId)
    .execute();
  return new Map(rows.map(({ messageId, length }) => [messageId, length]));
}

function isTooLong(lengths: ReadonlyMap<EventId, number>): boolean {
  return [...lengths.values()].reduce((sum, length) => sum + length, 0) > maxScheduledLength;
}

type Rescheduling = Extract<ErrandCommand, { kind: 'reschedule-message' }>;

async function reschedule(
  { transaction, me }: ErrandContext,
  { messageId, dueAt, message }: Rescheduling,
): Promise<ErrandRefusal | null> {
  const text = JSON.stringify(message);
  const mine = await readLengths(transaction, me);
  if (mine.has(messageId) && isTooLong(mine.set(messageId, text.length))) return 'too-many-scheduled';
  const { numUpdatedRows } = await transaction
    .updateTable('scheduledMessage')
    .set({ dueAtMs: dueAt, message: text, notSent: null })
    .where('userId', '=', me)
    .where('messageId', '=', messageId)
    .where('isGoing', '=', 0)
    .executeTakeFirst();
  return numUpdatedRows === 1n ? null : 'not-waiting';
}

async function cancel({ transaction, me }: ErrandContext, messageId: EventId): Promise<ErrandRefusal | null> {
  const { numDeletedRows } = await transaction
    .deleteFrom('scheduledMessage')
    .where('userId', '=', me)
    .where('messageId', '=', messageId)
    .where('isGoing', '=', 0)
    .executeTakeFirst();
  return numDeletedRows === 1n ? null : 'not-waiting';
}

/** Only `setAutoReply` writes it. */
function parseSettings(text: string): AutoReply {
  return JSON.parse(text) as AutoReply;
}

/** Only `schedule` and `reschedule` write it. */
function parseMessage(text: string): LaterMessage {
  return JSON.parse(text) as LaterMessage;
}
