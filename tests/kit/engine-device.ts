// A device of a person: the client's whole engine in this process, without a screen, against a real server.
// Its disk is its own; its network can be cut and brought back, and it can be closed and started again.
import { makePlainPreparer } from '../../client/engine/files/prepare/plain-preparer.ts';
import type { Outbox } from '../../client/engine/conversation/outbox.ts';
import 'fake-indexeddb/auto';
import * as decoding from 'lib0/decoding';
import { WebSocket } from 'ws';
import { makeApi } from '../../client/engine/api/api.ts';
import { deleteDatabase, listDatabases } from '../../client/engine/disk/databases.ts';
import { makeIndexedDbDisk } from '../../client/engine/disk/indexeddb-disk.ts';
import { openLocalTable, type LocalTable } from '../../client/engine/disk/local-table.ts';
import { openNoDisk } from '../../client/engine/disk/no-disk.ts';
import { takeOverDatabase } from '../../client/engine/disk/take-over.ts';
import type { Mark, Messenger, OpenConversation } from '../../client/engine/messenger.ts';
import { openMessenger } from '../../client/engine/open-messenger.ts';
import { runDeviceIndex } from '../../client/engine/search/device-index.ts';
import { openIndexStore } from '../../client/engine/search/index-store.ts';
import type { Awakening, Platform } from '../../client/engine/platform.ts';
import type { LocalStore } from '../../client/engine/session/local-store.ts';
import { openTabChannel } from '../../client/engine/tabs/tab-channel.ts';
import { withLock } from '../../client/engine/tabs/with-lock.ts';
import { must } from '../../shared/base/assert.ts';
import type { TimelineItem } from '../../shared/conversation/timeline.ts';
import type { ConversationId } from '../../shared/ids.ts';
import { makeMortal } from './mortal-platform.ts';
import { until } from './until.ts';
import type { Person } from './person.ts';

export interface EngineDevice {
  readonly messenger: Messenger;
  readonly platform: Platform;
  /** The kinds of the frames that this device sent, in order, `connect` for each new socket. */
  readonly sent: readonly string[];
  /** Those frames and, where they came, the HTTP requests. */
  readonly transcript: readonly string[];
  /** With no network every socket breaks and every request fails. */
  setNetwork(isThere: boolean): void;
  /** The server is at another address from now on; devices do not notice. */
  moveTo(url: string): void;
  /** From now on everything goes through this proxy in front of the server. */
  goThrough(proxyUrl: string): void;
  /** This person has signed in with the same browser: its cookie is theirs from now on. */
  giveCookieOf(person: Person): void;
  /** Opens a conversation and waits until it can be shown. */
  open(conversationId: ConversationId): Promise<OpenConversation>;
  /** Closes everything and starts again with what is on the disk. */
  restart(): Promise<void>;
  close(): Promise<void>;
  /** As a tab or browser is killed: no word to anybody, and nothing of what it held in memory is used again. */
  kill(): void;
}

export interface EngineDeviceOptions {
  /** Names the device; two of one person have a disk each. */
  readonly name?: string;
  readonly hasNetwork?: boolean;
  /** How far the device's clock is wrong. */
  readonly clockErrorMs?: number;
  /** The device's clock stands still at this instant. */
  readonly frozenAtMs?: number;
  /** Where the device is; in Berlin if it does not say. */
  readonly timeZone?: string;
  /** Divides every pause that the engine asks for. */
  readonly haste?: number;
  /** What is drawn at random first when so many bytes are asked for; chance comes after. */
  readonly firstDraws?: readonly Uint8Array[];
  /** False on a device that stores nothing, as a private window may. */
  readonly hasDisk?: boolean;
  /** False where the browser does not open the table of what is kept beside the documents. */
  readonly hasTable?: boolean;
  /** True where it keeps an index to search in. */
  readonly hasIndex?: boolean;
  /** What is different about this device. */
  readonly adapt?: (platform: Platform) => Platform;
  /** Told before and after each step on the disk that a kill may fall between. */
  readonly onStep?: (step: string) => void;
}

let devices = 0;

export async function startDevice(person: Person, options: EngineDeviceOptions = {}): Promise<EngineDevice> {
  const name = options.name ?? `device-${devices++}`;
  const network = makeNetwork(person);
  network.set(options.hasNetwork ?? true);
  const { adapt = (given: Platform) => given } = options;
  const mortal = makeMortal(adapt(makePlatform({ network, name, origin: person.url, ...options })), options.onStep);
  const { platform } = mortal;
  const { userId } = person;
  const me = {
    userId,
    name: person.name,
    handle: person.name.toLowerCase(),
    picture: null,
    email: '',
    role: 'member',
  } as const;
  const open = async () => must(await openMessenger({ platform, api: makeApi(platform), me }), 'nobody is leaving');
  let messenger = await open();
  return {
    get messenger() {
      return messenger;
    },
    platform,
    sent: network.sent,
    transcript: network.transcript,
    setNetwork: (isThere) => network.set(isThere),
    moveTo: (url) => network.moveTo(url),
    goThrough: (url) => network.goThrough(url),
    giveCookieOf: (other) => network.giveCookie(other.cookie),
    async open(conversationId) {
      const conversation = messenger.openConversation(conversationId);
      await until(() => conversation.state.get().status !== 'opening', 'the conversation to open');
      return conversation;
    },
    async restart() {
      await messenger.close();
      messenger = await open();
    },
    close: () => (mortal.isDead ? Promise.resolve() : messenger.close()),
    kill() {
      mortal.die();
      network.set(false);
    },
  };
}

/**
 * What stands in a conversation, one line each: its text, and its mark if it is mine.
 * What is delivered is called sent: when it gets there is for other people's devices, and for `deliveredOf`.
 */
export function linesOf(conversation: OpenConversation): string[] {
  return conversation.items.get().map((item) => {
    const mark = conversation.markOf(item);
    return mark === null ? `${item.text}` : `${item.text} (${wordOf(mark)})`;
  });
}

/** The texts of my messages that are on the disk of somebody else's device. */
export function deliveredOf(conversation: OpenConversation): string[] {
  const isDelivered = (item: TimelineItem) => conversation.markOf(item)?.status === 'delivered';
  return conversation.items
    .get()
    .filter(isDelivered)
    .map(({ text }) => `${text}`);
}

function wordOf(mark: Mark): string {
  if (mark.status === 'delivered') return 'sent';
  return mark.status === 'refused' ? `refused: ${mark.code}` : mark.status;
}

interface Network {
  readonly sent: string[];
  readonly transcript: string[];
  readonly WebSocket: new (url: string) => object;
  readonly fetch: Platform['fetch'];
  readonly onAwakening: Platform['onAwakening'];
  set(isThere: boolean): void;
  moveTo(url: string): void;
  goThrough(proxyUrl: string): void;
  giveCookie(cookie: string): void;
}

function makeNetwork({ cookie: firstCookie, url: origin }: Person): Network {
  const sockets = new Set<WebSocket>();
  const sent: string[] = [];
  const listeners = new Set<(awakening: Awakening) => void>();
  let isThere = true;
  let url = origin;
  let proxyUrl: string | null = null;
  let cookie = firstCookie;
  const headers = () => ({ cookie, origin: url });
  const transcript: string[] = [];
  const note = (kind: string) => {
    sent.push(kind);
    transcript.push(kind);
  };
  return {
    sent,
    transcript,
    WebSocket: class extends WebSocket {
      constructor(address: string) {
        // Port 1 answers nobody.
        super(isThere ? address.replace(wsUrl(origin), wsUrl(proxyUrl ?? url)) : 'ws://127.0.0.1:1', {
          headers: headers(),
        });
        note('connect');
        sockets.add(this);
        this.on('close', () => sockets.delete(this));
        this.on('error', () => undefined); // a close follows
      }
      override send(data: Uint8Array): void {
        note(kindOf(data));
        super.send(data);
      }
    },
    fetch(address, init) {
      if (!isThere) return Promise.reject(new TypeError('no network'));
      transcript.push(`${init.method ?? 'GET'} ${new URL(address).pathname}`);
      return fetch(address.replace(origin, proxyUrl ?? url), {
        ...init,
        headers: { ...Object.fromEntries(new Headers(init.headers)), ...headers() },
      });
    },
    onAwakening(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    moveTo: (newUrl) => void (url = newUrl),
    goThrough: (newUrl) => void (proxyUrl = newUrl),
    giveCookie: (newCookie) => void (cookie = newCookie),
    set(isThereNow) {
      if (isThere === isThereNow) return;
      isThere = isThereNow;
      if (!isThere) for (const socket of sockets) socket.terminate();
      for (const listener of listeners) listener(isThere ? 'network-back' : 'network-gone');
    },
  };
}

/** What has gone is known when the answer has come. */
function makeSend(fetch: Platform['fetch']): Platform['send'] {
  return async (url, { method, headers, body, signal, onProgress }) => {
    const init: RequestInit = { method, headers, body: await body.arrayBuffer(), signal };
    const answer = await fetch(url, init);
    onProgress(body.size);
    return { status: answer.status, header: (name) => answer.headers.get(name), body: await answer.text() };
  };
}

function kindOf(bytes: Uint8Array): string {
  const decoder = decoding.createDecoder(bytes);
  decoding.readVarString(decoder);
  const type = decoding.readVarUint(decoder);
  if (type !== 0) return { 2: 'authenticate', 5: 'signal', 7: 'leave' }[type] ?? `type ${type}`;
  return ['sync step 1', 'sync step 2', 'update'][decoding.readVarUint(decoder)] ?? 'unknown';
}

function wsUrl(url: string): string {
  return url.replace(/^http/, 'ws');
}

interface PlatformOptions extends EngineDeviceOptions {
  readonly network: Network;
  readonly name: string;
  readonly origin: string;
}

function makeSchedule(haste: number): Platform['schedule'] {
  return (delayMs, run) => {
    const timer = setTimeout(run, delayMs / haste);
    return () => clearTimeout(timer);
  };
}

/** Patience that is over before it begins. */
function atOnce(_delayMs: number, run: () => void): () => void {
  run();
  return () => undefined;
}

/** Of a browser that does not open it. */
function openBlindTable(name: string): LocalTable {
  const table = openLocalTable(name, { schedule: atOnce });
  return { ...table, readAll: () => Promise.resolve({ status: 'failed' }) };
}

function makePlatform(options: PlatformOptions): Platform {
  const { network, name, origin, clockErrorMs = 0, haste = 1 } = options;
  const draws = [...(options.firstDraws ?? [])];
  const schedule = makeSchedule(haste);
  // A disk is slow when the machine is: no haste makes it faster.
  const patient = { schedule: makeSchedule(1) };
  const openDisk = makeIndexedDbDisk(patient);
  return {
    WebSocket: network.WebSocket,
    fetch: network.fetch,
    onAwakening: network.onAwakening,
    origin,
    nowMs: () => (options.frozenAtMs ?? Date.now()) + clockErrorMs,
    randomBytes(count) {
      const index = draws.findIndex(({ length }) => length === count);
      return draws.splice(index, index < 0 ? 0 : 1)[0] ?? crypto.getRandomValues(new Uint8Array(count));
    },
    schedule,
    whenPainted: () => Promise.resolve(),
    afterPaint: () => Promise.resolve(),
    store: storeOf(name),
    // A page that is never left and never asked to keep anything.
    onIdle: () => () => undefined,
    onAttention: () => () => undefined,
    timeZone: () => options.timeZone ?? 'Europe/Berlin',
    onLeaving: () => () => undefined,
    keepStorage: () => undefined,
    openDisk: (document, doc) =>
      options.hasDisk === false ? openNoDisk('denied') : openDisk(`${name}/${document}`, doc),
    openTable: (table) =>
      options.hasTable === false ? openBlindTable(`${name}/${table}`) : openLocalTable(`${name}/${table}`, patient),
    takeOverDatabase: (database) => takeOverDatabase(`${name}/${database}`),
    withLock: (lock, run) => withLock(`${name}/${lock}`, run),
    openTabChannel: (channel, onMessage) => openTabChannel(`${name}/${channel}`, onMessage),
    listDatabases: async (prefix) =>
      (await listDatabases(`${name}/${prefix}`)).map((database) => database.slice(name.length + 1)),
    startIndex: options.hasIndex === true ? (index) => startIndex(name, index) : null,
    preparer: makePlainPreparer(),
    openFiles: null,
    forgetFiles: () => Promise.resolve(true),
    send: makeSend(network.fetch),
    forgetPictures: () => Promise.resolve(),
    deleteDatabase: (database) => deleteDatabase(`${name}/${database}`),
  };
}

/** What runs in a worker of a browser runs here in the same process. */
function startIndex(device: string, name: string): () => void {
  let isStopped = false;
  let stop = () => {
    isStopped = true;
  };
  const start = async () => {
    const store = await openIndexStore(`${device}/${name}`);
    if (isStopped) return store.close();
    const index = runDeviceIndex({
      store,
      openChannel: (onMessage) => openTabChannel(`${device}/${name}`, onMessage),
      databaseName: (database) => `${device}/${database}`,
      nowMs: () => performance.now(),
      schedule: makeSchedule(10),
      pause: () => new Promise((resolve) => setImmediate(resolve)),
    });
    stop = () => index.stop();
  };
  void start();
  return () => stop();
}

const browsers = new Map<string, Map<string, string>>();

/** Two devices of one name are two tabs of one browser. */
function storeOf(name: string): LocalStore {
  const kept = browsers.get(name) ?? new Map<string, string>();
  browsers.set(name, kept);
  const keys = (prefix: string) => [...kept.keys()].filter((key) => key.startsWith(prefix));
  return {
    read: (key) => JSON.parse(kept.get(key) ?? 'null') as unknown,
    write: (key, value) => (kept.set(key, JSON.stringify(value)), true),
    remove: (key) => void kept.delete(key),
    removeAll: (prefix) => keys(prefix).forEach((key) => kept.delete(key)),
    keys,
  };
}

/** Of a device that is asked to remember nothing. */
export const noOutbox: Outbox = {
  documents: { get: () => [], subscribe: () => () => undefined },
  note: () => undefined,
  noteAll: () => undefined,
  clientsOf: () => [],
  forget: () => undefined,
  forgetAll: () => undefined,
  onChangedElsewhere: () => () => undefined,
  close: () => undefined,
};
