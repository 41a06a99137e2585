// What is to happen in one world, drawn from a seed: who is there, and every act in order. A plan is plain data, so it
// can be kept, repeated, and made shorter: an act draws what it needs from a number of its own, and one that makes no
// sense when its turn comes does nothing.
import { makeChance, type Chance } from '../world/chance.ts';

export interface Setup {
  readonly logIn: 'memory' | 'sqlite';
  readonly history: 'all' | 'from-joining';
  /** Who may begin to write to whom. */
  readonly whoMayWrite: 'anyone' | 'contacts';
  /** Entries after which the server closes a chapter. */
  readonly chapterEntries: number;
  readonly devices: readonly PlannedDevice[];
  /** Whether they go on talking once everything is mended, and one of them is shut out then. */
  readonly talksOn: boolean;
}

export interface PlannedDevice {
  /** 0 to 2 are in the groups, 0 and 1 in the direct conversation, 3 in none. */
  readonly person: number;
  readonly clockErrorMs: number;
  /** Another client than the app: it keeps nothing on a disk, and edits and deletes. */
  readonly isPlain: boolean;
}

export interface Act {
  readonly kind: ActKind;
  /** Which device or connection; counted round. */
  readonly who: number;
  /** What else has to be drawn is drawn from this. */
  readonly draw: number;
  /** How many things may be done before the next act; null for all that can be. */
  readonly tasks: number | null;
}

export interface Plan {
  readonly seed: string;
  readonly setup: Setup;
  readonly acts: readonly Act[];
}

/** How often each is done, beside the others. */
const weights = {
  write: 200,
  carry: 60,
  burst: 12,
  again: 8,
  reply: 30,
  edit: 60,
  erase: 30,
  react: 40,
  pin: 20,
  save: 12,
  forward: 20,
  pass: 250,
  flush: 90,
  wait: 60,
  live: 60,
  open: 40,
  look: 40,
  unlook: 15,
  read: 40,
  unread: 8,
  kill: 20,
  leaveUnsent: 12,
  close: 8,
  unplug: 20,
  plug: 30,
  cut: 20,
  stall: 6,
  repeat: 10,
  crash: 20,
  crashWithin: 45,
  fail: 15,
  stop: 5,
  start: 40,
  backUp: 25,
  restore: 25,
  add: 20,
  remove: 20,
  leave: 4,
  rename: 6,
  role: 6,
  begin: 12,
  ask: 12,
  answer: 14,
  part: 5,
  block: 6,
  unblock: 6,
  draft: 20,
  mark: 24,
  discard: 5,
  retry: 5,
  clock: 4,
} as const;

export type ActKind = keyof typeof weights;
/** What is done to messages that are there. */
export type MessageAct = 'reply' | 'edit' | 'erase' | 'react' | 'pin' | 'save' | 'forward';
export type ContactAct = 'begin' | 'ask' | 'answer' | 'part' | 'block' | 'unblock';

const acts = Object.entries(weights).flatMap(([kind, weight]) => Array<ActKind>(weight).fill(kind as ActKind)); // its own keys

const minuteMs = 60_000;
const yearMs = 365 * 24 * 60 * minuteMs;

export function makePlan(seed: string): Plan {
  const chance = makeChance(`plan ${seed}`);
  const logIn = chance.pick(['memory', 'sqlite'] as const);
  const devices = drawDevices(chance);
  const setup: Setup = {
    logIn,
    history: chance.pick(['all', 'from-joining'] as const),
    whoMayWrite: chance.pick(['anyone', 'anyone', 'contacts'] as const),
    chapterEntries: chance.pick([6, 12, 30, 4_096] as const),
    devices,
    talksOn: chance.once(2),
  };
  const opening = devices.map((_, who) => ({ ...drawAct(chance), kind: 'open' as const, who }));
  const living = { ...drawAct(chance), kind: 'live' as const, tasks: null };
  const acts = Array.from({ length: 30 + chance.below(50) }, () => drawAct(chance));
  return { seed, setup, acts: [...opening, ...(chance.once(5) ? [] : [living]), ...acts] };
}

function drawDevices(chance: Chance): PlannedDevice[] {
  const people = chance.pick(['01', '01', '01p', '001', '001p', '012', '013', '011p2'] as const);
  return [...people.matchAll(/(\d)(p?)/g)].map(([, person, plain]) => ({
    person: Number(person),
    clockErrorMs: drawClockError(chance),
    isPlain: plain === 'p',
  }));
}

export function drawClockError(chance: Chance): number {
  const most = chance.pick([0, 0, 200, 5_000, 10 * minuteMs, yearMs] as const);
  return Math.round((chance.fraction() * 2 - 1) * most);
}

function drawAct(chance: Chance): Act {
  const kind = chance.pick(acts) ?? 'write';
  const tasks = chance.once(3) ? chance.below(40) : null;
  return { kind, who: chance.below(1_000), draw: chance.below(2 ** 31), tasks };
}
