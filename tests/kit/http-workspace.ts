// A workspace that answers HTTP, without sockets and log: a real directory in a folder of its own, a clock that the
// test moves, and visitors who keep their cookies as a browser does.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Hono } from 'hono';
import { pino } from 'pino';
import { must } from '../../shared/base/assert.ts';
import { idBytes, mintCommandId, type CommandId, type ConversationId, type UserId } from '../../shared/ids.ts';
import { meAnswer, type Me } from '../../shared/protocol/people-api.ts';
import type { AppEnv } from '../../sync-server/api/app-parts.ts';
import { makeApp } from '../../sync-server/api/app.ts';
import { openDirectory, type Directory } from '../../sync-server/directory/directory.ts';
import type { Passwords } from '../../sync-server/directory/passwords.ts';
import { MemoryBlobs } from '../../sync-server/files/memory-blobs.ts';
import { makeFileAccess } from '../../sync-server/files/file-access.ts';
import { openFiles, type FilesParts } from '../../sync-server/files/files.ts';
import { noScanner } from '../../sync-server/files/scanner.ts';
import { makeInbox, type Inbox } from '../../sync-server/inbox/inbox.ts';
import { makeSearch } from '../../sync-server/search/search.ts';
import { MemoryUpdateLog } from '../../sync-server/update-log/memory-update-log.ts';
import * as v from 'valibot';
import { quickPasswords } from './quick-passwords.ts';
import { randomBytes } from './sample-events.ts';

export interface HttpWorkspace {
  readonly app: Hono<AppEnv>;
  readonly directory: Directory;
  readonly dataDir: string;
  readonly baseUrl: string;
  /** Every line of the server's log, as written. */
  readonly log: string[];
  readonly changed: { readonly userIds: readonly UserId[]; readonly conversationId: ConversationId }[];
  readonly toldOfPeople: { readonly userId: UserId; readonly whoSee: readonly UserId[] }[];
  readonly endedSessions: string[];
  /** How long answers were held back, in ms; nobody waits for it here. */
  readonly pausesMs: number[];
  advance(ms: number): void;
  visitor(address?: string): Visitor;
  close(): Promise<void>;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** The parsed JSON body. */
  readonly body: unknown;
}

export interface Visitor {
  get(path: string): Promise<Answer>;
  /** `method`: where another than POST changes something. */
  post(path: string, body: unknown, method?: string): Promise<Answer>;
  /** A request exactly as given, with this visitor's cookies and address. */
  send(path: string, init: RequestInit): Promise<Response>;
  readonly cookies: Map<string, string>;
}

interface Options {
  readonly signUp?: 'invite' | 'open';
  readonly baseUrl?: string;
  /** Files of the built client, by name. */
  readonly client?: Readonly<Record<string, string>>;
  /** In place of quick ones. */
  readonly passwords?: Passwords;
  /** In place of a real one. */
  readonly inbox?: Inbox;
  /** In place of a store in memory that nobody scans. */
  readonly files?: Partial<FilesParts>;
}

export async function openHttpWorkspace(options: Options = {}): Promise<HttpWorkspace> {
  const dataDir = await mkdtemp(join(tmpdir(), 'biz1-http-'));
  const baseUrl = options.baseUrl ?? 'http://localhost:8080';
  const settings = { name: 'Harbour', signUp: options.signUp ?? 'invite' };
  await writeFile(join(dataDir, 'workspace.json'), JSON.stringify(settings));
  const clientDir = await mkdtemp(join(tmpdir(), 'biz1-client-'));
  for (const [name, text] of Object.entries(options.client ?? {})) await writeFile(join(clientDir, name), text);
  let nowMs = Date.now();
  const now = () => nowMs;
  const directory = await openDirectory({ dataDir, baseUrl, now, passwords: options.passwords ?? quickPasswords });
  const log: string[] = [];
  const pausesMs: number[] = [];
  const changed: HttpWorkspace['changed'] = [];
  const toldOfPeople: HttpWorkspace['toldOfPeople'] = [];
  const endedSessions: string[] = [];
  const updates = new MemoryUpdateLog(randomBytes);
  const app = makeApp({
    directory,
    files: openFiles({
      ...{ records: updates.files, access: makeFileAccess({ files: updates.files, access: directory.access }), now },
      ...{ blobs: new MemoryBlobs(), scanner: noScanner, secret: 'the secret of this workspace' },
      settings: () => directory.settings.files,
      onTrouble: (what) => void log.push(what),
      ...options.files,
    }),
    config: { baseUrl, origins: [baseUrl], trustedProxies: 1, pushesToLocal: false },
    pushKey: 'a key',
    sendTestPush: () => Promise.resolve(false),
    clientDir,
    logger: pino({ level: 'debug' }, { write: (line: string) => void log.push(line) }),
    now,
    pause: (ms) => Promise.resolve(void pausesMs.push(ms)),
    onConversationChanged: ({ members, conversationId }) => void changed.push({ userIds: members, conversationId }),
    onAccountChanged: () => undefined,
    onErrandsChanged: () => Promise.resolve(),
    onPersonChanged: (userId, whoSee) => void toldOfPeople.push({ userId, whoSee }),
    onWritingChanged: () => undefined,
    onSessionEnded: (sessionId) => void endedSessions.push(sessionId),
    isLinked: () => false,
    search: makeSearch({ log: updates, conversations: directory.conversations }),
    inbox:
      options.inbox ??
      makeInbox({
        log: updates,
        conversations: directory.conversations,
        contacts: directory.contacts,
        receipts: directory.receipts,
        countMembers: () => Promise.resolve(2),
        errands: directory.errands,
        now,
      }),
    onStatusChanged: () => undefined,
    onReceiptsChanged: () => undefined,
    onInboxAsked: () => undefined,
    onRead: () => undefined,
  });
  return {
    app,
    directory,
    dataDir,
    baseUrl,
    log,
    changed,
    toldOfPeople,
    endedSessions,
    pausesMs,
    advance: (ms) => void (nowMs += ms),
    visitor: (address = '192.0.2.1') => makeVisitor(app, baseUrl, address),
    async close() {
      await directory.close();
      await rm(dataDir, { recursive: true });
      await rm(clientDir, { recursive: true });
    },
  };
}

function makeVisitor(app: Hono<AppEnv>, baseUrl: string, address: string): Visitor {
  const cookies = new Map<string, string>();
  const send = async (path: string, init: RequestInit): Promise<Response> => {
    const headers = new Headers(init.headers);
    headers.set('x-forwarded-for', address);
    if (cookies.size > 0) headers.set('cookie', [...cookies].map(([name, value]) => `${name}=${value}`).join('; '));
    const response = await app.request(`${baseUrl}${path}`, { ...init, headers });
    for (const cookie of response.headers.getSetCookie()) keepCookie(cookies, cookie);
    return response;
  };
  return {
    cookies,
    send,
    get: async (path) => toAnswer(await send(path, {})),
    async post(path, body, method = 'POST') {
      const headers = { origin: baseUrl, 'content-type': 'application/json' };
      return toAnswer(await send(path, { method, headers, body: JSON.stringify(body) }));
    },
  };
}

function keepCookie(cookies: Map<string, string>, setCookie: string): void {
  const [pair = ''] = setCookie.split(';');
  const separator = pair.indexOf('=');
  if (/max-age=0/i.test(setCookie)) cookies.delete(pair.slice(0, separator));
  else cookies.set(pair.slice(0, separator), pair.slice(separator + 1));
}

async function toAnswer(response: Response): Promise<Answer> {
  return { status: response.status, headers: response.headers, body: await response.json() };
}

export const goodPassword = 'correct horse battery';

/** What somebody of this handle types into the sign-up form. */
export function formOf(handle: string): { name: string; handle: string; email: string; password: string } {
  const name = `${handle.charAt(0).toUpperCase()}${handle.slice(1)}`;
  return { name, handle, email: `${handle}@example.com`, password: goodPassword };
}

/** Somebody who is signed in. */
export interface Person {
  readonly me: Me;
  readonly visitor: Visitor;
}

/** Makes the first owner through the set-up token. */
export async function setUpOwner(workspace: HttpWorkspace, handle = 'ada'): Promise<Person> {
  const token = workspace.directory.accounts.setUpToken();
  return signUp(workspace.visitor(), { ...formOf(handle), token });
}

/** Lets somebody in through an invite of the owner. */
export async function inviteSomebody(workspace: HttpWorkspace, owner: Person, handle: string): Promise<Person> {
  const invite = must(await workspace.directory.invites.create(owner.me.userId), 'an invite');
  return signUp(workspace.visitor(), { ...formOf(handle), token: invite.token });
}

async function signUp(visitor: Visitor, form: object): Promise<Person> {
  const answer = await visitor.post('/api/sign-up', form);
  return { me: v.parse(meAnswer, answer.body).me, visitor };
}

/** The body of a command that begins a direct conversation. `userId`: whatever a test puts there. */
export function openDirect(userId: unknown): { commandId: CommandId; command: unknown } {
  const commandId = mintCommandId(crypto.getRandomValues(new Uint8Array(idBytes)));
  return { commandId, command: { kind: 'open-direct', userId } };
}

/** Everything the data folder holds, to see that nothing changed or that something is not written down. */
export async function readDataFolder(workspace: HttpWorkspace): Promise<string> {
  const names = ['directory.db', 'directory.db-wal', 'workspace.json'];
  const files = await Promise.all(names.map((name) => readFile(join(workspace.dataDir, name), 'latin1')));
  return files.join('\n');
}
