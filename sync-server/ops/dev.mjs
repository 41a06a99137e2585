// `npm run dev`: the server restarts and the page reloads when a file changes. Open http://localhost:5173.
// Vite serves the client and passes /api, /sync and /health on to the server, as vite.config.ts says.
// When one of the two ends, the other is stopped.
import { spawn } from 'node:child_process';
import { ensureInstalled, environment, nodePath, root } from './install.mjs';

ensureInstalled();

// People open Vite's address, so that is the origin which the server must accept and print.
const env = { BASE_URL: 'http://localhost:5173', ...environment() };
const children = [
  ['--watch', '--watch-preserve-output', 'sync-server/main.ts'],
  ['node_modules/vite/bin/vite.js', '--host', 'localhost'],
].map((args) => spawn(nodePath(), args, { cwd: root, env, stdio: 'inherit' }));

for (const child of children) child.on('exit', (code) => stop(code ?? 1));
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => stop(0));

function stop(code) {
  for (const child of children) child.kill('SIGTERM');
  process.exitCode = code;
}
