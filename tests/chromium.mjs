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

export function findChromium() {
  const named = process.env.CHROMIUM;
  if (named !== undefined && named !== '') {
    return existsSync(named) ? named : stop(`CHROMIUM names ${named}, which does not exist.`);
  }
  const found = usualPlaces.find((path) => existsSync(path));
  if (found !== undefined) return found;
  if (process.getuid?.() === 0 && existsSync('/etc/debian_version')) installWithApt();
  return existsSync('/usr/bin/chromium')
    ? '/usr/bin/chromium'
    : stop('The screen tests need Chromium. Install it, or set CHROMIUM to the path of a Chromium or Chrome.');
}

function installWithApt() {
  console.log('Installing Chromium from Debian …');
  const apt = (...args) =>
    spawnSync('apt-get', args, {
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      stdio: ['ignore', 'inherit', 'inherit'],
    });
  apt('update');
  apt('install', '-y', '--no-install-recommends', 'chromium');
}

function stop(reason) {
  throw new Error(reason);
}
