// A server in a process of its own, for what only a process can suffer: SIGKILL at an instant, and a start on what
// that left behind. Every life has the same folder and the same port, so people and devices stay who they are.
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { assert, must } from '../../shared/base/assert.ts';
import type { KillInstant, Listening, Order } from './failpoint-server.ts';
import { signUp, type Person } from './person.ts';
import { until } from './until.ts';

/** Where Node keeps the compiled code from life to life: a start takes half as long. */
const compiledCode = join(import.meta.dirname, '../../node_modules/.cache/child-server');

export interface ChildServerOptions {
  /** A command in front of Node's own, as `strace` and its arguments. */
  readonly wrapper?: readonly string[];
  /** How many entries close a chapter, where it shall be fewer than in the product. */
  readonly chapterEntries?: number;
  /** The address that people open, where it is not the server's own: a proxy's. */
  readonly baseUrl?: string;
}

/** Makes a folder, chooses a port and starts the first life. */
export async function openChildServer(options: ChildServerOptions = {}): Promise<ChildServer> {
  const dataDir = await mkdtemp(join(tmpdir(), 'biz1-child-'));
  const server = new ChildServer(dataDir, await freePort(), options);
  await server.start();
  return server;
}

export class ChildServer {
  readonly dataDir: string;
  /** What every life said of itself: warnings, and errors that should never be. */
  readonly complaints: string[] = [];
  readonly #port: number;
  readonly #options: ChildServerOptions;
  #process: ChildProcess | null = null;
  #listening: Listening | null = null;
  #endedBy: string | null = null;

  constructor(dataDir: string, port: number, options: ChildServerOptions) {
    this.dataDir = dataDir;
    this.#port = port;
    this.#options = options;
  }

  /** Starts the next life and waits until it listens. */
  async start(): Promise<void> {
    assert(this.#process === null, 'one life at a time');
    const entry = join(import.meta.dirname, 'failpoint-server.ts');
    const { wrapper = [], chapterEntries, baseUrl } = this.#options;
    const entries = chapterEntries === undefined ? [] : [String(chapterEntries)];
    const words = [...wrapper, process.execPath, entry, this.dataDir, String(this.#port), ...entries];
    const env = {
      ...{ ...process.env, NODE_COMPILE_CACHE: compiledCode },
      BASE_URL: baseUrl ?? '', // a test runner has one of its own
    };
    const child = spawn(must(words[0], 'a command'), words.slice(1), { stdio: 'pipe', env });
    this.#process = child;
    this.#listening = null;
    this.#endedBy = null;
    child.on('close', (code, signal) => {
      this.#process = null;
      this.#endedBy = signal ?? `exit code ${code}`;
    });
    child.stdin.on('error', (error) => this.complaints.push(`stdin: ${error.message}`));
    createInterface({ input: child.stderr }).on('line', (line) => this.complaints.push(line));
    createInterface({ input: child.stdout }).once('line', (line) => {
      this.#listening = JSON.parse(line) as Listening; // written by `failpoint-server.ts`
    });
    await until(() => this.#listening !== null || this.#endedBy !== null, 'the server to listen', 30_000);
    if (this.#listening === null) throw new Error(`ended by ${this.#endedBy}: ${this.complaints.join('\n')}`);
  }

  /** Where it listens, whatever people open. */
  get port(): number {
    return this.#port;
  }

  /** Of the running life, also before it listens. */
  get pid(): number | null {
    return this.#process?.pid ?? null;
  }

  get isRunning(): boolean {
    return this.#process !== null;
  }

  /** What the running life said when it began. */
  get listening(): Listening {
    return must(this.#listening, 'a life that listens');
  }

  /** The first signs up by the set-up link, the others by invites of the first. */
  async people(...names: readonly [string, ...string[]]): Promise<[Person, ...Person[]]> {
    const { url, setUpToken } = this.listening;
    const owner = await signUp(url, names[0], must(setUpToken, 'no owner yet'));
    const people: [Person, ...Person[]] = [owner];
    for (const name of names.slice(1)) people.push(await signUp(url, name, await owner.invite()));
    return people;
  }

  /** The running life will end itself at that instant, counted from now. */
  arm(instant: KillInstant): void {
    this.#order({ kind: 'arm', instant });
  }

  /** Ends the running life as a power switch would, from outside. */
  async kill(): Promise<void> {
    this.#process?.kill('SIGKILL');
    await this.ended();
  }

  /** Ends the running life as an operator does. */
  async stop(): Promise<void> {
    if (this.isRunning) this.#order({ kind: 'stop' });
    await this.ended();
  }

  /** Waits until the running life is over; the signal or exit code that ended it. */
  async ended(): Promise<string> {
    await until(() => !this.isRunning, 'the server to end', 30_000);
    return must(this.#endedBy, 'a life that is over');
  }

  /** Ends the running life and removes the folder. */
  async close(): Promise<void> {
    await this.kill();
    await rm(this.dataDir, { recursive: true, force: true });
  }

  #order(order: Order): void {
    this.#process?.stdin?.write(`${JSON.stringify(order)}\n`);
  }
}

/**
 * A port below those that the system lends to outgoing connections: a device that calls while the server is away
 * could otherwise be lent the very port it calls, and be connected to itself.
 */
async function freePort(): Promise<number> {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 10_000);
    const isFree = await new Promise<boolean>((resolve) => {
      const probe = createServer();
      probe.once('error', () => resolve(false));
      probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
    });
    if (isFree) return port;
  }
}
