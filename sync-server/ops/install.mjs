// Brings a clone to where it can run: packages as the lockfile says, a Node that is new enough, the client built.
// Promises: a step does nothing when nothing changed; one that cannot go on throws a sentence which says what to do.
// Plain JavaScript without packages, because it runs before there are any, on any Node from 18.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '');

const oldestNode = 24;
const nodeIsMissing = `On ${process.platform} ${process.arch} this needs Node ${oldestNode} or newer. Install it from nodejs.org.`;
const nodeBinary = process.platform === 'win32' ? 'bin/node.exe' : 'bin/node';
const pinnedNode = `node_modules/node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;

export function ensureInstalled() {
  if (isInstalled()) return;
  console.log('Installing the packages that package-lock.json names …');
  const borrowed = isNewEnough() ? undefined : borrowNode();
  // Without the development packages there is no build, whatever NODE_ENV says.
  const code = runNpm(['ci', '--include=dev'], { cwd: root, node: borrowed?.node ?? process.execPath });
  borrowed?.remove();
  if (code !== 0) stop('npm could not install the packages. Its own message stands above.');
  if (!isInstalled()) stop('npm left packages out. Remove node_modules and start again.');
}

/** The Node that runs everything else: the running one, or the one that came with the packages. */
export function nodePath() {
  const pinned = join(root, pinnedNode, nodeBinary);
  if (existsSync(pinned)) return pinned;
  return isNewEnough() ? process.execPath : stop(nodeIsMissing);
}

/** Everything that a tool of ours starts finds the right Node first. */
export function environment() {
  const path = [dirname(nodePath()), join(root, 'node_modules/.bin'), process.env.PATH ?? ''].join(delimiter);
  return { ...process.env, PATH: path };
}

export function ensureBuilt() {
  const stamp = join(root, 'dist/client.sources');
  const sources = hashOfSources();
  const isBuilt = existsSync(stamp) && existsSync(join(root, 'dist/client/index.html'));
  if (isBuilt && readFileSync(stamp, 'utf8') === sources) return;
  console.log('Building the client …');
  const built = spawnSync(nodePath(), ['node_modules/vite/bin/vite.js', 'build', '--logLevel', 'warn'], {
    cwd: root,
    env: environment(),
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (built.status !== 0) stop('The client could not be built. The reason stands above.');
  mkdirSync(join(root, 'dist'), { recursive: true });
  writeFileSync(stamp, sources);
}

// npm writes node_modules/.package-lock.json last, so a broken install is seen here, and so is a changed lockfile.
function isInstalled() {
  if (!existsSync(join(root, 'node_modules/.package-lock.json'))) return false;
  const present = readJson('node_modules/.package-lock.json').packages;
  const wanted = readJson('package-lock.json').packages;
  return Object.entries(wanted).every(([path, entry]) => {
    const found = present[path];
    if (found !== undefined) return found.version === entry.version && found.integrity === entry.integrity;
    return path === '' || ((entry.optional || entry.devOptional) && !isForThisMachine(entry));
  });
}

// An optional package that names a platform is missing rightly only on the others.
function isForThisMachine({ os, cpu, libc }) {
  if (!os?.includes(process.platform) || !cpu?.includes(process.arch)) return false;
  return libc === undefined || libc.includes(libcName());
}

let knownLibc;
function libcName() {
  if (knownLibc !== undefined) return knownLibc;
  process.report.excludeNetwork = true;
  knownLibc = process.report.getReport().header.glibcVersionRuntime === undefined ? 'musl' : 'glibc';
  return knownLibc;
}

// npm leaves out optional packages, a native build tool among them, that do not want the Node it runs on. So on an
// older Node the pinned one is fetched first, alone and checked against the lockfile, to run npm itself.
function borrowNode() {
  const entry = readJson('package-lock.json').packages[pinnedNode];
  if (entry === undefined) stop(nodeIsMissing);
  const name = basename(pinnedNode);
  const folder = mkdtempSync(join(tmpdir(), 'biz1-node-'));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  const asked = { name: 'borrowed-node', version: '0.0.0', dependencies: { [name]: entry.version } };
  const packages = { '': asked, [pinnedNode]: { ...entry, optional: undefined } };
  writeFileSync(join(folder, 'package.json'), JSON.stringify(asked));
  writeFileSync(join(folder, 'package-lock.json'), JSON.stringify({ ...asked, lockfileVersion: 3, packages }));
  if (runNpm(['ci', '--loglevel=error'], { cwd: folder, node: process.execPath }) !== 0) {
    remove();
    stop(`npm could not fetch Node ${entry.version}. Its own message stands above.`);
  }
  return { node: join(folder, pinnedNode, nodeBinary), remove };
}

// Under `npm start` npm names itself; started by hand, the one on the path is taken.
function runNpm(args, { cwd, node }) {
  const npm = process.env.npm_execpath;
  const isNamed = npm !== undefined && basename(npm) === 'npm-cli.js';
  const [command, ...before] = isNamed ? [node, npm] : ['npm'];
  const result = spawnSync(command, [...before, ...args, '--ignore-scripts', '--no-audit', '--no-fund'], {
    cwd,
    env: { ...process.env, PATH: [dirname(node), process.env.PATH ?? ''].join(delimiter) },
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: !isNamed && process.platform === 'win32',
  });
  return result.status;
}

function isNewEnough() {
  return Number(process.versions.node.split('.')[0]) >= oldestNode;
}

function readJson(path) {
  return JSON.parse(readFileSync(join(root, path), 'utf8'));
}

function hashOfSources() {
  const hash = createHash('sha256');
  for (const path of ['package-lock.json', 'vite.config.ts', ...filesUnder('client'), ...filesUnder('shared')]) {
    hash
      .update(`${path}\0`)
      .update(readFileSync(join(root, path)))
      .update('\0');
  }
  return hash.digest('hex');
}

function filesUnder(folder) {
  const entries = readdirSync(join(root, folder), { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  return entries.flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return filesUnder(path);
    return entry.name.includes('.test.') ? [] : [path];
  });
}

function stop(reason) {
  throw new Error(reason);
}
