// Hocuspocus as it comes: its own server, no hooks, no persistence. What is in the documents is up to the load.
import { Server } from '@hocuspocus/server';
import { servePeer } from '../peer-process.ts';

servePeer(async () => {
  const server = new Server({ address: '127.0.0.1', port: 0, quiet: true, stopOnSignals: false });
  await server.listen();
  const { port } = server.address;
  return { url: `http://127.0.0.1:${port}`, cookies: new Map(), close: () => server.destroy() };
});
