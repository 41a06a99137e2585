// One run: a fresh process for the peer, another for the load, one case, one result.
import { startChild, type Child } from './child.ts';
import type { FromLoad, LoadResult, ToLoad } from './load/load.ts';
import type { FromPeer, PeerKind, ToPeer, Usage } from './peer-process.ts';
import { makeRooms, type LoadCase } from './population.ts';

export interface RunOptions {
  readonly loadCase: LoadCase;
  readonly peer: PeerKind;
  readonly measureMs: number;
  readonly warmUpMs: number;
  /** Messages that each writer has under way. */
  readonly window: number;
  /** Folder for a processor profile of the peer; null for none. */
  readonly profileDir: string | null;
}

export interface RunResult extends LoadResult {
  readonly cpuUsPerMessage: number;
  /** Share of one processor that the peer took. */
  readonly peerCpu: number;
  readonly rssBytes: number;
}

type PeerChild = Child<ToPeer, FromPeer>;
type LoadChild = Child<ToLoad, FromLoad>;

const programs: Readonly<Record<PeerKind, string>> = {
  ours: 'peers/ours.ts',
  'stock-map': 'peers/stock.ts',
  'stock-logs': 'peers/stock.ts',
  relay: 'peers/relay.ts',
};

export async function runOnce(options: RunOptions): Promise<RunResult> {
  const peer: PeerChild = startChild(programs[options.peer], options.profileDir);
  const load: LoadChild = startChild('load/load.ts', null);
  try {
    return await measure(options, peer, load);
  } finally {
    load.tell({ kind: 'close' });
    peer.tell({ kind: 'close' });
    await Promise.all([peer.ended(), load.ended()]);
  }
}

async function measure(options: RunOptions, peer: PeerChild, load: LoadChild): Promise<RunResult> {
  const { loadCase, peer: kind, warmUpMs, measureMs, window } = options;
  const rooms = makeRooms(loadCase);
  peer.tell({ kind: 'open', rooms });
  const opened = await expect(peer, 'opened');
  load.tell({ kind: 'run', job: { peer: kind, ...opened.address, rooms, warmUpMs, measureMs, window } });
  await expect(load, 'begun');
  const before = await usageOf(peer);
  await expect(load, 'ended');
  const after = await usageOf(peer);
  const { result } = await expect(load, 'result');
  const { rssBytes } = await usageOf(peer);
  const cpuUs = after.cpuUs - before.cpuUs;
  return { ...result, cpuUsPerMessage: cpuUs / result.messages, peerCpu: cpuUs / (after.atUs - before.atUs), rssBytes };
}

async function usageOf(peer: PeerChild): Promise<Usage> {
  peer.tell({ kind: 'usage' });
  return (await expect(peer, 'usage')).usage;
}

type Said<Says extends { kind: string }, Kind> = Extract<Says, { kind: Kind }>;

async function expect<Says extends { kind: string }, Kind extends Says['kind']>(
  child: Child<never, Says>,
  kind: Kind,
): Promise<Said<Says, Kind>> {
  const message = await child.next();
  if (message.kind === kind) return message as Said<Says, Kind>; // its kind was compared
  throw new Error('reason' in message ? String(message.reason) : `${message.kind} came instead of ${kind}`);
}
