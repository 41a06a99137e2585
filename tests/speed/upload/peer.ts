// The peers of the bench of uploads, each a whole server in a process of its own: a plain `PUT` into a file, and tus as
// its own server, file store and browser client come. Each serves a page with a file field and `window.send`, which sends
// what was chosen there and answers when the server has it.
import { createWriteStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { FileStore } from '@tus/file-store';
import { Server as TusServer } from '@tus/server';

export const uploadPeers = ['put', 'tus'] as const;
export type UploadPeer = (typeof uploadPeers)[number];

export type ToUploadPeer =
  | { readonly kind: 'open'; readonly peer: UploadPeer; readonly folder: string }
  | { readonly kind: 'close' };
export interface FromUploadPeer {
  readonly kind: 'opened';
  readonly url: string;
  readonly pid: number;
}

const page =
  '<!doctype html><meta charset="utf-8"><input type="file"><script src="/library.js"></script><script src="/send.js"></script>';

const scripts: Readonly<Record<UploadPeer, string>> = {
  put: `window.send = async () => {
    const answer = await fetch('/file', { method: 'PUT', body: document.querySelector('input').files[0] });
    if (!answer.ok) throw new Error(String(answer.status));
  };`,
  tus: `window.send = () => new Promise((resolve, reject) => {
    new tus.Upload(document.querySelector('input').files[0], {
      endpoint: '/files', onSuccess: () => resolve(), onError: reject,
    }).start();
  });`,
};

type Answer = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

function makePut(folder: string): Answer {
  return async (request, response) => {
    await pipeline(request, createWriteStream(join(folder, 'put'), { flush: true }));
    response.writeHead(204).end();
  };
}

function makeTus(folder: string): Answer {
  const server = new TusServer({ path: '/files', datastore: new FileStore({ directory: folder }) });
  return async (request, response) => {
    await server.handle(request, response);
  };
}

async function open(peer: UploadPeer, folder: string): Promise<FromUploadPeer> {
  const library = peer === 'tus' ? fileURLToPath(import.meta.resolve('tus-js-client/dist/tus.min.js')) : null;
  const served = new Map([
    ['/', ['text/html', page]],
    ['/send.js', ['text/javascript', scripts[peer]]],
    ['/library.js', ['text/javascript', library === null ? '' : await readFile(library, 'utf8')]],
  ]);
  const take = peer === 'put' ? makePut(folder) : makeTus(folder);
  const http = createServer((request, response) => {
    const [type, body] = served.get(request.url ?? '') ?? [];
    if (type !== undefined) return void response.writeHead(200, { 'content-type': type }).end(body);
    take(request, response).catch((error: unknown) => response.destroy(error as Error));
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const { port } = http.address() as AddressInfo; // listening on TCP
  return { kind: 'opened', url: `http://127.0.0.1:${port}`, pid: process.pid };
}

process.on('message', (message: ToUploadPeer) => {
  if (message.kind === 'close') process.exit();
  open(message.peer, message.folder).then(
    (opened) => process.send?.(opened),
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
});
process.on('disconnect', () => process.exit());
