// A whole server in this process on a free loopback port, with a folder of its own: what journeys and attacks meet.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { must } from '../../shared/base/assert.ts';
import type { ChapterLimits } from '../../shared/conversation/chapters.ts';
import type { PersonalLimits } from '../../sync-server/admission/admit-personal.ts';
import { parseConfig, type Config } from '../../sync-server/config.ts';
import type { DemoDoor } from '../../sync-server/demo/demo-routes.ts';
import type { BlobStore } from '../../sync-server/files/blob-store.ts';
import type { PathStep } from '../../sync-server/path.ts';
import type { LinkRates } from '../../sync-server/limits.ts';
import { openServer, type Server } from '../../sync-server/server.ts';
import type { UpdateLog } from '../../sync-server/update-log/update-log.ts';
import { signUp, type Person } from './person.ts';
import { quickPasswords } from './quick-passwords.ts';

export interface TestServer {
  readonly server: Server;
  readonly url: string;
  readonly dataDir: string;
  /** What the server logged, a line of JSON each. */
  readonly logLines: readonly string[];
  /** The first signs up by the set-up link, the others by invites of the first. */
  people(...names: string[]): Promise<Person[]>;
  /** Closes the server and keeps the folder; `openTestServer({ dataDir })` goes on with it. */
  stop(): Promise<void>;
  /** Closes the server and removes the folder. */
  close(): Promise<void>;
}

export interface TestServerOptions {
  readonly dataDir?: string;
  /** Any free one, unless a server goes on where another stopped. */
  readonly port?: number;
  /** The address that people open, where it is not the server's own: a proxy's. */
  readonly baseUrl?: string;
  /** Another build than the one in dist. */
  readonly clientDir?: string;
  /** Pushes may go to a push service of the test. */
  readonly pushesToLocal?: boolean;
  /** Where a scanner listens. */
  readonly clamd?: Config['clamd'];
  /** In place of the folder in the data. */
  readonly blobs?: BlobStore;
  /** The door of the demo, which no server has that was not asked for it. */
  readonly demo?: DemoDoor;
  readonly log?: UpdateLog;
  readonly rates?: LinkRates;
  readonly chapterLimits?: ChapterLimits;
  readonly personalLimits?: PersonalLimits;
  readonly now?: () => number;
  readonly onStep?: (step: PathStep) => void;
}

export async function openTestServer(options: TestServerOptions = {}): Promise<TestServer> {
  const { dataDir, port, baseUrl, pushesToLocal = false, clamd = null, ...parts } = options;
  const folder = dataDir ?? (await mkdtemp(join(tmpdir(), 'biz1-server-')));
  const logLines: string[] = [];
  const logger = pino({ level: 'info' }, { write: (line: string) => void logLines.push(line) });
  const config = { ...testConfig(folder, { port, baseUrl }), pushesToLocal, clamd };
  const server = await openServer({ config, clientDir: builtClientDir, logger, passwords: quickPasswords, ...parts });
  const url = server.config.baseUrl;
  let isStopped = false;
  const stop = async () => {
    if (!isStopped) await server.close();
    isStopped = true;
  };
  return {
    server,
    url,
    dataDir: folder,
    logLines,
    people: (...names) => signUpAll(server, url, names),
    stop,
    async close() {
      await stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export const builtClientDir = join(import.meta.dirname, '../../dist/client');

interface Address {
  readonly port?: number | undefined;
  readonly baseUrl?: string | undefined;
}

/** Loopback, any free port unless one is named. */
function testConfig(dataDir: string, { port = 0, baseUrl }: Address = {}): Config {
  const outcome = parseConfig({ PORT: String(port), BASE_URL: baseUrl, DATA_DIR: dataDir, LOG_LEVEL: 'info' });
  if (outcome.status === 'bad') throw new Error(outcome.problems.join('\n'));
  return outcome.config;
}

async function signUpAll(server: Server, url: string, names: readonly string[]): Promise<Person[]> {
  const [first, ...others] = names;
  const owner = await signUp(
    url,
    must(first, 'a first person'),
    must(server.directory.accounts.setUpToken(), 'no owner yet'),
  );
  const people = [owner];
  for (const name of others) people.push(await signUp(url, name, await owner.invite()));
  return people;
}
