// Starts the server from the environment, says where it is, and ends it gracefully.
import { join } from 'node:path';
import { parseArguments } from './arguments.ts';
import { parseConfig, type Config } from './config.ts';
import { demoDataDir, openDemo } from './demo/open-demo.ts';
import { makeLogger } from './ops/logger.ts';
import { StartProblem } from './ops/start-problem.ts';
import { openServer, type Server } from './server.ts';

const clientDir = join(import.meta.dirname, '../dist/client');
const asked = parseArguments(process.argv.slice(2));
if (asked.status === 'help') process.stdout.write(`${asked.text}\n`);
else if (asked.status === 'unknown') stop(asked.text, 2);
else await configure(asked.isDemo);

async function configure(isDemo: boolean): Promise<void> {
  const folder = isDemo ? { DATA_DIR: process.env['DATA_DIR'] || demoDataDir } : {};
  const outcome = parseConfig({ ...process.env, ...folder });
  if (outcome.status === 'ok') await start(outcome.config, isDemo);
  else stop(outcome.problems.join('\n'), 2);
}

async function start(config: Config, isDemo: boolean): Promise<void> {
  const logger = makeLogger(config.logLevel);
  process.on('unhandledRejection', (error) => {
    logger.fatal({ err: error }, 'a bug: the process ends, nothing acknowledged is lost');
    process.exit(1);
  });
  try {
    const demo = isDemo ? await openDemo(config, clientDir) : undefined;
    const server = await openServer({ config, clientDir, logger, ...(demo === undefined ? {} : { demo }) });
    closeOnSignal(server);
    greet(server, isDemo);
  } catch (error) {
    const message = startProblem(error, config);
    if (message === null) throw error;
    stop(message, 2);
  }
}

/** What a person can do about a failed start, or null when it is a bug. */
function startProblem(error: unknown, { port, host }: Config): string | null {
  if (error instanceof StartProblem) return error.message;
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (code === 'EADDRINUSE')
    return `Port ${port} is taken. Stop what runs there, or choose another: PORT=8081 npm start`;
  if (code === 'EACCES')
    return `Port ${port} on ${host} may not be opened by this user. Choose another: PORT=8080 npm start`;
  return null;
}

function greet({ config, directory }: Server, isDemo: boolean): void {
  const token = directory.accounts.setUpToken();
  const lines = [`Biz1 Messenger runs at ${config.baseUrl}`];
  if (isDemo) lines.push('', 'Everybody in it is made up. Choose whom to be:', `  ${config.baseUrl}/demo`);
  if (token !== null) {
    lines.push(
      '',
      'Nobody has signed up yet. Open this link once to become the owner:',
      `  ${config.baseUrl}/set-up#${token}`,
    );
  }
  process.stdout.write(`\n${lines.join('\n')}\n\n`);
}

/** A terminal and a supervisor may both send the first signal; only one that comes later means "at once". */
const impatientAfterMs = 1_000;

function closeOnSignal(server: Server): void {
  let closingSinceMs: number | null = null;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      const nowMs = performance.now();
      if (closingSinceMs !== null && nowMs > closingSinceMs + impatientAfterMs) process.exit(1);
      if (closingSinceMs !== null) return;
      closingSinceMs = nowMs;
      server.close().then(
        () => process.exit(0),
        (error: unknown) => stop(`The server did not close cleanly: ${String(error)}`, 1),
      );
    });
  }
}

function stop(message: string, exitCode: number): never {
  process.stderr.write(`${message}\n`);
  process.exit(exitCode);
}
