// The directory: people, sessions, conversations, invites and settings, in directory.db and workspace.json.
// Promises: one open resource with one close; every part shares one connection and one Kysely with better-auth.
// Does not know: HTTP, sockets, messages. Nothing here ever touches log.db.
import { access, constants, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { firstChapter } from '../../shared/conversation/document-name.ts';
import { StartProblem } from '../ops/start-problem.ts';
import { makeAccess, type Access } from './access.ts';
import { makeAccounts, type Accounts } from './accounts.ts';
import { makeAuth, sessionCookieName } from './auth.ts';
import { makeCommands, type Commands } from './commands.ts';
import { makeContacts, type Contacts } from './contacts.ts';
import { makeConversations, type Conversations } from './conversations.ts';
import { openDatabase, type DirectoryDatabase } from './database.ts';
import { makeErrandRows, type ErrandRows } from './errands.ts';
import { makeDevices, type Devices } from './devices.ts';
import { makeGroupLinks, type GroupLinks } from './group-links.ts';
import type { GroupContext } from './groups.ts';
import { makeNotices, type Notices } from './notices.ts';
import { makeInvites, type Invites } from './invites.ts';
import { migrate } from './migrate.ts';
import { makeOwnAccount, type OwnAccount } from './own-account.ts';
import { slowPasswords, type Passwords } from './passwords.ts';
import { makeWorkspacePeople, type WorkspacePeople } from './workspace-people.ts';
import { makePeople, type People } from './people.ts';
import { makeReceipts, type Receipts } from './receipts.ts';
import { makePushRows, type PushRows } from './push-rows.ts';
import { makePictures, type Pictures } from './pictures.ts';
import { openSecret } from './secret.ts';
import { makeSessions, type Sessions } from './sessions.ts';
import { makeStatuses, type Statuses } from './statuses.ts';
import { openWorkspaceSettings, type WorkspaceSettings, type WorkspaceSettingsFile } from './workspace-settings.ts';

export interface Directory {
  readonly sessions: Sessions;
  readonly accounts: Accounts;
  readonly access: Access;
  readonly conversations: Conversations;
  readonly commands: Commands;
  readonly devices: Devices;
  readonly contacts: Contacts;
  readonly errands: ErrandRows;
  readonly statuses: Statuses;
  readonly receipts: Receipts;
  readonly ownAccount: OwnAccount;
  readonly workspacePeople: WorkspacePeople;
  readonly groupLinks: GroupLinks;
  readonly notices: Notices;
  readonly people: People;
  readonly pictures: Pictures;
  readonly pushRows: PushRows;
  readonly invites: Invites;
  readonly settings: WorkspaceSettings;
  readonly changeSettings: WorkspaceSettingsFile['change'];
  close(): Promise<void>;
}

export interface DirectoryOptions {
  readonly dataDir: string;
  /** Where people open the workspace; on https the cookies are bound to it. */
  readonly baseUrl: string;
  readonly now: () => number;
  readonly passwords?: Passwords;
  /** What changes of groups must know of the log. Without one there is nothing in it. */
  readonly log?: Pick<GroupContext, 'nextChapter' | 'logPosition'>;
}

/** Opens the directory, making it when missing. Throws a StartProblem where a person has to help. */
export async function openDirectory(options: DirectoryOptions): Promise<Directory> {
  await makeDataDir(options.dataDir);
  const settingsFile = await openWorkspaceSettings(join(options.dataDir, 'workspace.json'));
  const secret = await openSecret(join(options.dataDir, 'secret'));
  const database = openDatabase(join(options.dataDir, 'directory.db'));
  try {
    return await makeDirectory({ ...options, settingsFile, secret, database });
  } catch (error) {
    await database.destroy();
    throw error;
  }
}

async function makeDataDir(dataDir: string): Promise<void> {
  try {
    await mkdir(dataDir, { recursive: true, mode: 0o700 });
    await access(dataDir, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    throw new StartProblem(
      `The data folder ${dataDir} cannot be used (${code}). Choose another: DATA_DIR=./data npm start`,
    );
  }
}

interface DirectoryParts extends DirectoryOptions {
  readonly settingsFile: WorkspaceSettingsFile;
  readonly secret: string;
  readonly database: DirectoryDatabase;
}

async function makeDirectory({
  database,
  settingsFile: { settings, change: changeSettings },
  secret,
  baseUrl,
  now,
  passwords = slowPasswords,
  log = { nextChapter: () => firstChapter, logPosition: () => 0 },
}: DirectoryParts): Promise<Directory> {
  const auth = makeAuth({ database, baseUrl, secret, passwords });
  await migrate(database, auth.options);
  const receipts = await makeReceipts(database);
  return {
    sessions: makeSessions({ auth, database, secret, cookieName: sessionCookieName(baseUrl) }),
    accounts: await makeAccounts({ database, settings, passwords, now }),
    access: makeAccess(database, settings),
    conversations: makeConversations(database),
    commands: makeCommands({ database, now, log, settings, receipts }),
    devices: makeDevices({ database, now }),
    contacts: makeContacts(database, settings),
    errands: makeErrandRows(database),
    statuses: makeStatuses(database),
    receipts,
    ownAccount: makeOwnAccount({ database, passwords, now }),
    workspacePeople: makeWorkspacePeople({ database, now }),
    groupLinks: makeGroupLinks({ database, now }),
    notices: makeNotices(database),
    people: makePeople(database),
    pictures: makePictures(database),
    pushRows: await makePushRows({ database, now }),
    invites: makeInvites({ database, now }),
    settings,
    changeSettings,
    close: () => database.destroy(),
  };
}
