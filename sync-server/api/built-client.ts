// Serves the built client from memory: its files by name, and the page for every address of the client's own.
// Promises: only what the build made can be served, so no path leads out of it.
// Does not know: how the client is built, what its addresses mean.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { AppContext } from './app-parts.ts';

interface BuiltFile {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly gzipped: Uint8Array<ArrayBuffer> | null;
  readonly type: string;
  readonly etag: string;
  readonly cacheControl: string;
}

export type BuiltClient = ReadonlyMap<string, BuiltFile>;

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
};

const compressible = new Set(['.html', '.js', '.css', '.json', '.webmanifest', '.svg', '.txt', '.wasm']);

/** Reads the whole build, some MB, most of which is pdf.js. A missing build is an empty client. */
export function readBuiltClient(clientDir: string): BuiltClient {
  const names = statSync(clientDir, { throwIfNoEntry: false })?.isDirectory()
    ? readdirSync(clientDir, { recursive: true, encoding: 'utf8' })
    : [];
  // What begins with a dot is the build's own: its manifest names every source file.
  const isPublic = (name: string) => !name.split(sep).some((part) => part.startsWith('.'));
  const files = names
    .filter(isPublic)
    .map((name) => join(clientDir, name))
    .filter((file) => statSync(file).isFile());
  const pathOf = (file: string) => `/${relative(clientDir, file).split(sep).join('/')}`;
  return new Map(files.map((file) => [pathOf(file), readBuiltFile(file, pathOf(file))]));
}

/** The file of this path, the page for an address of the client's, or null. */
export function serveBuiltClient(context: AppContext, client: BuiltClient): Response | null {
  const file = client.get(context.req.path);
  if (file !== undefined) return answer(context, file);
  // Only a browser that opens an address asks for HTML; a missing file stays missing.
  if (context.req.header('accept')?.includes('text/html') !== true) return null;
  const page = client.get('/index.html');
  return page === undefined
    ? context.text('The client is not built. Run "npm run build" and start the server again.\n', 503)
    : answer(context, page);
}

function readBuiltFile(file: string, path: string): BuiltFile {
  const bytes = new Uint8Array(readFileSync(file));
  const extension = extname(file);
  return {
    bytes,
    gzipped: compressible.has(extension) ? new Uint8Array(gzipSync(bytes)) : null,
    type: types[extension] ?? 'application/octet-stream',
    etag: `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`,
    // The build puts a hash of the content into the name of everything below assets/. All else is asked for again
    // each time: the page, and the service worker, through which a new version reaches the devices.
    cacheControl: path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
  };
}

function answer(context: AppContext, file: BuiltFile): Response {
  context.header('Cache-Control', file.cacheControl);
  context.header('Vary', 'Accept-Encoding');
  const acceptsGzip = /\bgzip\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))/i.test(context.req.header('accept-encoding') ?? '');
  const gzipped = acceptsGzip ? file.gzipped : null;
  // Weak: both encodings share it.
  context.header('ETag', `W/${file.etag}`);
  if (context.req.header('if-none-match') === `W/${file.etag}`) return context.body(null, 304);
  context.header('Content-Type', file.type);
  if (gzipped !== null) context.header('Content-Encoding', 'gzip');
  return context.body(gzipped ?? file.bytes);
}
