// The machine that servers of a world run on, one after the other: its files outlive each of them. A server can be
// opened, closed, and killed between any two of its steps.
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { pino } from 'pino';
import { must } from '../../shared/base/assert.ts';
import type { Attachment } from '../../shared/conversation/attachments.ts';
import type { ClientId, ConversationId, EventId, UserId } from '../../shared/ids.ts';
import type { ChapterLimits } from '../../shared/conversation/chapters.ts';
import type { Config } from '../../sync-server/config.ts';
import { openCore, type Core } from '../../sync-server/core.ts';
import { MemoryBlobs } from '../../sync-server/files/memory-blobs.ts';
import { restoreData } from '../../sync-server/ops/restore-data.ts';
import type { PathStep } from '../../sync-server/path.ts';
import type { Append, UpdateLog } from '../../sync-server/update-log/update-log.ts';
import { openSqliteUpdateLog } from '../../sync-server/update-log/sqlite-update-log.ts';
import { MemoryUpdateLog } from '../../sync-server/update-log/memory-update-log.ts';
import { quickPasswords } from '../kit/quick-passwords.ts';
import { storeFor } from '../kit/sample-files.ts';
import type { Agenda } from './agenda.ts';
import { Machine, runningMachine } from './machine.ts';
import { drained, realNowMs, runOutside } from './surroundings.ts';
import type { Trace } from './trace.ts';
import type { Listener } from './wire.ts';

export const origin = 'http://messenger.test';

/** What a log is asked for, and may fail at. */
export type LogStep = `log.${'append' | 'fold' | 'mergeReads' | 'saveDeliveries' | 'readChapter' | 'readUpdates'}`;

/** Instants at which a server may die; with a log's name, just before it is asked for that. */
export type HostStep = PathStep | LogStep;

/**
 * How a log fails: `before` it has done anything, `after` it has done all, each with a rejection; `told`: it says of an
 * append that the disk did not take it, and of anything else as `before`.
 */
export type LogFault = 'before' | 'after' | 'told';

/** What a log says that fails on purpose. */
const faultMessage = 'the disk of this world fails';

export interface HostOptions {
  readonly seed: string;
  readonly agenda: Agenda;
  readonly trace: Trace;
  /** Files that are there at the beginning, by name. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** In memory the log outlives its server too. */
  readonly logIn: 'memory' | 'sqlite';
  /** What a log in memory begins with: the commits of the one whose directory is among the files. */
  readonly logged?: readonly (readonly Append[])[];
  readonly chapterLimits?: ChapterLimits;
}

/** Opening files takes real time, however the world's clock stands. */
const openWithinMs = 30_000;

const databases = new WeakMap<Machine, Set<DatabaseSync>>();

/** Which databases a machine has open, so that they can be closed as the kernel does with those of a killed process. */
function watchDatabases(): void {
  for (const name of ['exec', 'prepare', 'function'] as const) {
    const real = DatabaseSync.prototype[name] as (...args: unknown[]) => unknown;
    Reflect.set(DatabaseSync.prototype, name, function (this: DatabaseSync, ...args: unknown[]): unknown {
      const machine = runningMachine();
      if (machine !== null) {
        const mine = databases.get(machine) ?? new Set();
        databases.set(machine, mine.add(this));
      }
      return real.apply(this, args);
    });
  }
}
watchDatabases();

function closeDatabases(machine: Machine): void {
  for (const database of databases.get(machine) ?? []) if (database.isOpen) database.close();
}

export class Host {
  readonly dataDir: string;
  /** What servers logged as a warning or worse, while they lived. */
  readonly troubles: string[] = [];
  /** Called at each step of the path of the server that runs, and before each thing that its log does. */
  onStep: (step: HostStep) => void = () => undefined;
  /** Asked before each thing that the log does; null lets it be done. */
  faultAt: (step: HostStep) => LogFault | null = () => null;
  /** Called with what the log is given, as it is given. */
  onAppend: (batch: readonly Append[]) => void = () => undefined;
  readonly #options: HostOptions;
  readonly #folder: string;
  /** Of files the worlds know what is said of them; their bytes are other tests' matter. */
  readonly #blobs = new MemoryBlobs();
  #memory: MemoryUpdateLog | null = null;
  #running: { readonly machine: Machine; readonly core: Core } | null = null;
  #readers: Readers | null = null;
  #starts = 0;
  #restores = 0;
  #backups = 0;

  constructor(options: HostOptions) {
    this.#options = options;
    this.#folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'biz1-world-'));
    this.dataDir = join(this.#folder, 'data');
    mkdirSync(this.dataDir);
    for (const [name, bytes] of options.files) writeFileSync(join(this.dataDir, name), bytes);
  }

  get core(): Core | null {
    return this.#running?.core ?? null;
  }

  get isUp(): boolean {
    return this.#running !== null;
  }

  /** Settles when the server listens; nothing else may happen meanwhile. */
  async start(): Promise<void> {
    const { seed, agenda, trace } = this.#options;
    const machine = new Machine({ name: `server ${++this.#starts}`, seed, agenda });
    machine.onDeath(() => closeDatabases(machine));
    const opened = await this.#inReality(machine, () => this.#open(machine));
    this.#running = { machine, core: opened };
    this.#readers ??= new Readers(this.dataDir);
    trace.note(`${machine.name} listens`);
  }

  async #open(machine: Machine): Promise<Core> {
    const { chapterLimits } = this.#options;
    const logger = pino(
      { level: 'warn', base: null, timestamp: false },
      { write: (line: string) => void (machine.isAlive && this.#noteTrouble(machine, line)) },
    );
    const config: Config = {
      ...{ port: 80, host: '127.0.0.1', dataDir: this.dataDir, baseUrl: origin, origins: [origin] },
      ...{ logLevel: 'warn', trustedProxies: 1, pushesToLocal: false, clamd: null, s3: null },
    };
    const core = await openCore({
      ...{ config, clientDir: join(this.#folder, 'no client'), logger, passwords: quickPasswords },
      now: () => machine.nowMs(),
      blobs: this.#blobs,
      onStep: (step) => machine.isAlive && this.onStep(step),
      log: mortalLog(await this.#openLog(), machine, {
        onStep: (step) => this.onStep(step),
        onAppend: (batch) => this.onAppend(batch),
        faultAt: (step) => this.faultAt(step),
      }),
      ...(chapterLimits && { chapterLimits }),
    });
    // The first question makes the library load its parts.
    await core.directory.sessions.authenticate(new Headers({ cookie: 'biz1_session=nobody' }));
    return core;
  }

  async #openMemory(random: (count: number) => Uint8Array): Promise<MemoryUpdateLog> {
    const log = new MemoryUpdateLog(random);
    for (const batch of this.#options.logged ?? []) await log.append(batch);
    return log;
  }

  async #openLog(): Promise<UpdateLog> {
    const random = (count: number) => {
      const bytes = new Uint8Array(count);
      runningMachine()?.drawInto(bytes);
      return bytes;
    };
    if (this.#options.logIn === 'memory') return (this.#memory ??= await this.#openMemory(random));
    return openSqliteUpdateLog({ file: join(this.dataDir, 'log.db'), random });
  }

  #noteTrouble(machine: Machine, line: string): void {
    this.#options.trace.note(`${machine.name}: ${line.trim()}`);
    this.troubles.push(line.trim());
  }

  listener(): Listener | null {
    if (this.#running === null) return null;
    const { machine, core } = this.#running;
    return {
      machine,
      answer: async (request) => core.app.fetch(request),
      async welcome(knock) {
        const entrance = await core.links.judge(knock);
        if (typeof entrance === 'string') return null;
        return (end) => core.links.enter(end, entrance);
      },
    };
  }

  /** As `kill -9` does: between two steps, or within what runs now. */
  kill(): void {
    if (this.#running === null) return;
    const { machine } = this.#running;
    this.#options.trace.note(`${machine.name} is killed`);
    this.#running = null;
    machine.die();
  }

  /** As a signal to end does. What has to happen meanwhile, `pump` lets happen. */
  async stop(pump: () => Promise<void>): Promise<void> {
    if (this.#running === null) return;
    const { machine, core } = this.#running;
    const finishing = { isDone: false };
    const noteEnd = () => void (finishing.isDone = true);
    const fail = (error: unknown) => {
      noteEnd();
      if (machine.isAlive) throw error; // else it was killed meanwhile
    };
    machine.enter(() => void core.finish().then(noteEnd, fail));
    for (let round = 0; !finishing.isDone && round < 100; round++) await pump();
    this.#closeReaders();
    machine.enter(() => void core.close());
    await drained();
    this.#options.trace.note(`${machine.name} is closed`);
    this.#running = null;
    machine.die();
  }

  /** Who is in a conversation, and the oldest chapter that each of them sees. */
  membersOf(conversationId: ConversationId): ReadonlyMap<string, number> {
    this.#readers ??= new Readers(this.dataDir);
    return this.#readers.membersOf(conversationId);
  }

  /** What stands in the directory, whether or not a server runs. */
  readDirectory(query: string, ...values: string[]): Record<string, unknown>[] {
    this.#readers ??= new Readers(this.dataDir);
    return this.#readers.read(query, values);
  }

  /** Whether all that there is lies in files. */
  get isWhole(): boolean {
    return this.#options.logIn === 'sqlite';
  }

  /** Copies all files as they are: what a snapshot of the volume holds. Answers its name. */
  backUp(): string {
    const name = `backup ${++this.#backups}`;
    cpSync(this.dataDir, join(this.#folder, name), { recursive: true });
    return name;
  }

  /** Whether this id of this author stands in the log, also while no server runs. */
  holdsId(conversationId: ConversationId, author: UserId, id: EventId): boolean {
    if (this.#running === null && this.#memory === null) return this.#holdsIdInFile(author, id);
    const log = this.#running?.core.log ?? must(this.#memory, 'a log');
    const event = { kind: 'message', id, at: 0, text: '' } as const;
    const row = { author, client: 0 as ClientId, clock: 0, event }; // only author and id are looked for
    const look = () => log.findTakenId(conversationId, [row]) !== null;
    return runOutside(look);
  }

  /** As if this person had sent these files to the server that runs. False where none does. */
  takeFiles(userId: UserId, attachments: readonly Attachment[]): boolean {
    if (this.#running === null) return false;
    const { machine, core } = this.#running;
    const atMs = machine.nowMs();
    runOutside(() => storeFor(core.log.files, userId, { attachments, atMs }));
    return true;
  }

  #holdsIdInFile(author: UserId, id: EventId): boolean {
    return runOutside(() => {
      const file = new DatabaseSync(join(this.dataDir, 'log.db'), { readOnly: true });
      try {
        return file.prepare('select 1 from event where author = ? and id = ?').get(author, id) !== undefined;
      } finally {
        file.close();
      }
    });
  }

  /** The files with which the world began, as the oldest backup that there is. Answers its name. */
  backUpBeginning(): string {
    const name = 'backup of the beginning';
    mkdirSync(join(this.#folder, name), { recursive: true });
    for (const [file, bytes] of this.#options.files) writeFileSync(join(this.#folder, name, file), bytes);
    return name;
  }

  /** Puts a backup back as the command does; no server may run. */
  restore(name: string): void {
    this.#closeReaders();
    const asideDir = join(this.#folder, `aside ${++this.#restores}`);
    const backupDir = join(this.#folder, name);
    restoreData({ backupDir, dataDir: this.dataDir, asideDir, epoch: `restored-${this.#restores}` });
    this.#options.trace.note(`the backup ${name} is put back`);
  }

  /** Runs something that touches the real disk to its end, as that machine. */
  async #inReality<T>(machine: Machine, run: () => Promise<T>): Promise<T> {
    const outcome: { isSettled: boolean; running: Promise<T> | null } = { isSettled: false, running: null };
    machine.enter(() => {
      outcome.running = run().finally(() => (outcome.isSettled = true));
      outcome.running.catch(() => undefined); // it is waited for below
    });
    const deadline = realNowMs() + openWithinMs;
    while (!outcome.isSettled) {
      if (realNowMs() > deadline) throw new Error(`${machine.name} did not come up`);
      await drained();
    }
    return must(outcome.running, 'it was entered');
  }

  close(): void {
    this.kill();
    this.#closeReaders();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #closeReaders(): void {
    this.#readers?.close();
    this.#readers = null;
  }
}

/**
 * Reads the files beside the server. While it does the server's connections are not the last ones, so that what a killed
 * one leaves is what it had written, and nothing is tidied as it goes.
 */
class Readers {
  readonly #directory: DatabaseSync;
  readonly #log: DatabaseSync;
  readonly #version: StatementSync;
  readonly #members: StatementSync;
  readonly #known = new Map<ConversationId, ReadonlyMap<string, number>>();
  #knownVersion: unknown = null;

  constructor(dataDir: string) {
    const open = (name: string) => {
      const database = new DatabaseSync(join(dataDir, name), { readOnly: true });
      database.exec('select 1 from sqlite_schema'); // before that it has no file open
      return database;
    };
    this.#directory = open('directory.db');
    this.#log = open('log.db');
    this.#version = this.#directory.prepare('pragma data_version');
    this.#members = this.#directory.prepare('select userId, fromChapter from member where conversationId = ?');
  }

  /** As they are now: asked again only after something was written. */
  membersOf(conversationId: ConversationId): ReadonlyMap<string, number> {
    const version = this.#version.get()?.['data_version'];
    if (version !== this.#knownVersion) this.#known.clear();
    this.#knownVersion = version;
    const known = this.#known.get(conversationId);
    if (known !== undefined) return known;
    const rows = this.#members.all(conversationId);
    const members = new Map(rows.map((row) => [String(row['userId']), Number(row['fromChapter'])]));
    this.#known.set(conversationId, members);
    return members;
  }

  read(query: string, values: readonly string[]): Record<string, unknown>[] {
    return runOutside(() => this.#directory.prepare(query).all(...values));
  }

  close(): void {
    this.#directory.close();
    this.#log.close();
  }
}

type LogEars = Pick<Host, 'onStep' | 'onAppend' | 'faultAt'>;

/** A log as one server has it: nothing of a dead one arrives, and it may die just before. One in memory outlives it. */
function mortalLog(log: UpdateLog, machine: Machine, { onStep, onAppend, faultAt }: LogEars): UpdateLog {
  const isLasting = log instanceof MemoryUpdateLog;
  return new Proxy(log, {
    get(target, key) {
      const value: unknown = Reflect.get(target, key, target);
      if (typeof value !== 'function') return value;
      if (key === 'close' && isLasting) return () => undefined;
      return (...args: unknown[]): unknown => {
        const step = `log.${String(key)}` as HostStep; // others are nobody's step
        if (machine.isAlive) onStep(step);
        if (!machine.isAlive) throw new Error('this server is dead');
        const fault = faultAt(step);
        if (fault === 'told' && key === 'append') {
          const error = new Error(faultMessage);
          return Promise.resolve((args[0] as readonly Append[]).map(() => ({ status: 'failed', error })));
        }
        if (fault === 'before' || fault === 'told') return Promise.reject(new Error(faultMessage));
        if (key === 'append') onAppend(args[0] as readonly Append[]); // as the log takes it
        const done: unknown = value.apply(target, args);
        return fault === null ? done : failAfter(done);
      };
    },
  });
}

async function failAfter(done: unknown): Promise<never> {
  await done;
  throw new Error(faultMessage);
}
