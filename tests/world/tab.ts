// A tab of a world: the whole engine through its public border, on the platform that the world makes.
import { makePlainPreparer } from '../../client/engine/files/prepare/plain-preparer.ts';
import { makeApi } from '../../client/engine/api/api.ts';
import { deleteDatabase, listDatabases } from '../../client/engine/disk/databases.ts';
import { makeIndexedDbDisk } from '../../client/engine/disk/indexeddb-disk.ts';
import { openLocalTable } from '../../client/engine/disk/local-table.ts';
import { takeOverDatabase } from '../../client/engine/disk/take-over.ts';
import type { Messenger } from '../../client/engine/messenger.ts';
import { openMessenger } from '../../client/engine/open-messenger.ts';
import type { Awakening, Platform } from '../../client/engine/platform.ts';
import type { Me } from '../../shared/protocol/people-api.ts';
import type { Browser } from './browser.ts';
import { origin } from './host.ts';
import type { Machine } from './machine.ts';
import type { Wire } from './wire.ts';

export interface TabOptions {
  readonly browser: Browser;
  readonly wire: Wire;
  readonly me: Me;
}

/** A frame of a screen. */
const frameMs = 16;

export class Tab {
  readonly machine: Machine;
  readonly browser: Browser;
  /** Null until it is open. */
  messenger: Messenger | null = null;
  readonly #awakenings = new Set<(awakening: Awakening) => void>();

  constructor(options: TabOptions) {
    const { browser, me } = options;
    this.browser = browser;
    this.machine = browser.openTab();
    const platform = this.#makePlatform(options);
    this.machine.enter(() => {
      void openMessenger({ platform, api: makeApi(platform), me }).then((opened) => (this.messenger = opened));
    });
  }

  /** As this tab; null when it is dead or not open yet. */
  use<T>(run: (messenger: Messenger) => T): T | null {
    const { messenger } = this;
    let result: T | null = null;
    if (messenger !== null) this.machine.enter(() => (result = run(messenger)));
    return result;
  }

  awaken(awakening: Awakening): void {
    for (const listener of this.#awakenings) this.machine.enter(() => listener(awakening));
  }

  /** Without a word to anybody. */
  kill(): void {
    this.machine.die();
  }

  #makePlatform({ browser, wire }: TabOptions): Platform {
    const { machine } = this;
    const schedule: Platform['schedule'] = (delayMs, run) => machine.after(delayMs, run, false);
    const nextFrame = () => new Promise<void>((resolve) => void schedule(frameMs, resolve));
    const openDisk = makeIndexedDbDisk({ schedule });
    const cookie = () => browser.cookie;
    return {
      origin,
      nowMs: () => machine.nowMs(),
      randomBytes(count) {
        const bytes = new Uint8Array(count);
        machine.drawInto(bytes);
        return bytes;
      },
      fetch(url, init) {
        const headers = { ...Object.fromEntries(new Headers(init.headers)), cookie: cookie(), origin };
        const { credentials: _credentials, cache: _cache, ...rest } = init; // a server knows neither
        return wire.request(browser.name, machine, new Request(url, { ...rest, headers }));
      },
      WebSocket: socketClass((url) => wire.connect(browser.name, { machine, cookie, origin, url })),
      schedule,
      whenPainted: nextFrame,
      afterPaint: nextFrame,
      onAwakening: (listener) => {
        this.#awakenings.add(listener);
        return () => this.#awakenings.delete(listener);
      },
      onIdle: () => () => undefined,
      onAttention: () => () => undefined,
      timeZone: () => 'Europe/Berlin',
      onLeaving: () => () => undefined,
      store: browser.storeOf(machine),
      keepStorage: () => undefined,
      openDisk,
      openTable: (name) => openLocalTable(name, { schedule }),
      takeOverDatabase,
      withLock: (name, run) => browser.withLock(machine, name, run),
      startIndex: null, // it would do things that nobody has asked it for
      openTabChannel: (name, onMessage) => browser.openChannel(machine, name, onMessage),
      preparer: makePlainPreparer(),
      openFiles: null,
      forgetFiles: () => Promise.resolve(true),
      send: () => Promise.reject(new TypeError('no network for files')),
      forgetPictures: () => Promise.resolve(),
      listDatabases,
      deleteDatabase,
    };
  }
}

/** A constructor that makes something else. */
function socketClass(connect: (url: string) => object): Platform['WebSocket'] {
  return function make(url: string) {
    return connect(url);
  } as unknown as Platform['WebSocket'];
}
