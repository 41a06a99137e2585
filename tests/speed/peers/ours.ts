// Our server as it is started: log and directory on disk, sessions checked, limits as they are.
// Only the sign-ups are replaced: people and conversations are written to the directory before it opens.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { parseConfig } from '../../../sync-server/config.ts';
import { openServer } from '../../../sync-server/server.ts';
import { servePeer } from '../peer-process.ts';
import { seedDirectory } from './seed-directory.ts';

servePeer(async (rooms) => {
  const dataDir = await mkdtemp(join(tmpdir(), 'biz1-bench-'));
  const parsed = parseConfig({ PORT: '0', DATA_DIR: dataDir });
  if (parsed.status === 'bad') throw new Error(parsed.problems.join('\n'));
  const cookies = await seedDirectory(dataDir, rooms);
  const clientDir = join(import.meta.dirname, '../../../dist/client');
  const server = await openServer({
    config: parsed.config,
    clientDir,
    logger: pino({ level: 'warn' }, process.stderr),
  });
  return {
    url: server.config.baseUrl,
    cookies,
    async close() {
      await server.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
});
