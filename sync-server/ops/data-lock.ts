// One server for one data folder: two would each believe that the log is theirs.
// An exclusive SQLite lock, because the operating system drops it with the process, however that ends.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { StartProblem } from './start-problem.ts';

export const lockFile = 'lock';

/** Takes the folder, making it when missing. Throws a StartProblem when another process has it. Answers how to let go. */
export function lockData(dataDir: string): () => void {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const db = new DatabaseSync(join(dataDir, lockFile), { timeout: 0 });
  try {
    db.exec('pragma journal_mode = memory; begin exclusive');
  } catch (error) {
    db.close();
    if (!isBusy(error)) throw error;
    throw new StartProblem(
      `Another server uses the data in ${dataDir}. Stop it first, or set DATA_DIR to another folder.`,
    );
  }
  return () => db.close();
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && error.message.includes('locked');
}
