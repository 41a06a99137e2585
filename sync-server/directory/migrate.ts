// The directory's tables: better-auth's by its own plan, ours by numbered steps that never change once released.
// Promises: each step is applied whole or not at all, once; data of a newer version is left alone.
import type { BetterAuthOptions } from 'better-auth';
import { getMigrations } from 'better-auth/db/migration';
import { sql } from 'kysely';
import { StartProblem } from '../ops/start-problem.ts';
import type { DirectoryDatabase } from './database.ts';

const steps: readonly (readonly string[])[] = [
  [
    `create table person (
      userId text primary key references user(id) on delete cascade,
      handle text not null unique,
      role text not null check (role in ('owner', 'admin', 'member')),
      searchName text not null
    ) strict, without rowid`,
    `create table conversation (
      conversationId text primary key,
      kind text not null check (kind in ('direct')),
      createdAtMs integer not null
    ) strict, without rowid`,
    `create table member (
      conversationId text not null references conversation(conversationId) on delete cascade,
      userId text not null references person(userId) on delete cascade,
      primary key (conversationId, userId)
    ) strict, without rowid`,
    `create index member_by_user on member (userId)`,
    `create table invite (
      tokenHash text primary key,
      invitedBy text not null references person(userId) on delete cascade,
      expiresAtMs integer not null,
      usedBy text references person(userId) on delete set null
    ) strict, without rowid`,
  ],
  [
    `create table command (
      commandId text primary key,
      userId text not null references person(userId) on delete cascade,
      command text not null,
      result text not null,
      appliedAtMs integer not null
    ) strict, without rowid`,
    `create index command_by_age on command (appliedAtMs)`,
    `create table device (
      deviceId text primary key references session(id) on delete cascade,
      browser text,
      system text,
      lastSeenAtMs integer not null
    ) strict, without rowid`,
    `create table endedSession (
      tokenHash text primary key,
      endedAtMs integer not null
    ) strict, without rowid`,
  ],
  [
    // Where each conversation stands in the order of their changes; a number is never given twice.
    `create table conversationChange (
      change integer primary key autoincrement,
      conversationId text not null unique references conversation(conversationId) on delete cascade
    ) strict`,
    `insert into conversationChange (conversationId)
      select conversationId from conversation order by createdAtMs, conversationId`,
    // By triggers, so that nobody who changes a conversation can forget it.
    `create trigger conversationBegan after insert on conversation begin
      insert into conversationChange (conversationId) values (new.conversationId);
    end`,
    `create trigger conversationChanged after update on conversation begin
      delete from conversationChange where conversationId = new.conversationId;
      insert into conversationChange (conversationId) values (new.conversationId);
    end`,
    `create trigger memberCame after insert on member begin
      delete from conversationChange where conversationId = new.conversationId;
      insert into conversationChange (conversationId) values (new.conversationId);
    end`,
    `create trigger memberWent after delete on member
      when exists (select 1 from conversation where conversationId = old.conversationId) begin
      delete from conversationChange where conversationId = old.conversationId;
      insert into conversationChange (conversationId) values (old.conversationId);
    end`,
  ],
];

export async function migrate(database: DirectoryDatabase, authOptions: BetterAuthOptions): Promise<void> {
  const applied = await appliedSteps(database);
  if (applied > steps.length) {
    throw new StartProblem(
      'The data was written by a newer version of Biz1 Messenger. Start that version, or a newer one.',
    );
  }
  await (await getMigrations(authOptions)).runMigrations();
  for (const [index, statements] of steps.entries()) {
    if (index >= applied) await applyStep(database, index + 1, statements);
  }
}

async function appliedSteps(database: DirectoryDatabase): Promise<number> {
  await sql`create table if not exists directoryStep (number integer primary key) strict`.execute(database);
  const { rows } = await sql<{ newest: number | null }>`select max(number) as newest from directoryStep`.execute(
    database,
  );
  return rows[0]?.newest ?? 0;
}

async function applyStep(database: DirectoryDatabase, number: number, statements: readonly string[]): Promise<void> {
  await database.transaction().execute(async (transaction) => {
    for (const statement of statements) await sql.raw(statement).execute(transaction);
    await sql`insert into directoryStep (number) values (${number})`.execute(transaction);
  });
}
