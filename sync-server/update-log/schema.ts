// Tables of `log.db`, in steps that are applied once each and never changed after a release.
import type { DatabaseSync } from 'node:sqlite';

/** In `meta`: the last document that a backup had, once one has been put back. */
export const lastRestoredKey = 'restored';

const steps = [
  `
  create table meta (key text primary key, value text not null) strict, without rowid;

  create table document (
    id integer primary key,
    name text not null unique,
    conversation integer not null,
    chapter integer not null,
    sequence integer not null,
    position integer not null default 0, -- of its last update
    snapshot_sequence integer not null default 0,
    -- What is known of it without opening it: chapter-figures.ts.
    entries integer not null default 0,
    bytes integer not null default 0,
    messages integer not null default 0,
    on_time_from integer,
    on_time_to integer,
    late_from integer,
    late_to integer,
    closed_at integer
  ) strict;

  create index document_chapter on document (conversation, chapter, closed_at);

  -- Apart from its document, whose row is read and written with every append.
  create table snapshot (document integer primary key, state blob not null) strict;

  create table conversation (id integer primary key, name text not null unique) strict;

  -- The rowid is the position: ever rising, one order for all documents.
  create table logged_update (
    position integer primary key autoincrement,
    document integer not null,
    sequence integer not null,
    arrived_at integer not null,
    bytes blob not null,
    unique (document, sequence)
  ) strict;

  -- One row for each entry of each log. Lists and admission read these, not documents; search and audit will.
  create table event (
    document integer not null,
    client integer not null,
    clock integer not null,
    conversation integer not null,
    position integer not null,
    author text not null,
    id text,
    kind text,
    target text,
    at integer not null,
    content text, -- the event as JSON; null when erased
    unique (document, client, clock)
  ) strict; -- with a rowid: appending writes a third fewer pages than filling a tree by document

  create table delivery (
    document integer not null,
    reader text not null,
    client integer not null,
    clock integer not null,
    primary key (document, reader, client)
  ) strict, without rowid;

  create unique index event_id on event (conversation, author, id) where id is not null;
  create index event_at on event (conversation, at) where kind = 'message' and content is not null;
  `,
  `
  -- Number of the last update that erased something: above that of the snapshot, the text is still in the updates.
  alter table document add column erased_sequence integer not null default 0;
  update document set erased_sequence = sequence where id in (select document from event where content is null);
  create index document_holding_erased on document (id) where erased_sequence > snapshot_sequence;
  `,
  `
  -- With the id: of a million messages that claim one time the newest is found as quickly.
  drop index event_at;
  create index event_at on event (conversation, at, id) where kind = 'message' and content is not null;
  `,
  `
  -- What changed in a conversation since a position, its chapters' newest messages, what was said about a message later.
  create index document_change on document (conversation, position);
  drop index event_at;
  create index event_newest on event (document, at, id) where kind = 'message' and content is not null;
  create index event_target on event (document, author, target) where target is not null;

  create table read_vector (
    document integer not null,
    reader text not null,
    epoch integer not null,
    sequence integer not null, -- ever rising for each reader
    primary key (reader, document)
  ) strict, without rowid;
  create unique index read_vector_change on read_vector (reader, sequence);

  create table read_clock (
    document integer not null,
    reader text not null,
    client integer not null,
    clock integer not null,   -- in the vector's epoch
    highest integer not null, -- in any: its writer was told of it
    primary key (document, reader, client)
  ) strict, without rowid;
  `,
  `
  -- Whose message an entry is about: others may delete it, and react to it.
  alter table event add column target_author text;
  update event set target_author = author where target is not null;
  drop index event_target;
  create index event_target on event (document, target_author, target) where target is not null;
  create index event_pin on event (document, at, id) where kind = 'pin';
  `,
  `
  -- The index of what was said (spoken-index.ts) moves with each append: an older version would leave it behind.
  select 1
  `,
  `
  -- Files of the store beside their bytes, and what refers to them (sqlite-file-records.ts).
  create table stored_file (
    hash text primary key,
    size integer not null,
    type text not null,
    width integer,
    height integer,
    is_inline integer not null,
    state text not null,
    stored_at integer not null,
    claimed_at integer not null,        -- by whoever did last
    messages integer not null default 0 -- places in standing messages that name it
  ) strict, without rowid;
  create index stored_file_unnamed on stored_file (claimed_at) where messages = 0 and state = 'stored';

  -- Who has a file: they have shown it, or messages of theirs that stand name it.
  create table file_holding (
    hash text not null,
    holder text not null,
    size integer not null,
    claimed_at integer, -- null where they never had to
    messages integer not null default 0,
    primary key (hash, holder)
  ) strict, without rowid;
  create index file_holding_unnamed on file_holding (claimed_at) where messages = 0;

  -- A file or a smaller picture of a message that stands, moved in the commit of the message's events.
  create table message_file (
    message integer not null, -- rowid of its event
    place integer not null,
    hash text not null,
    conversation integer not null,
    chapter integer not null,
    author text not null,
    form text, -- null of a smaller picture, and so is the name
    name text,
    type text not null,
    size integer not null,
    primary key (message, place)
  ) strict, without rowid;
  create index message_file_hash on message_file (hash, conversation, chapter);

  create table file_upload (
    id text primary key,
    holder text not null,
    hash text not null,
    size integer not null,
    form text not null,
    begun_at integer not null
  ) strict, without rowid;
  create index file_upload_holder on file_upload (holder);
  create index file_upload_begun on file_upload (begun_at);

  -- Files whose bytes are still to be removed.
  create table going_file (hash text primary key) strict, without rowid;

  -- Bytes of each person, and under '' of everybody. By triggers, so that none is forgotten.
  create table file_usage (holder text primary key, bytes integer not null) strict, without rowid;
  create trigger file_named after insert on message_file begin
    update stored_file set messages = messages + 1 where hash = new.hash;
    insert into file_holding (hash, holder, size, messages)
      select new.hash, new.author, size, 1 from stored_file where hash = new.hash
      on conflict do update set messages = messages + 1;
  end;
  create trigger file_unnamed after delete on message_file begin
    update stored_file set messages = messages - 1 where hash = old.hash;
    update file_holding set messages = messages - 1 where hash = old.hash and holder = old.author;
  end;
  create trigger file_held after insert on file_holding begin
    insert into file_usage values (new.holder, new.size) on conflict do update set bytes = bytes + new.size;
  end;
  create trigger file_let_go after delete on file_holding begin
    update file_usage set bytes = bytes - old.size where holder = old.holder;
  end;
  create trigger file_came after insert on stored_file when new.state = 'stored' begin
    insert into file_usage values ('', new.size) on conflict do update set bytes = bytes + new.size;
  end;
  create trigger file_went after delete on stored_file when old.state = 'stored' begin
    update file_usage set bytes = bytes - old.size where holder = '';
  end;
  create trigger file_judged after update of state on stored_file when new.state <> old.state begin
    insert into file_usage values ('', iif(new.state = 'stored', new.size, -new.size))
      on conflict do update set bytes = bytes + excluded.bytes;
  end;
  create trigger upload_began after insert on file_upload begin
    insert into file_usage values (new.holder, new.size), ('', new.size)
      on conflict do update set bytes = bytes + new.size;
  end;
  create trigger upload_ended after delete on file_upload begin
    update file_usage set bytes = bytes - old.size where holder in (old.holder, '');
  end;
  `,
];

/** Brings the tables to this version's form. Throws when they were written by a newer one. */
export function migrate(db: DatabaseSync): void {
  const version = Number(db.prepare('pragma user_version').get()?.['user_version']);
  if (version > steps.length) {
    throw new Error(`log.db was written by a newer version (${version} > ${steps.length}): start that version instead`);
  }
  for (const [index, step] of steps.entries()) {
    if (index < version) continue;
    db.exec(`begin immediate; ${step}; pragma user_version = ${index + 1}; commit`);
  }
}
