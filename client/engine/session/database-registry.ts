// The names of all databases that a person has on this device: a browser need not tell them, and signing out must find all.
// Promises: a name is on the list before its database can be there. Does not know what is in them.
import * as v from 'valibot';
import type { OpenDisk } from '../disk/document-disk.ts';
import type { Platform } from '../platform.ts';
import type { LocalStore } from './local-store.ts';

const names = v.array(v.string());

export function readDatabases(store: LocalStore, personPrefix: string): readonly string[] {
  const parsed = v.safeParse(names, store.read(keyOf(personPrefix)));
  return parsed.success ? parsed.output : [];
}

/** Opens databases only after they are on the list. */
export function makeRegisteringDisk(platform: Pick<Platform, 'store' | 'openDisk'>, personPrefix: string): OpenDisk {
  return (name, doc) => {
    noteDatabase(platform.store, personPrefix, name);
    return platform.openDisk(name, doc);
  };
}

export function noteDatabase(store: LocalStore, personPrefix: string, name: string): void {
  const known = readDatabases(store, personPrefix);
  if (!known.includes(name)) store.write(keyOf(personPrefix), [...known, name]);
}

function keyOf(personPrefix: string): string {
  return `${personPrefix}/databases`;
}
