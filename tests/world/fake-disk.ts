// IndexedDB for the tabs of a world: fake-indexeddb, where each tab's callbacks run as that tab, and a killed one is
// heard no more, holds nothing, and leaves its unfinished transactions done or undone.
// The library makes its classes the global ones. What it does between two callbacks is the disk's own work: it goes on when the tab is gone.
import 'fake-indexeddb/auto';
import { must } from '../../shared/base/assert.ts';
import type { Chance } from './chance.ts';
import { runningMachine, type Machine } from './machine.ts';
import { surroundings } from './surroundings.ts';

interface Holdings {
  readonly connections: Set<IDBDatabase>;
  readonly transactions: Set<IDBTransaction>;
}

const holdings = new WeakMap<Machine, Holdings>();

function holdingsOf(machine: Machine): Holdings {
  const known = holdings.get(machine);
  if (known !== undefined) return known;
  const fresh: Holdings = { connections: new Set(), transactions: new Set() };
  holdings.set(machine, fresh);
  return fresh;
}

/**
 * As a browser does with what a killed tab had open: a transaction that was not finished is done or undone, and where
 * one is undone none is done that was begun after it in the same database.
 */
export function letGoOfDisk(machine: Machine, chance: Chance): void {
  const { connections, transactions } = holdingsOf(machine);
  const undone = new Set<string>();
  for (const transaction of transactions) {
    const { name } = transaction.db;
    if (chance.once(2)) undone.add(name);
    try {
      if (undone.has(name)) transaction.abort();
      else transaction.commit();
    } catch {
      // It was finished.
    }
  }
  for (const connection of connections) connection.close();
}

export function makeFactory(): IDBFactory {
  return new IDBFactory();
}

type Listener = (event: unknown) => unknown;

/** As the library keeps its listeners. */
interface Target {
  readonly listeners: { readonly type: string; readonly callback: Listener; readonly capture: boolean }[];
}

/** The library's own listeners come first on each transaction, whoever began it. */
const ownListeners = 3;

type Method<Self> = (self: Self, args: unknown[]) => unknown;

/** Puts a function in the place of a method; `real` is what was there. */
function replace<Self>(owner: object, name: string, make: (real: Method<Self>) => Method<Self>): void {
  const found = Reflect.get(owner, name) as (this: Self, ...args: unknown[]) => unknown; // the caller names a method
  const replacement = make((self, args) => found.apply(self, args));
  Reflect.set(owner, name, function (this: Self, ...args: unknown[]): unknown {
    return replacement(this, args);
  });
}

function guardListeners(): void {
  const base: object = must(Reflect.getPrototypeOf(IDBTransaction.prototype), 'a target of events');
  replace<Target>(base, 'addEventListener', (real) => (self, [type, listener, options]) => {
    const machine = runningMachine();
    const { listeners } = self;
    const isOwn = self instanceof IDBTransaction && listeners.length < ownListeners;
    const isBare = machine === null || isOwn || typeof listener !== 'function';
    const guarded = (event: unknown) => machine?.enter(() => void Reflect.apply(listener as Listener, self, [event]));
    return real(self, [type, isBare ? listener : guarded, options]);
  });
}

function guardTransactions(): void {
  replace<IDBDatabase>(IDBDatabase.prototype, 'transaction', (real) => (self, args) => {
    const machine = runningMachine();
    const isOpening = args[1] === 'versionchange'; // begun by the disk itself: others wait until it is over
    if (machine?.isAlive === false && !isOpening) return unanswered();
    const transaction = real(self, args) as IDBTransaction & Target; // of the library
    if (machine === null || !machine.isAlive) return transaction;
    const { transactions } = holdingsOf(machine);
    transactions.add(transaction);
    listenAlways(transaction, ['complete', 'abort'], () => void transactions.delete(transaction));
    return transaction;
  });
}

/** Of a tab that is gone: nothing is written, and no request of it is ever answered. */
function unanswered(): IDBTransaction {
  const ask = () => new IDBRequest();
  const stub = {
    objectStore: () => new Proxy({}, { get: () => ask }),
    addEventListener: () => undefined,
    commit: () => undefined,
    abort: () => undefined,
  };
  return stub as unknown as IDBTransaction; // as much of one as can be used before an answer
}

function guardOpening(): void {
  replace<IDBFactory>(IDBFactory.prototype, 'open', (real) => (self, args) => {
    const machine = runningMachine();
    if (machine?.isAlive === false) return new IDBOpenDBRequest(); // nobody will hear of it
    const request = real(self, args) as IDBOpenDBRequest & Target; // of the library
    const own = ['onupgradeneeded', 'onsuccess', 'onerror', 'onblocked'] as const;
    listenAlways(request, ['upgradeneeded', 'success', 'error', 'blocked'], () => {
      if (machine?.isAlive === false) for (const name of own) request[name] = null;
    });
    // What it would have put into a new database it does not: the database is not there.
    listenAlways(request, ['upgradeneeded'], () => {
      if (machine?.isAlive === false) request.transaction?.abort();
    });
    listenAlways(request, ['success'], () => {
      if (machine?.isAlive === false) request.result.close();
      else if (machine !== null) holdingsOf(machine).connections.add(request.result);
    });
    return request;
  });
  replace<IDBFactory>(
    IDBFactory.prototype,
    'deleteDatabase',
    (real) => (self, args) => (runningMachine()?.isAlive === false ? new IDBOpenDBRequest() : real(self, args)),
  );
}

/** Also when the tab is gone. */
function listenAlways({ listeners }: Target, types: readonly string[], callback: () => void): void {
  for (const type of types) listeners.push({ type, callback, capture: false });
}

function giveEachItsOwn(): void {
  const shared = globalThis.indexedDB;
  Object.defineProperty(globalThis, 'indexedDB', {
    configurable: true,
    get: () => surroundings()?.indexedDB ?? shared,
  });
}

guardListeners();
guardTransactions();
guardOpening();
giveEachItsOwn();
