// The names of all databases that a person has on this device: signing out must find all, and so must whoever counts.
// Promises: a name is noted before its database can be there, at the same cost however many there are. A browser need not
// tell its databases, and one that is killed may forget the notes of its last seconds: what either knows of counts.
// Does not know what is in them.
import type { OpenDisk } from '../disk/document-disk.ts';
import type { Platform } from '../platform.ts';
import type { LocalStore } from './local-store.ts';

/** All that the notes or the browser knows of. */
export async function findDatabases(
  { store, listDatabases }: Pick<Platform, 'store' | 'listDatabases'>,
  personPrefix: string,
): Promise<readonly string[]> {
  const told = await listDatabases(`${personPrefix}/`);
  const prefix = notesPrefix(personPrefix);
  const noted = store.keys(prefix).map((key) => key.slice(prefix.length));
  return [...new Set([...noted, ...told])];
}

/** Opens databases only after they are noted. */
export function makeRegisteringDisk(platform: Pick<Platform, 'store' | 'openDisk'>, personPrefix: string): OpenDisk {
  return (name, doc) => {
    noteDatabase(platform.store, personPrefix, name);
    return platform.openDisk(name, doc);
  };
}

export function noteDatabase(store: LocalStore, personPrefix: string, name: string): void {
  const key = `${notesPrefix(personPrefix)}${name}`;
  if (store.read(key) === null) store.write(key, 1);
}

/** What these notes begin with: one for each database, so that noting one more does not write all others again. */
export function notesPrefix(personPrefix: string): string {
  return `${personPrefix}/database/`;
}
