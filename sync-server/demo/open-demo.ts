// `npm start -- --demo`: the folder of the demo, filled once, and the key to its door.
// Promises: it listens on this machine alone, touches no folder that is not a demo's, and a seeding that was cut short
// begins anew: the folder gets its name when it is complete.
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import type { Config } from '../config.ts';
import { lockData } from '../ops/data-lock.ts';
import { StartProblem } from '../ops/start-problem.ts';
import { demoEmail, seedDemo } from './seed-demo.ts';
import { demoCast } from './demo-cast.ts';
import type { DemoDoor } from './demo-routes.ts';

const loopbackHosts = ['localhost', '127.0.0.1', '::1'];
const loopbackNames = ['localhost', '127.0.0.1', '[::1]'];
const markFile = 'demo.json';
const mark = v.object({ password: v.string() });

/** Used where DATA_DIR does not name another. */
export const demoDataDir = './data-demo';

/** Opens the folder, or makes it. Throws a StartProblem where the demo would be open to others, or the folder is not its own. */
export async function openDemo(config: Config, clientDir: string): Promise<DemoDoor> {
  refuseOthers(config);
  if (!existsSync(join(config.dataDir, markFile))) await makeFolder(config.dataDir, clientDir);
  const { password } = v.parse(mark, JSON.parse(readFileSync(join(config.dataDir, markFile), 'utf8')));
  return { people: demoCast, credentialsOf: (handle) => ({ email: demoEmail(handle), password }) };
}

function refuseOthers({ host, baseUrl, trustedProxies }: Config): void {
  const isAlone = loopbackHosts.includes(host) && loopbackNames.includes(new URL(baseUrl).hostname);
  if (isAlone && trustedProxies === 0) return;
  throw new StartProblem(
    'The demo lets anybody in as anybody, so it runs on this machine alone. Leave out HOST, BASE_URL and TRUST_PROXY.',
  );
}

async function makeFolder(dataDir: string, clientDir: string): Promise<void> {
  const isTaken = existsSync(dataDir) && readdirSync(dataDir).length > 0;
  if (isTaken) throw new StartProblem(`${dataDir} holds data that is no demo. Set DATA_DIR to another folder.`);
  const seeding = `${dataDir.replace(/[\\/]+$/, '')}.seeding`;
  lockData(seeding)(); // another start may be at it
  rmSync(seeding, { recursive: true });
  mkdirSync(seeding, { recursive: true, mode: 0o700 });
  process.stdout.write('Making the demo workspace …\n');
  const password = randomBytes(24).toString('base64url');
  await seedDemo({ dataDir: seeding, clientDir, password, nowMs: Date.now() });
  writeFileSync(join(seeding, markFile), JSON.stringify({ password }), { mode: 0o600 });
  rmSync(dataDir, { recursive: true, force: true });
  renameSync(seeding, dataDir);
}
