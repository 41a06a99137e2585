// Finds the browser that the screen tests drive, and installs Debian's when that may be done without asking.
// Promises: a path that exists, or an error whose one sentence says what to do. It knows nothing of the tests.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const usualPlaces = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

const headlessShell = '/usr/lib/chromium/chromium-headless-shell';

export function findChromium() {
  const named = process.env.CHROMIUM;
  if (named !== undefined && named !== '') {
    return existsSync(named) ? named : stop(`CHROMIUM names ${named}, which does not exist.`);
  }
  const found = usualPlaces.find((path) => existsSync(path));
  if (found !== undefined) return found;
  install('chromium');
  return existsSync('/usr/bin/chromium')
    ? '/usr/bin/chromium'
    : stop('The screen tests need Chromium. Install it, or set CHROMIUM to the path of a Chromium or Chrome.');
}

/**
 * The same engine without a browser's windows, for about half the work; the browser itself where there is none.
 * It is no place for tests that kill the browser: it brings less to the disk in time.
 */
export function findHeadlessShell() {
  const chromium = findChromium();
  if (chromium !== '/usr/bin/chromium') return chromium;
  if (!existsSync(headlessShell)) install('chromium-headless-shell');
  return existsSync(headlessShell) ? headlessShell : chromium;
}

/** Nothing where it would need somebody's leave. */
function install(name) {
  if (process.getuid?.() !== 0 || !existsSync('/etc/debian_version')) return;
  console.log(`Installing ${name} from Debian …`);
  for (const args of [['update'], ['install', '-y', '--no-install-recommends', name]]) {
    spawnSync('apt-get', args, {
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      stdio: ['ignore', 'inherit', 'inherit'],
    });
  }
}

function stop(reason) {
  throw new Error(reason);
}
