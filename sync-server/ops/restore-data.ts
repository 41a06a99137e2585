// Puts a backup's folder in the place of the data, and names a new life of it: devices that remember more than the
// backup holds put back what they wrote themselves. What was there before is set aside, never deleted.
import { cpSync, existsSync, mkdirSync, readdirSync, renameSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { lastRestoredKey } from '../update-log/schema.ts';
import { lockData, lockFile } from './data-lock.ts';
import { StartProblem } from './start-problem.ts';

export interface RestoreOptions {
  readonly backupDir: string;
  readonly dataDir: string;
  readonly epoch: string;
  /** Where the present data go; must not exist yet. */
  readonly asideDir: string;
}

/** Throws a StartProblem, having changed nothing, when a folder is not what it should be or a server is running. */
export function restoreData({ backupDir, dataDir, epoch, asideDir }: RestoreOptions): void {
  for (const file of ['log.db', 'directory.db']) {
    if (!existsSync(join(backupDir, file))) {
      throw new StartProblem(`${backupDir} is no backup: it has no ${file}. Name the folder that was copied.`);
    }
  }
  if (resolve(backupDir) === resolve(dataDir)) throw new StartProblem('The backup and the data are the same folder.');
  if (existsSync(asideDir)) throw new StartProblem(`${asideDir} is there already. Move it away first.`);
  const unlock = lockData(dataDir);
  try {
    mkdirSync(asideDir, { mode: 0o700 });
    for (const name of readdirSync(dataDir)) if (!isLock(name)) renameSync(join(dataDir, name), join(asideDir, name));
    const filter = (source: string) => !isLock(source.slice(resolve(backupDir).length + 1));
    cpSync(resolve(backupDir), dataDir, { recursive: true, preserveTimestamps: true, filter });
    beginEpoch(join(dataDir, 'log.db'), epoch);
  } finally {
    unlock();
  }
}

function beginEpoch(file: string, epoch: string): void {
  const db = new DatabaseSync(file);
  db.exec('pragma synchronous = full');
  db.prepare("update meta set value = ? where key = 'epoch'").run(epoch);
  db.prepare('insert or replace into meta select ?, coalesce(max(id), 0) from document').run(lastRestoredKey);
  db.close();
}

function isLock(name: string): boolean {
  return name.startsWith(lockFile);
}
