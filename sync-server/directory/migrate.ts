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
      kind text not null check (kind in ('direct', 'group')),
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
  [
    // Groups.
    `alter table conversation add column title text`,
    `alter table conversation add column history text not null default 'all' check (history in ('all', 'from-joining'))`,
    `alter table member add column role text not null default 'member'
      check (role in ('owner', 'admin', 'member', 'reader'))`,
    // The oldest chapter that they see.
    `alter table member add column fromChapter integer not null default 1`,
    `create trigger memberChanged after update on member begin
      delete from conversationChange where conversationId = new.conversationId;
      insert into conversationChange (conversationId) values (new.conversationId);
    end`,
    // Who is in a conversation no more, until they are in it again: their devices must hear of it.
    `create table formerMember (
      userId text not null references person(userId) on delete cascade,
      conversationId text not null references conversation(conversationId) on delete cascade,
      change integer not null,
      primary key (userId, conversationId)
    ) strict, without rowid`,
    `create trigger memberBecameFormer after delete on member
      when exists (select 1 from conversation where conversationId = old.conversationId)
        and exists (select 1 from person where userId = old.userId) begin
      insert or replace into formerMember (userId, conversationId, change)
        select old.userId, old.conversationId, seq + 1 from sqlite_sequence where name = 'conversationChange';
      delete from conversationChange where conversationId = old.conversationId;
      insert into conversationChange (conversationId) values (old.conversationId);
    end`,
    `drop trigger memberWent`,
    `create trigger memberReturned after insert on member begin
      delete from formerMember where userId = new.userId and conversationId = new.conversationId;
    end`,
    // What the log must say of a change here, until it does.
    `create table notice (
      number integer primary key autoincrement,
      conversationId text not null,
      event text not null
    ) strict`,
    `create table groupLink (
      tokenHash text primary key,
      conversationId text not null references conversation(conversationId) on delete cascade,
      linkId text not null unique,
      madeBy text not null references person(userId) on delete cascade,
      madeAtMs integer not null,
      expiresAtMs integer not null,
      usesLeft integer not null
    ) strict, without rowid`,
    `create index groupLink_by_conversation on groupLink (conversationId)`,
  ],
  [
    // Both directions stand in it.
    `create table contact (
      userId text not null references person(userId) on delete cascade,
      otherId text not null references person(userId) on delete cascade,
      sinceMs integer not null,
      primary key (userId, otherId)
    ) strict, without rowid`,
    `create table contactRequest (
      fromId text not null references person(userId) on delete cascade,
      toId text not null references person(userId) on delete cascade,
      text text not null,
      atMs integer not null,
      primary key (fromId, toId)
    ) strict, without rowid`,
    `create index contactRequest_by_receiver on contactRequest (toId)`,
    `create table block (
      userId text not null references person(userId) on delete cascade,
      blockedId text not null references person(userId) on delete cascade,
      atMs integer not null,
      primary key (userId, blockedId)
    ) strict, without rowid`,
    `alter table person add column state text not null default 'active'
      check (state in ('active', 'suspended', 'deleted'))`,
    `create table passwordReset (
      tokenHash text primary key,
      userId text not null references person(userId) on delete cascade,
      expiresAtMs integer not null
    ) strict, without rowid`,
    // What people say of themselves.
    `create table personStatus (
      userId text primary key references person(userId) on delete cascade,
      status text not null
    ) strict, without rowid`,
    // How often anything of a person's contacts has changed.
    `create table contactChange (
      userId text primary key references person(userId) on delete cascade,
      change integer not null
    ) strict, without rowid`,
  ],
  [
    // Pictures of people and groups, by the hash of their bytes.
    `create table picture (
      hash text primary key,
      type text not null check (type in ('image/webp', 'image/png', 'image/jpeg')),
      bytes blob not null
    ) strict`,
    `alter table person add column picture text references picture(hash)`,
    `alter table conversation add column picture text references picture(hash)`,
    `create index person_by_picture on person (picture) where picture is not null`,
    `create index conversation_by_picture on conversation (picture) where picture is not null`,
    // By triggers, so that none is kept that nobody shows.
    ...pictureSweeps('person'),
    ...pictureSweeps('conversation'),
  ],
  [`alter table conversation add column description text not null default ''`],
  [
    // By whose right a link for a forgotten password was made. Nobody knows it of those made before.
    `delete from passwordReset`,
    `alter table passwordReset add column madeBy text references person(userId) on delete cascade`,
  ],
  [
    // How they came out, where that is known. It goes with the row when they are in it again.
    `alter table formerMember add column went text check (went in ('left', 'removed'))`,
  ],
  [
    // Of a direct conversation whose other half has blocked whoever began it: they see them in it all the same.
    `alter table conversation add column withUserId text references person(userId) on delete set null`,
  ],
  [
    // The chapter that it is said in at the earliest: those before it end first.
    `alter table notice add column fromChapter integer not null default 1`,
    // How far the log went when it happened, where whoever it tells of has read all that was said until then.
    `alter table notice add column readTo integer`,
    `create index notice_by_conversation on notice (conversationId, number)`,
  ],
  [
    // Only whether a command is the same is ever asked, and some hold a secret.
    `update command set command = hashText(command)`,
  ],
  [
    // Since when they are in it: a group in which nothing is said yet has its place in their list by it. Of those who
    // came earlier only the group's beginning is known; a direct conversation counts for nothing before it is begun.
    `alter table member add column sinceMs integer not null default 0`,
    `update member set sinceMs = conversation.createdAtMs from conversation
      where conversation.conversationId = member.conversationId and conversation.kind = 'group'`,
  ],
  [`create index conversation_by_shown on conversation (withUserId) where withUserId is not null`],
  [
    // Who made a group. Nobody knows it of those made before.
    `alter table conversation add column madeBy text references person(userId) on delete set null`,
    `create index conversation_by_maker on conversation (madeBy, createdAtMs) where madeBy is not null`,
  ],
  [
    // When they came out: whoever sees a group only from their own coming on hears of nobody who went before it.
    `alter table formerMember add column wentAtMs integer not null default 0`,
    `create index formerMember_by_conversation on formerMember (conversationId, change)`,
  ],
  [
    // A block takes back what its owner had asked; both hear of it.
    `insert into contactChange (userId, change)
      select userId, 1 from (
        select fromId as userId from contactRequest where exists
          (select 1 from block where block.userId = contactRequest.fromId and block.blockedId = contactRequest.toId)
        union
        select toId from contactRequest where exists
          (select 1 from block where block.userId = contactRequest.fromId and block.blockedId = contactRequest.toId)
      ) where true
      on conflict (userId) do update set change = contactChange.change + 1`,
    `delete from contactRequest where exists
      (select 1 from block where block.userId = contactRequest.fromId and block.blockedId = contactRequest.toId)`,
  ],
  [`alter table device add column timeZone text`],
  [
    // What the server writes for people, and a number that grows with each change of it.
    `create table autoReply (
      userId text primary key references person(userId) on delete cascade,
      settings text not null,
      absence text not null
    ) strict, without rowid`,
    `create table scheduledMessage (
      userId text not null references person(userId) on delete cascade,
      messageId text not null,
      conversationId text not null,
      dueAtMs integer not null,
      message text not null,
      isGoing integer not null default 0,
      notSent text check (notSent in ('not-there', 'read-only', 'suspended', 'refused')),
      primary key (userId, messageId)
    ) strict`,
    `create index scheduledMessage_by_due on scheduledMessage (dueAtMs, messageId) where notSent is null`,
    `create table errandChange (
      userId text primary key references person(userId) on delete cascade,
      change integer not null
    ) strict, without rowid`,
    ...errandChanges('autoReply'),
    ...errandChanges('scheduledMessage'),
  ],
  [
    // Who tells nobody what they have read.
    `create table receiptsOff (
      userId text primary key references person(userId) on delete cascade
    ) strict, without rowid`,
  ],
  [
    // The devices that get pushes: a session's, and with it they go.
    `create table pushDevice (
      deviceId text primary key references session(id) on delete cascade,
      userId text not null references person(userId) on delete cascade,
      endpoint text not null unique,
      p256dh text not null,
      auth text not null,
      showsContent integer not null check (showsContent in (0, 1))
    ) strict, without rowid`,
    `create index pushDevice_by_person on pushDevice (userId)`,
    `create table quietHours (
      userId text primary key references person(userId) on delete cascade,
      hours text not null
    ) strict, without rowid`,
    // What a device was told of and has not been told to put away.
    `create table pushShown (
      deviceId text not null references pushDevice(deviceId) on delete cascade,
      conversationId text not null references conversation(conversationId) on delete cascade,
      primary key (deviceId, conversationId)
    ) strict, without rowid`,
  ],
];

/** A released step: it never changes. */
function pictureSweeps(table: 'person' | 'conversation'): readonly string[] {
  const sweep = `delete from picture where hash = old.picture
      and not exists (select 1 from person where picture = old.picture)
      and not exists (select 1 from conversation where picture = old.picture);`;
  return [
    `create trigger ${table}ShowsAnother after update of picture on ${table}
      when old.picture is not null and old.picture is not new.picture begin ${sweep} end`,
    `create trigger ${table}ShowsNothing after delete on ${table} when old.picture is not null begin ${sweep} end`,
  ];
}

/** A released step: it never changes. Nothing is noted of a person who is being taken out. */
function errandChanges(table: 'autoReply' | 'scheduledMessage'): readonly string[] {
  const count = (row: 'new' | 'old') =>
    `insert into errandChange select ${row}.userId, 1 where exists (select 1 from person where userId = ${row}.userId)
      on conflict (userId) do update set change = change + 1;`;
  return [
    `create trigger ${table}Comes after insert on ${table} begin ${count('new')} end`,
    `create trigger ${table}Changes after update on ${table} begin ${count('new')} end`,
    `create trigger ${table}Goes after delete on ${table} begin ${count('old')} end`,
  ];
}

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
