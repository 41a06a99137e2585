// The load generator's process: opens every socket of a case, warms up, measures, drains and counts.
// Takes one job from its parent and says when the measured time begins and ends, so that the peer's own use of
// the processor is read over the same time.
import * as Y from 'yjs';
import type { UserId } from '../../../shared/ids.ts';
import { readLogs } from '../../../shared/conversation/log.ts';
import { must } from '../../../shared/base/assert.ts';
import { percentile } from '../figures.ts';
import type { PeerKind } from '../peer-process.ts';
import type { Room } from '../population.ts';
import { LoadedRoom } from './room.ts';

export interface LoadJob {
  readonly peer: PeerKind;
  readonly url: string;
  readonly rooms: readonly Room[];
  readonly cookies: ReadonlyMap<UserId, string>;
  readonly warmUpMs: number;
  readonly measureMs: number;
  /** Messages that each writer has under way. */
  readonly window: number;
}

export interface LoadResult {
  readonly messagesPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Messages settled within the measured time. */
  readonly messages: number;
  /** Share of one processor that the generator itself took. */
  readonly loadCpu: number;
  /** Over the whole run, warm-up and drain included. */
  readonly sent: number;
  readonly delivered: number;
}

export type ToLoad = { readonly kind: 'run'; readonly job: LoadJob } | { readonly kind: 'close' };
export type FromLoad =
  | { readonly kind: 'begun' | 'ended' }
  | { readonly kind: 'result'; readonly result: LoadResult }
  | { readonly kind: 'failed'; readonly reason: string };

/** A few documents are read back after the run and counted by Yjs itself. */
const maxReadBack = 4;
const drainMs = 30_000;
const openAtOnce = 10;

process.on('message', (message: ToLoad) => {
  if (message.kind === 'close') process.exit();
  run(message.job)
    .then((result) => tell({ kind: 'result', result }))
    .catch(fail);
});
process.on('disconnect', () => process.exit());

async function run(job: LoadJob): Promise<LoadResult> {
  const tookMs: number[] = [];
  let settled = 0;
  let isMeasuring = false;
  const rooms = job.rooms.map(
    (room) =>
      new LoadedRoom({
        ...{ room, peer: job.peer, url: job.url, cookies: job.cookies, window: job.window },
        onDelivered: (ms) => void (isMeasuring && tookMs.push(ms)),
        onSettled: () => void (isMeasuring && settled++),
        onFault: fail,
      }),
  );
  for (let index = 0; index < rooms.length; index += openAtOnce) {
    await Promise.all(rooms.slice(index, index + openAtOnce).map((room) => room.open()));
  }
  for (const room of rooms) room.start();
  await pause(job.warmUpMs);
  tell({ kind: 'begun' });
  isMeasuring = true;
  const [begunMs, cpu] = [performance.now(), process.cpuUsage()];
  await pause(job.measureMs);
  isMeasuring = false;
  tell({ kind: 'ended' });
  const elapsedMs = performance.now() - begunMs;
  const { user, system } = process.cpuUsage(cpu);
  await drain(rooms);
  if (job.peer !== 'relay') await readBack(job, rooms);
  for (const room of rooms) room.close();
  const sorted = Float64Array.from(tookMs).sort();
  return {
    messagesPerSecond: (settled * 1_000) / elapsedMs,
    p50Ms: percentile(sorted, 0.5),
    p99Ms: percentile(sorted, 0.99),
    messages: settled,
    loadCpu: (user + system) / 1_000 / elapsedMs,
    sent: sum(rooms, ({ tally }) => tally.sent),
    delivered: sum(rooms, ({ tally }) => tally.delivered),
  };
}

/** Waits until everything sent has reached everybody once. */
async function drain(rooms: readonly LoadedRoom[]): Promise<void> {
  for (const room of rooms) room.stop();
  const endMs = performance.now() + drainMs;
  const isDone = ({ tally }: LoadedRoom) => tally.settled === tally.sent && tally.delivered === tally.expected;
  while (!rooms.every(isDone)) {
    if (performance.now() > endMs)
      throw new Error(`lost: ${sum(rooms, ({ tally }) => tally.expected - tally.delivered)}`);
    await pause(20);
  }
}

async function readBack(job: LoadJob, rooms: readonly LoadedRoom[]): Promise<void> {
  for (const [index, room] of rooms.slice(0, maxReadBack).entries()) {
    const { userIds } = must(job.rooms[index], 'a room');
    const socket = await room.openSocket(must(userIds[0], 'a member'), null);
    const stored = countStored(job.peer, socket.state);
    socket.close();
    if (stored !== room.tally.sent) throw new Error(`${stored} of ${room.tally.sent} messages are in the document`);
  }
}

function countStored(peer: PeerKind, state: Uint8Array): number {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, state);
  if (peer !== 'stock-map') return [...readLogs(doc)].filter(({ event }) => event?.kind === 'message').length;
  return doc
    .getArray<Y.Map<unknown>>('messages')
    .toArray()
    .filter((message) => message.has('text')).length;
}

function sum(rooms: readonly LoadedRoom[], count: (room: LoadedRoom) => number): number {
  return rooms.reduce((total, room) => total + count(room), 0);
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => void setTimeout(resolve, ms));
}

function tell(message: FromLoad): void {
  process.send?.(message);
}

function fail(error: unknown): void {
  tell({ kind: 'failed', reason: error instanceof Error ? error.message : String(error) });
}
