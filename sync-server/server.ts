// The whole server as one thing that opens and closes: what `core.ts` is made of, on one port.
// Takes the folder and the port; holds no rule of its own.
import { createServer, type Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { atPort, type Config } from './config.ts';
import { openCore, type Core, type CoreOptions } from './core.ts';
import { openUpgrades } from './link/upgrades.ts';
import { lockData } from './ops/data-lock.ts';

export type ServerOptions = CoreOptions;

export interface Server extends Pick<Core, 'directory' | 'path' | 'log'> {
  /** The configuration with the port that was taken. */
  readonly config: Config;
  /** Takes no more, finishes what was received, tells the devices, closes the files. */
  close(): Promise<void>;
}

/** Opens everything and listens. Throws where a person has to help. */
export async function openServer(options: ServerOptions): Promise<Server> {
  // The port is taken first, so that nothing is opened for a server that cannot run; until it can, it says so.
  const unlock = lockData(options.config.dataDir);
  const http = createServer((_, response) => response.writeHead(503, { 'Retry-After': '1' }).end());
  await listen(http, options.config).catch((error: unknown) => {
    unlock();
    throw error;
  });
  const config = atPort(options.config, (http.address() as AddressInfo).port); // listening on TCP
  const core = await openCore({ ...options, config });
  const { directory, path, log, links, app } = core;
  const answer = getRequestListener(app.fetch); // it answers its own failures
  http.removeAllListeners('request').on('request', (request, response) => void answer(request, response));
  const upgrades = openUpgrades({
    links,
    onTrouble: (what, error) => options.logger.warn({ err: error }, what),
  });
  http.on('upgrade', (request, stream, head) => upgrades.take(request, stream, head));
  return {
    config,
    directory,
    path,
    log,
    async close() {
      const closed = new Promise((resolve) => http.close(resolve));
      await core.finish();
      upgrades.close();
      http.closeIdleConnections();
      setTimeout(() => http.closeAllConnections(), 2_000).unref(); // a browser's open keep-alive must not hold us
      await closed;
      await core.close();
      unlock();
    },
  };
}

function listen(http: HttpServer, { host, port }: Config): Promise<void> {
  return new Promise((resolve, reject) => {
    http.once('error', reject);
    http.listen(port, host, () => {
      http.off('error', reject);
      resolve();
    });
  });
}
