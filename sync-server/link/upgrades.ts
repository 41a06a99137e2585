// A socket's way in by HTTP: the upgrade of a request that the links let through, and its refusal.
// The only file that knows how a socket comes off a port.
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { maxFrameBytes } from '../limits.ts';
import type { Links } from './links.ts';

export interface UpgradesOptions {
  readonly links: Pick<Links, 'judge' | 'enter'>;
  readonly onTrouble: (what: string, error: unknown) => void;
}

export interface Upgrades {
  /** Answers an HTTP upgrade. */
  take(request: IncomingMessage, stream: Duplex, head: Buffer): void;
  close(): void;
}

export function openUpgrades({ links, onTrouble }: UpgradesOptions): Upgrades {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: maxFrameBytes, perMessageDeflate: false });
  const upgrade = async (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    const { origin = '', cookie = '' } = request.headers;
    const entrance = await links.judge({ path: request.url ?? '/', origin, cookie });
    if (entrance === 'not-found') return answer(stream, '404 Not Found');
    if (entrance === 'forbidden') return answer(stream, '403 Forbidden');
    if (stream.destroyed) return;
    sockets.handleUpgrade(request, stream, head, (socket) => {
      // Before anything else: a socket that is about to be closed can fail as well, and nobody else would hear it.
      socket.on('error', (error) => onTrouble('a socket failed', error));
      links.enter(socket, entrance);
    });
  };
  return {
    take(request, stream, head) {
      stream.on('error', (error) => onTrouble('an upgrade failed', error));
      upgrade(request, stream, head).catch((error: unknown) => {
        onTrouble('an upgrade failed', error);
        answer(stream, '500 Internal Server Error');
      });
    },
    close: () => sockets.close(),
  };
}

function answer(stream: Duplex, status: string): void {
  // Destroyed, not only ended: after an upgrade Node looks after the connection no more, and its other end may stay.
  stream.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`, () => stream.destroy());
}
