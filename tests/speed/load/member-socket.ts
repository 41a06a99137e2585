// One member's socket in one room: opens it as the peer wants, then hands every frame on.
import { WebSocket } from 'ws';
import type { PeerKind } from '../peer-process.ts';
import { authenticateFrame, readServerFrame, syncRequestFrame } from './wire.ts';
import { protocolVersion } from '../../../shared/protocol/version.ts';

export interface MemberSocketOptions {
  readonly peer: PeerKind;
  readonly url: string;
  readonly document: string;
  readonly cookie: string;
  /** Every frame after the socket is ready. */
  readonly onFrame: (frame: Buffer) => void;
  readonly onFault: (fault: Error) => void;
}

export interface MemberSocket {
  /** The document's state when it was opened; empty for the relay. */
  readonly state: Uint8Array;
  send(frame: Uint8Array): void;
  close(): void;
}

/** Opens the socket and its document. Rejects when the peer refuses; what fails later goes to `onFault`. */
export function openMemberSocket(options: MemberSocketOptions): Promise<MemberSocket> {
  return new Promise((resolve, reject) => {
    let isReady = false;
    let isClosed = false;
    const socket = connect(options);
    const fail = (fault: Error) => (isReady ? options.onFault(fault) : reject(fault));
    const ready = (state: Uint8Array) => {
      isReady = true;
      resolve({
        state,
        send: (frame) => socket.send(frame),
        close: () => {
          isClosed = true;
          socket.close();
        },
      });
    };
    const open = (bytes: Buffer) => {
      const frame = readServerFrame(bytes);
      if (frame.kind === 'refused') fail(new Error(`refused: ${frame.reason}`));
      if (frame.kind === 'authenticated') socket.send(syncRequestFrame(options.document));
      if (frame.kind === 'sync-answer') ready(frame.update);
    };
    socket.on('open', () => {
      if (options.peer === 'relay') ready(new Uint8Array());
      else socket.send(authenticateFrame(options.document));
    });
    socket.on('message', (data: Buffer) => (isReady ? options.onFrame(data) : open(data)));
    socket.on('error', fail);
    socket.on('close', (code, reason) => {
      if (!isClosed) fail(new Error(`the socket was closed: ${code} ${reason.toString()}`));
    });
  });
}

function connect({ peer, url, document, cookie }: MemberSocketOptions): WebSocket {
  const address = url.replace('http', 'ws') + (peer === 'ours' ? `/sync?protocol=${protocolVersion}` : `/${document}`);
  return new WebSocket(address, {
    perMessageDeflate: false,
    headers: { cookie, origin: url },
    generateMask: () => undefined, // a mask of zeros: the same for all, and no work for either side
  });
}
