// directory.db: its own file, its own connection, one Kysely that better-auth shares.
// Promises: what a committed transaction wrote survives power loss; statements of two transactions never mix.
// Does not know: what the rows mean. Nothing but this folder opens the file.
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { NodeSqliteDialect } from '@better-auth/kysely-adapter/node-sqlite-dialect';
import { Kysely, type Generated } from 'kysely';
import type { CommandId, ConversationId, DeviceId, EventId, UserId } from '../../shared/ids.ts';
import type { GroupRole } from '../../shared/rules/group-roles.ts';
import type { Role } from '../../shared/protocol/people-api.ts';
import type { NotSentReason } from '../../shared/protocol/errands.ts';
import type { PictureType } from '../../shared/protocol/pictures.ts';
import { hashText } from './tokens.ts';

/** better-auth's own tables, as far as we write or join them. Its times are ISO 8601 text. */
interface UserRow {
  readonly id: UserId;
  readonly name: string;
  readonly email: string;
  readonly emailVerified: number;
  readonly createdAt: string;
  readonly updatedAt: string;
}

interface AccountRow {
  readonly id: string;
  readonly accountId: string;
  readonly providerId: string;
  readonly userId: UserId;
  readonly password: string;
  readonly createdAt: string;
  readonly updatedAt: string;
}

interface SessionRow {
  readonly id: DeviceId;
  readonly userId: UserId;
  readonly token: string;
  readonly expiresAt: string;
  readonly createdAt: string;
}

interface PersonRow {
  readonly userId: UserId;
  readonly handle: string;
  readonly role: Role;
  /** The name folded for search: case and width do not matter. */
  readonly searchName: string;
  /** Who is suspended cannot sign in; who is deleted is only whose words they were. */
  readonly state: 'active' | 'suspended' | 'deleted';
  readonly picture: string | null;
}

/** There as long as somebody or a group shows it: triggers see to that. */
interface PictureRow {
  /** SHA-256 of the bytes, in hexadecimal. */
  readonly hash: string;
  readonly type: PictureType;
  readonly bytes: Uint8Array;
}

interface ConversationRow {
  readonly conversationId: ConversationId;
  readonly kind: 'direct' | 'group';
  readonly createdAtMs: number;
  /** A group's; null for a direct conversation. */
  readonly title: string | null;
  /** What a group says of itself; empty when it says nothing. */
  readonly description: Generated<string>;
  /** What those who come later see. */
  readonly history: 'all' | 'from-joining';
  /** A group's. */
  readonly picture: string | null;
  /** Who is shown in a direct conversation as if they were in it. */
  readonly withUserId: UserId | null;
  /** Of a group; null where nobody knows. */
  readonly madeBy: UserId | null;
}

interface ConversationChangeRow {
  readonly change: number;
  readonly conversationId: ConversationId;
}

interface MemberRow {
  readonly conversationId: ConversationId;
  readonly userId: UserId;
  readonly role: GroupRole;
  /** The oldest chapter that they see. */
  readonly fromChapter: number;
  /** Since when they are in it; 0 where that gives it no place in their list. */
  readonly sinceMs: number;
}

interface FormerMemberRow {
  readonly userId: UserId;
  readonly conversationId: ConversationId;
  readonly change: number;
  /** By themselves or by somebody else; null where nobody knows. */
  readonly went: 'left' | 'removed' | null;
  /** 0 where nobody knows. */
  readonly wentAtMs: number;
}

interface ContactRow {
  readonly userId: UserId;
  readonly otherId: UserId;
  readonly sinceMs: number;
}

interface ContactRequestRow {
  readonly fromId: UserId;
  readonly toId: UserId;
  readonly text: string;
  readonly atMs: number;
}

interface BlockRow {
  readonly userId: UserId;
  readonly blockedId: UserId;
  readonly atMs: number;
}

interface ContactChangeRow {
  readonly userId: UserId;
  readonly change: number;
}

interface PasswordResetRow {
  readonly tokenHash: string;
  readonly userId: UserId;
  readonly madeBy: UserId;
  readonly expiresAtMs: number;
}

interface PersonStatusRow {
  readonly userId: UserId;
  /** As JSON. */
  readonly status: string;
}

/** There for whoever tells nobody what they have read. */
interface ReceiptsOffRow {
  readonly userId: UserId;
}

/** A device that gets pushes. */
interface PushDeviceRow {
  readonly deviceId: DeviceId;
  readonly userId: UserId;
  readonly endpoint: string;
  readonly p256dh: string;
  readonly auth: string;
  readonly showsContent: number;
}

interface QuietHoursRow {
  readonly userId: UserId;
  /** As JSON. */
  readonly hours: string;
}

/** There for what a device was told of and nobody has read yet. */
interface PushShownRow {
  readonly deviceId: DeviceId;
  readonly conversationId: ConversationId;
}

interface NoticeRow {
  readonly number: number;
  readonly conversationId: ConversationId;
  /** As JSON. */
  readonly event: string;
  /** The chapter that it is said in at the earliest. */
  readonly fromChapter: number;
  /** Up to this position of the log whoever it tells of has read everything. */
  readonly readTo: number | null;
}

interface GroupLinkRow {
  readonly tokenHash: string;
  readonly conversationId: ConversationId;
  readonly linkId: string;
  readonly madeBy: UserId;
  readonly madeAtMs: number;
  readonly expiresAtMs: number;
  readonly usesLeft: number;
}

interface InviteRow {
  readonly tokenHash: string;
  readonly invitedBy: UserId;
  readonly expiresAtMs: number;
  readonly usedBy: UserId | null;
}

interface CommandRow {
  readonly commandId: CommandId;
  readonly userId: UserId;
  /** The hash of its JSON: it may hold a secret. */
  readonly command: string;
  /** As JSON. */
  readonly result: string;
  readonly appliedAtMs: number;
}

interface AutoReplyRow {
  readonly userId: UserId;
  /** As JSON. */
  readonly settings: string;
  /** Names when it was switched on or planned anew; nobody else knows it. */
  readonly absence: string;
}

interface ScheduledMessageRow {
  readonly userId: UserId;
  readonly messageId: EventId;
  readonly conversationId: ConversationId;
  readonly dueAtMs: number;
  /** As JSON. */
  readonly message: string;
  /** 1 while it is being said: then nobody changes it. */
  readonly isGoing: number;
  /** Null while it waits. */
  readonly notSent: NotSentReason | null;
}

interface ErrandChangeRow {
  readonly userId: UserId;
  readonly change: number;
}

interface DeviceRow {
  readonly deviceId: DeviceId;
  readonly browser: string | null;
  readonly system: string | null;
  readonly lastSeenAtMs: number;
  readonly timeZone: string | null;
}

interface EndedSessionRow {
  readonly tokenHash: string;
  readonly endedAtMs: number;
}

/** Columns that need not be given when a row is put in. */
type Defaulted<Row, Key extends keyof Row> = {
  readonly [Column in keyof Row]: Column extends Key ? Generated<Row[Column]> : Row[Column];
};

export interface DirectoryTables {
  user: UserRow;
  account: AccountRow;
  session: SessionRow;
  person: Defaulted<PersonRow, 'state' | 'picture'>;
  conversation: Defaulted<ConversationRow, 'title' | 'history' | 'picture' | 'withUserId'>;
  conversationChange: ConversationChangeRow;
  member: Defaulted<MemberRow, 'role' | 'fromChapter' | 'sinceMs'>;
  formerMember: Defaulted<FormerMemberRow, 'went' | 'wentAtMs'>;
  notice: Defaulted<NoticeRow, 'number' | 'fromChapter' | 'readTo'>;
  groupLink: GroupLinkRow;
  contact: ContactRow;
  contactRequest: ContactRequestRow;
  block: BlockRow;
  contactChange: ContactChangeRow;
  personStatus: PersonStatusRow;
  receiptsOff: ReceiptsOffRow;
  pushDevice: PushDeviceRow;
  quietHours: QuietHoursRow;
  pushShown: PushShownRow;
  passwordReset: PasswordResetRow;
  invite: InviteRow;
  command: CommandRow;
  autoReply: AutoReplyRow;
  scheduledMessage: Defaulted<ScheduledMessageRow, 'isGoing' | 'notSent'>;
  errandChange: ErrandChangeRow;
  device: DeviceRow;
  endedSession: EndedSessionRow;
  picture: PictureRow;
}

export type DirectoryDatabase = Kysely<DirectoryTables>;

/** Opens the file, making it when missing. `destroy()` closes it. */
export function openDatabase(file: string): DirectoryDatabase {
  const connection = new KeepingDatabase(file, { timeout: busyTimeoutMs, enableForeignKeyConstraints: true });
  connection.function('hashText', { deterministic: true }, (text) => hashText(String(text))); // for migrate.ts
  connection.exec('pragma journal_mode = wal; pragma synchronous = full; pragma secure_delete = on;');
  return new Kysely<DirectoryTables>({ dialect: new NodeSqliteDialect({ database: connection }) });
}

// A backup tool may hold the file for a moment.
const busyTimeoutMs = 5_000;

/** How many statements are kept. There are about two hundred; a list in one has as many forms as it has lengths. */
const maxStatements = 500;

/**
 * Prepares each statement once: Kysely asks anew for every query, and to parse one takes longer than to run it. Every
 * result is read to its end before the next question, so a statement is never asked for while it runs. SQLite prepares
 * one anew by itself when a table has changed.
 */
class KeepingDatabase extends DatabaseSync {
  readonly #statements = new Map<string, StatementSync>();

  override prepare(text: string): StatementSync {
    const kept = this.#statements.get(text);
    if (kept !== undefined) return kept;
    const statement = super.prepare(text);
    if (this.#statements.size >= maxStatements) this.#statements.clear();
    this.#statements.set(text, statement);
    return statement;
  }
}
