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
