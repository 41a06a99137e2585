// `npm run restore -- <folder of the backup>`: puts a backup back. The server must be stopped.
import { randomBytes } from 'node:crypto';
import { parseConfig } from '../config.ts';
import { restoreData } from './restore-data.ts';
import { StartProblem } from './start-problem.ts';

const [backupDir] = process.argv.slice(2);
const outcome = parseConfig(process.env);
if (backupDir === undefined) stop('Say which backup: npm run restore -- /path/to/the/copied/folder');
else if (outcome.status === 'bad') stop(outcome.problems.join('\n'));
else run(backupDir, outcome.config.dataDir);

function run(backupDir: string, dataDir: string): void {
  const asideDir = `${dataDir.replace(/\/+$/, '')}.before-${new Date().toISOString().replace(/\W/g, '-')}`;
  try {
    restoreData({ backupDir, dataDir, asideDir, epoch: randomBytes(12).toString('hex') });
    process.stdout.write(`${backupDir} is now in ${dataDir}. What was there before is in ${asideDir}.\n`);
  } catch (error) {
    if (!(error instanceof StartProblem)) throw error;
    stop(error.message);
  }
}

function stop(message: string): void {
  process.stderr.write(`${message}\n`);
  process.exitCode = 2;
}
