// A double of ClamAV's daemon: it speaks INSTREAM over TCP as clamd does, with its limit for a stream, and knows one
// virus, the test file that all scanners know.
import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import type { ClamdAddress } from '../../sync-server/files/clamd-scanner.ts';

/** What every scanner finds: harmless, and put together here so that none finds this source. */
export const eicar = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$', 'EICAR-STANDARD-ANTIVIRUS-TEST-FILE!', '$H+H*'].join('');

export interface ClamdDouble {
  readonly address: ClamdAddress;
  /** Bytes of each file that was scanned to its end. */
  readonly scanned: readonly number[];
  /** `away`: takes connections and hangs up. `strange`: says what no clamd says. */
  behave(how: 'well' | 'away' | 'strange'): void;
  close(): Promise<void>;
}

export async function openClamdDouble({ maxStreamBytes = 25 * 1024 * 1024 } = {}): Promise<ClamdDouble> {
  const scanned: number[] = [];
  const sockets = new Set<Socket>();
  let how: 'well' | 'away' | 'strange' = 'well';
  const answer = async (socket: Socket): Promise<string> => {
    const stream = await readStream(socket, maxStreamBytes);
    if (stream === 'no command') return 'UNKNOWN COMMAND\0';
    if (stream === 'too much') return 'INSTREAM size limit exceeded. ERROR\0';
    scanned.push(stream.length);
    return stream.includes(eicar) ? 'stream: Eicar-Signature FOUND\0' : 'stream: OK\0';
  };
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
    if (how === 'away') socket.destroy();
    else if (how === 'strange') socket.end('220 mail.example.com ESMTP\r\n');
    else
      answer(socket).then(
        (line) => socket.end(line),
        () => socket.destroy(),
      );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    address: { host: '127.0.0.1', port: (server.address() as AddressInfo).port }, // listening on TCP
    scanned,
    behave: (next) => void (how = next),
    async close() {
      server.close();
      for (const socket of sockets) socket.destroy();
      await once(server, 'close');
    },
  };
}

const command = 'zINSTREAM\0';

async function readStream(socket: Socket, maxBytes: number): Promise<Buffer | 'no command' | 'too much'> {
  let held = Buffer.alloc(0);
  const pieces: Buffer[] = [];
  let length = 0;
  let isBegun = false;
  for await (const piece of socket.iterator({ destroyOnReturn: false })) {
    held = Buffer.concat([held, piece as Buffer]); // a socket without an encoding gives buffers
    if (!isBegun && held.length >= command.length) {
      if (held.subarray(0, command.length).toString('latin1') !== command) return 'no command';
      isBegun = true;
      held = held.subarray(command.length);
    }
    if (!isBegun) continue;
    while (held.length >= 4) {
      const next = held.readUInt32BE(0);
      if (next === 0) return Buffer.concat(pieces);
      if (length + next > maxBytes) return 'too much';
      if (held.length < 4 + next) break;
      pieces.push(held.subarray(4, 4 + next));
      length += next;
      held = held.subarray(4 + next);
    }
  }
  throw new Error('the stream has no end');
}
