// Asks ClamAV's daemon over TCP, by its command INSTREAM: the bytes go in pieces, each behind its length, and one line
// comes back. Promises: memory does not grow with the file; a daemon that is away, silent or talks nonsense is `away`.
// Does not know: what becomes of a file.
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { clamdAnswerBytes, clamdTimeoutMs } from '../limits.ts';
import type { Bytes } from './blob-store.ts';
import type { Scanner } from './scanner.ts';

export interface ClamdAddress {
  readonly host: string;
  readonly port: number;
}

interface ClamdOptions extends ClamdAddress {
  readonly timeoutMs?: number;
  readonly onTrouble: (what: string, error: unknown) => void;
}

export function makeClamdScanner({ host, port, timeoutMs = clamdTimeoutMs, onTrouble }: ClamdOptions): Scanner {
  return {
    async scan(bytes) {
      const socket = connect({ host, port });
      socket.setTimeout(timeoutMs, () => socket.destroy(new Error('the scanner is silent')));
      const answer = readAnswer(socket);
      answer.catch(() => undefined); // it may fail before anybody waits for it, and is heard then
      try {
        await once(socket, 'connect');
        await send(socket, bytes);
        const line = await answer;
        if (line === 'stream: OK') return 'clean';
        if (line.startsWith('stream: ') && line.endsWith(' FOUND')) return 'infected';
        onTrouble('the virus scanner did not scan a file', new ScannerSaid(line));
      } catch (error) {
        if (error instanceof SourceFailed) throw error.cause;
        onTrouble('the virus scanner cannot be reached', error);
      } finally {
        socket.destroy();
      }
      return 'away';
    },
  };
}

/** Its name is in the log: what the daemon says of itself, as of its limit for a stream, is of its configuration. */
class ScannerSaid extends Error {
  constructor(line: string) {
    super();
    this.name = `clamd: ${line.replace(/[^ -~]/g, '').slice(0, 80)}`;
  }
}

/** The file could not be read: nothing that the scanner could do anything about. */
class SourceFailed extends Error {}

async function* readable(bytes: Bytes): Bytes {
  try {
    yield* bytes;
  } catch (cause) {
    throw new SourceFailed('', { cause });
  }
}

async function send(socket: Socket, bytes: Bytes): Promise<void> {
  socket.write('zINSTREAM\0');
  for await (const piece of readable(bytes)) {
    // It says no before the end where a file is more than it takes; then its answer counts.
    if (piece.length === 0 || !socket.writable) continue;
    socket.write(lengthOf(piece.length));
    if (!socket.write(piece)) await drained(socket);
  }
  if (socket.writable) socket.write(lengthOf(0));
}

function lengthOf(length: number): Uint8Array {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(length);
  return bytes;
}

/** Or closed: nothing more goes then. */
function drained(socket: Socket): Promise<void> {
  if (socket.destroyed) return Promise.resolve();
  return new Promise((resolve) => {
    const over = () => {
      socket.off('drain', over).off('close', over);
      resolve();
    };
    socket.on('drain', over).on('close', over);
  });
}

/** The line until its end or the connection's. */
function readAnswer(socket: Socket): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    socket.on('data', (piece: Buffer) => {
      text += piece.toString('latin1');
      if (text.length > clamdAnswerBytes) socket.destroy(new Error('the scanner says too much'));
      else if (text.includes('\0')) resolve(text.slice(0, text.indexOf('\0')));
    });
    socket.on('error', reject);
    socket.once('close', () => (text === '' ? reject(new Error('the scanner has hung up')) : resolve(text.trim())));
  });
}
