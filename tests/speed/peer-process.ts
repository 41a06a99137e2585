// The two ends of the channel between the bench and a peer's process: open for these rooms, say what you have used.
import type { UserId } from '../../shared/ids.ts';
import type { Room } from './population.ts';

export const peerKinds = ['ours', 'stock-map', 'stock-logs', 'relay'] as const;
export type PeerKind = (typeof peerKinds)[number];

export interface PeerAddress {
  readonly url: string;
  /** Who signed in, where the peer knows people. */
  readonly cookies: ReadonlyMap<UserId, string>;
}

export interface Usage {
  /** When this was said, and the time on the processor until then, in µs. */
  readonly atUs: number;
  readonly cpuUs: number;
  readonly rssBytes: number;
}

export type ToPeer =
  | { readonly kind: 'open'; readonly rooms: readonly Room[] }
  | { readonly kind: 'usage' }
  | { readonly kind: 'close' };
export type FromPeer =
  | { readonly kind: 'opened'; readonly address: PeerAddress }
  | { readonly kind: 'usage'; readonly usage: Usage };

export interface OpenPeer extends PeerAddress {
  close(): void | Promise<void>;
}

/** Answers the bench for as long as the channel is open; ends the process after that. */
export function servePeer(open: (rooms: readonly Room[]) => Promise<OpenPeer>): void {
  let peer: OpenPeer | null = null;
  const answer = async (message: ToPeer) => {
    switch (message.kind) {
      case 'open':
        peer = await open(message.rooms);
        return tell({ kind: 'opened', address: { url: peer.url, cookies: peer.cookies } });
      case 'usage':
        return tell({ kind: 'usage', usage: usageNow() });
      case 'close':
        await peer?.close();
        return process.exit();
    }
  };
  process.on('message', (message: ToPeer) => {
    answer(message).catch((error: unknown) => {
      console.error(error);
      process.exit(1);
    });
  });
  process.on('disconnect', () => process.exit());
}

function usageNow(): Usage {
  const { user, system } = process.cpuUsage();
  return { atUs: performance.now() * 1_000, cpuUs: user + system, rssBytes: process.memoryUsage.rss() };
}

function tell(message: FromPeer): void {
  process.send?.(message);
}
