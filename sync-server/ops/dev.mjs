// `npm run dev`: the server restarts and the page reloads when a file changes. Open http://localhost:5173.
// Vite serves the client and passes /api, /sync and /health on to the server, as vite.config.ts says.
// When one of the two ends, the other is stopped.
import { spawn } from 'node:child_process';
import { ensureInstalled, environment, nodePath, root } from './install.mjs';

ensureInstalled();

const vitePort = 5173;
const serverPort = Number(process.env.PORT) || 8080; // 0, any free one, would be known to the server alone

// People open Vite's address, so that is the origin which the server must accept and print, whatever the settings of
// a real start say. Vite alone reaches the server, so this machine is enough for it.
const addresses = {
  BASE_URL: `http://localhost:${vitePort}`,
  HOST: '127.0.0.1',
  PORT: String(serverPort),
  SERVER_URL: `http://127.0.0.1:${serverPort}`,
};
const env = { ...environment(), ...addresses };
const children = [
  ['--watch', '--watch-preserve-output', 'sync-server/main.ts'],
  ['node_modules/vite/bin/vite.js', '--host', 'localhost', '--port', String(vitePort)],
].map((args) => spawn(nodePath(), args, { cwd: root, env, stdio: 'inherit' }));

for (const child of children) child.on('exit', (code) => stop(code ?? 1));
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => stop(0));

function stop(code) {
  for (const child of children) child.kill('SIGTERM');
  process.exitCode = code;
}
