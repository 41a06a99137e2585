// The directory: people, sessions, conversations, invites and settings, in directory.db and workspace.json.
// Promises: one open resource with one close; every part shares one connection and one Kysely with better-auth.
// Does not know: HTTP, sockets, messages. Nothing here ever touches log.db.
import type { Access } from './access.ts';
import type { Accounts } from './accounts.ts';
import type { Conversations } from './conversations.ts';
import type { Invites } from './invites.ts';
import type { People } from './people.ts';
import type { Sessions } from './sessions.ts';
import type { WorkspaceSettings } from './workspace-settings.ts';

export interface Directory {
  readonly sessions: Sessions;
  readonly accounts: Accounts;
  readonly access: Access;
  readonly conversations: Conversations;
  readonly people: People;
  readonly invites: Invites;
  readonly settings: WorkspaceSettings;
  close(): Promise<void>;
}

export interface DirectoryOptions {
  readonly dataDir: string;
  readonly baseUrl: string;
  readonly now: () => number;
}

export async function openDirectory(options: DirectoryOptions): Promise<Directory> {
  throw new Error(`the directory in ${options.dataDir} opens with the next commit`);
}
