// The names of all databases that a person has on this device: signing out must find all, and so must whoever counts.
// Promises: a name is on the list before its database can be there. A browser need not tell its databases, and one that
// is killed may forget the list's last seconds: what either knows of counts. Does not know what is in them.
import * as v from 'valibot';
import type { OpenDisk } from '../disk/document-disk.ts';
import type { Platform } from '../platform.ts';
import type { LocalStore } from './local-store.ts';

const names = v.array(v.string());

/** All that the list or the browser knows of. */
export async function findDatabases(
  { store, listDatabases }: Pick<Platform, 'store' | 'listDatabases'>,
  personPrefix: string,
): Promise<readonly string[]> {
  const told = await listDatabases(`${personPrefix}/`);
  return [...new Set([...readList(store, personPrefix), ...told])];
}

function readList(store: LocalStore, personPrefix: string): readonly string[] {
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
  const known = readList(store, personPrefix);
  if (!known.includes(name)) store.write(keyOf(personPrefix), [...known, name]);
}

function keyOf(personPrefix: string): string {
  return `${personPrefix}/databases`;
}
