// A whole messenger in one process: devices with tabs, a server and the network between them, on a clock that the test
// moves, with everything random drawn from one seed. The same seed and the same acts give the same world, byte for byte.
import './surroundings.ts'; // first: the libraries take hold of what it replaces
import './fake-disk.ts';
import type { ChapterLimits } from '../../shared/conversation/chapters.ts';
import { must } from '../../shared/base/assert.ts';
import { Agenda } from './agenda.ts';
import { Browser } from './browser.ts';
import { makeChance } from './chance.ts';
import { Host } from './host.ts';
import type { Machine } from './machine.ts';
import { beginMs, prepareData, type PreparedData } from './prepared-data.ts';
import { Tab } from './tab.ts';
import { Trace } from './trace.ts';
import { Wire } from './wire.ts';

export interface WorldOptions {
  readonly seed: string;
  readonly logIn: 'memory' | 'sqlite';
  readonly chapterLimits?: ChapterLimits;
  /** Anyone, where nothing is said. */
  readonly whoMayWrite?: 'anyone' | 'contacts';
  /** Told of all that the server says to a device, as it says it. */
  readonly onTold?: (machine: Machine, told: Uint8Array | string) => void;
  /** To see where two runs part. */
  readonly areLinesKept?: boolean;
}

export interface World {
  readonly agenda: Agenda;
  readonly trace: Trace;
  readonly host: Host;
  readonly wire: Wire;
  readonly prepared: PreparedData;
  /** The next browser of a person, with a clock that is so far wrong. */
  openBrowser(person: number, clockErrorMs?: number): Browser;
  openTab(person: number, browser: Browser): Tab;
  /** With no network every socket of a device breaks and every request fails. */
  plug(browser: Browser, isPlugged: boolean): void;
  /** Lets everything through that waits, until nothing does. */
  flush(): Promise<void>;
  /** Time passes, and everything is let through on the way. */
  flow(ms: number): Promise<void>;
  close(): void;
}

export async function openWorld(options: WorldOptions): Promise<World> {
  const prepared = await prepareData();
  const { people, logged } = prepared;
  const { seed, logIn, chapterLimits, whoMayWrite = 'anyone' } = options;
  const files = withSettings(prepared.files, { whoMayWrite });
  const trace = new Trace(options.areLinesKept);
  const agenda = new Agenda(beginMs, makeChance(`${seed}/agenda`), (line) => trace.note(line));
  const host = new Host({ ...{ seed, agenda, trace, files, logged, logIn }, ...(chapterLimits && { chapterLimits }) });
  const wire = new Wire({
    trace,
    listener: () => host.listener(),
    onTold: (machine, told) => options.onTold?.(machine, told),
  });
  const tabs = new Set<Tab>();
  const browsers = new Map<number, number>();
  await host.start();
  const flush = async () => {
    await agenda.settle();
    for (let waiting = wire.waiting(); waiting.length > 0; waiting = wire.waiting()) {
      for (const { connection, direction } of waiting) {
        while (connection.waiting(direction) > 0) connection.pass(direction);
        await agenda.settle();
      }
    }
  };
  return {
    ...{ agenda, trace, host, wire, prepared },
    openBrowser(person, clockErrorMs = 0) {
      const index = browsers.get(person) ?? 0;
      browsers.set(person, index + 1);
      const cookie = must(people[person]?.cookies[index], 'a prepared browser');
      const { handle } = must(people[person], 'a prepared person').me;
      return new Browser({ name: `${handle}-${index + 1}`, seed, agenda, cookie, clockErrorMs });
    },
    openTab(person, browser) {
      const tab = new Tab({ browser, wire, me: must(people[person], 'a prepared person').me });
      tabs.add(tab);
      return tab;
    },
    plug(browser, isPlugged) {
      if (wire.isPlugged(browser.name) === isPlugged) return;
      const mine = [...tabs].filter((tab) => tab.browser === browser && tab.machine.isAlive);
      if (isPlugged) wire.plugIn(browser.name);
      else wire.unplug(browser.name);
      for (const tab of mine) tab.awaken(isPlugged ? 'network-back' : 'network-gone');
    },
    flush,
    async flow(ms) {
      const untilMs = agenda.nowMs + ms;
      await flush();
      for (let next = agenda.nextMs(); next !== null && next <= untilMs; next = agenda.nextMs()) {
        await agenda.advance(next - agenda.nowMs);
        await flush();
      }
      await agenda.advance(untilMs - agenda.nowMs);
    },
    close() {
      for (const tab of tabs) tab.kill();
      host.close();
    },
  };
}

/** The workspace's settings, changed by hand. */
function withSettings(files: PreparedData['files'], settings: object): PreparedData['files'] {
  const name = 'workspace.json';
  const before = JSON.parse(new TextDecoder().decode(must(files.get(name), 'settings'))) as object;
  return new Map(files).set(name, new TextEncoder().encode(JSON.stringify({ ...before, ...settings })));
}
