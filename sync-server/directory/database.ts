// directory.db: its own file, its own connection, one Kysely that better-auth shares.
// Promises: what a committed transaction wrote survives power loss; statements of two transactions never mix.
// Does not know: what the rows mean. Nothing but this folder opens the file.
import { DatabaseSync } from 'node:sqlite';
import { NodeSqliteDialect } from '@better-auth/kysely-adapter/node-sqlite-dialect';
import { Kysely } from 'kysely';
import type { CommandId, ConversationId, DeviceId, UserId } from '../../shared/ids.ts';
import type { Role } from '../../shared/protocol/people-api.ts';

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
}

interface ConversationRow {
  readonly conversationId: ConversationId;
  readonly kind: 'direct';
  readonly createdAtMs: number;
}

interface ConversationChangeRow {
  readonly change: number;
  readonly conversationId: ConversationId;
}

interface MemberRow {
  readonly conversationId: ConversationId;
  readonly userId: UserId;
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
  /** As JSON, like its result. */
  readonly command: string;
  readonly result: string;
  readonly appliedAtMs: number;
}

interface DeviceRow {
  readonly deviceId: DeviceId;
  readonly browser: string | null;
  readonly system: string | null;
  readonly lastSeenAtMs: number;
}

interface EndedSessionRow {
  readonly tokenHash: string;
  readonly endedAtMs: number;
}

export interface DirectoryTables {
  user: UserRow;
  account: AccountRow;
  session: SessionRow;
  person: PersonRow;
  conversation: ConversationRow;
  conversationChange: ConversationChangeRow;
  member: MemberRow;
  invite: InviteRow;
  command: CommandRow;
  device: DeviceRow;
  endedSession: EndedSessionRow;
}

export type DirectoryDatabase = Kysely<DirectoryTables>;

/** Opens the file, making it when missing. `destroy()` closes it. */
export function openDatabase(file: string): DirectoryDatabase {
  const connection = new DatabaseSync(file, { timeout: busyTimeoutMs, enableForeignKeyConstraints: true });
  connection.exec('pragma journal_mode = wal; pragma synchronous = full;');
  return new Kysely<DirectoryTables>({ dialect: new NodeSqliteDialect({ database: connection }) });
}

// A backup tool may hold the file for a moment.
const busyTimeoutMs = 5_000;
