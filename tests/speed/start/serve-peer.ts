// The built app at the address where it was before, but begun by the peer's script, and without a server behind it.
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { build } from 'vite';
import { assert } from '../../../shared/base/assert.ts';
import { builtClientDir } from '../../kit/test-server.ts';

const contentTypes: Readonly<Record<string, string>> = { js: 'text/javascript', css: 'text/css', svg: 'image/svg+xml' };

export interface ServedPeer {
  /** Listens on the port of this address. Answers how to stop. */
  start(url: string): Promise<() => Promise<void>>;
}

export async function makePeer(): Promise<ServedPeer> {
  const script = await buildScript();
  const page = asPeer(await readFile(join(builtClientDir, 'index.html'), 'utf8'));
  const answer = async (path: string, response: ServerResponse) => {
    const file = join(builtClientDir, path);
    const isFile = /\.\w+$/.test(path) && existsSync(file);
    if (/^\/(api|sync|health)/.test(path)) return response.writeHead(503).end();
    response.setHeader('content-type', contentTypes[path.split('.').at(-1) ?? ''] ?? 'text/html');
    return response.end(path === '/peer.js' ? script : isFile ? await readFile(file) : page);
  };
  return {
    async start(url) {
      const server = createServer((request, response) => void answer(request.url ?? '/', response));
      await new Promise<void>((resolve) => server.listen(Number(new URL(url).port), '127.0.0.1', resolve));
      return async () => {
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
      };
    },
  };
}

/** The page with the peer's script in the place of the app's, which it starts when it is done. */
function asPeer(page: string): string {
  const app = /<script type="module"[^>]* src="([^"]+)"><\/script>/.exec(page);
  assert(app?.[1] !== undefined, 'the built page starts the app by one script');
  return page
    .replace(app[0], '<script type="module" src="/peer.js"></script>')
    .replace('<body', `<body data-app="${app[1]}"`);
}

async function buildScript(): Promise<string> {
  const input = join(import.meta.dirname, '../peers/documents-first.ts');
  const built = await build({ configFile: false, logLevel: 'warn', build: { write: false, rollupOptions: { input } } });
  assert(!Array.isArray(built) && 'output' in built, 'one build that is not watched');
  return built.output[0].code;
}
