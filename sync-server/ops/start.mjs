// `npm start`: from a fresh clone to a running server in one command, and in a moment the next time.
// Promises: signals reach the server, and its exit code is this one's. It knows nothing of what the server does.
// Plain JavaScript without packages: it runs on any Node from 18, before anything is installed.
import { spawn } from 'node:child_process';
import { ensureBuilt, ensureInstalled, environment, nodePath, root } from './install.mjs';

const leftBehindCheckMs = 250;

try {
  ensureInstalled();
  ensureBuilt();
} catch (error) {
  console.error(error.message);
  process.exit(1);
}

const server = spawn(nodePath(), ['sync-server/main.ts', ...process.argv.slice(2)], {
  cwd: root,
  env: environment(),
  stdio: 'inherit',
});

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    // A terminal has sent Ctrl-C to the server as well; a second one would mean "at once".
    if (signal === 'SIGINT' && process.stdin.isTTY) return;
    server.kill(signal);
  });
}

// npm passes SIGTERM to the shell between, which ends without telling us: being left behind is then the signal.
if (process.env.npm_lifecycle_event !== undefined && process.platform !== 'win32') {
  const shell = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === shell) return;
    clearInterval(watch);
    server.kill('SIGTERM');
  }, leftBehindCheckMs);
}

server.on('error', (error) => {
  console.error(`The server could not be started: ${error.message}`);
  process.exit(1);
});
server.on('exit', (code, signal) => {
  process.exit(code ?? (signal === 'SIGINT' || signal === 'SIGTERM' ? 0 : 1));
});
