// A power cut may leave any beginning of the write-ahead log on disk. The server is killed after acknowledged commits,
// and copies of its files are cut at every frame and inside every frame: each opens, and holds whole commits only,
// from the first to the last one before the cut, with every acknowledged message among them.
import { statSync } from 'node:fs';
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { assert, must } from '../../shared/base/assert.ts';
import { chapterName, type DocumentName } from '../../shared/conversation/document-name.ts';
import { foldAfterUpdates } from '../../sync-server/limits.ts';
import { openChildServer, type ChildServer } from '../kit/child-server.ts';
import { LastingDevice } from '../kit/lasting-device.ts';
import { until } from '../kit/until.ts';
import { readKeptHere, tornParts, type KeptDocument } from './kept-log.ts';

const walHeaderBytes = 32;
const frameHeaderBytes = 24;

/** After these bytes of the write-ahead log, so many messages of each device had been acknowledged. */
interface Mark {
  readonly walBytes: number;
  readonly acknowledged: readonly number[];
}

let server: ChildServer;
let document: DocumentName;
let devices: LastingDevice[];
let folder: string;
const marks: Mark[] = [];
let wal: Buffer;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'biz1-cut-'));
  server = await openChildServer();
  const [ada, ben] = await server.people('Ada', 'Ben');
  document = chapterName({ conversationId: await ada.direct(must(ben, 'Ben')), chapter: 1 });
  devices = [ada, must(ben, 'Ben')].map((person) => new LastingDevice(person, document));
  for (const device of devices) assert(await device.connect(), 'a link to a server that runs');
  // Single messages, both at once, until the log is folded on the way, then bursts.
  for (let round = 0; round < foldAfterUpdates / 2; round++) await writeAndMark(1);
  for (const burst of [80, 1, 1, 80, 1, 1, 1]) await writeAndMark(burst);
  await server.kill();
  wal = await readFile(join(server.dataDir, 'log.db-wal'));
});
afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

test(
  'a write-ahead log cut anywhere opens with whole commits only, and all that was acknowledged before the cut',
  { timeout: 300_000 },
  async () => {
    const whole = await openCut(wal.length);
    expect(whole.rows).toHaveLength(devices.reduce((count, { written }) => count + written.length, 0));
    expect(whole.foldedSequence).toBeGreaterThan(0);
    const rowsAtCommit = new Map<number, number>();
    const cuts = placesToCut();
    for (const { bytes, commitEnd } of cuts) {
      const kept = await openCut(bytes);
      expect(tornParts(kept), `cut at ${bytes}`).toEqual([]);
      // Nothing but a beginning of the whole, and just as much of it as at the end of the last commit before the cut.
      expect(kept.rows).toEqual(whole.rows.slice(0, kept.rows.length));
      expect(kept.rows.length, `cut at ${bytes}`).toBe(rowsAtCommit.get(commitEnd) ?? kept.rows.length);
      rowsAtCommit.set(commitEnd, kept.rows.length);
      expect(missing(kept, bytes), `cut at ${bytes}`).toEqual([]);
    }
    const counts = [...rowsAtCommit.values()];
    expect(counts).toEqual(counts.toSorted((a, b) => a - b));
    expect(new Set(counts).size).toBeGreaterThan(marks.length);
    console.log(
      `${cuts.length} cuts in ${wal.length} bytes, ${rowsAtCommit.size} commits, ${whole.rows.length} messages`,
    );
  },
);

async function writeAndMark(count: number): Promise<void> {
  for (const device of devices) for (let index = 0; index < count; index++) device.write(`message ${index}`);
  await until(() => devices.every((device) => device.inFlight === 0), 'acknowledgements');
  const { size } = statSync(join(server.dataDir, 'log.db-wal'));
  marks.push({ walBytes: size, acknowledged: devices.map((device) => device.acknowledged) });
}

/** Every end of a frame and, in turn, a place in its header, in its page, and before its last byte. */
function placesToCut(): { bytes: number; commitEnd: number }[] {
  const pageBytes = wal.readUInt32BE(8);
  const salts = wal.subarray(16, 24);
  let commitEnd = 0; // of the last commit before the cut
  const cuts = [0, walHeaderBytes / 2, walHeaderBytes].map((bytes) => ({ bytes, commitEnd }));
  for (let frame = walHeaderBytes; frame < wal.length; frame += frameHeaderBytes + pageBytes) {
    // Other salts would be frames of before a checkpoint; then a cut would say nothing.
    expect(wal.subarray(frame + 8, frame + 16).equals(salts)).toBe(true);
    const end = frame + frameHeaderBytes + pageBytes;
    const inside = [frame + 10, frame + frameHeaderBytes + (frame % pageBytes), end - 1];
    cuts.push({ bytes: must(inside[cuts.length % 3], 'a place'), commitEnd });
    if (wal.readUInt32BE(frame + 4) > 0) commitEnd = end; // the size of the database stands in a commit's last frame
    cuts.push({ bytes: end, commitEnd });
  }
  return cuts;
}

async function openCut(bytes: number): Promise<KeptDocument> {
  const file = join(folder, 'log.db');
  for (const rest of ['-wal', '-shm']) await rm(file + rest, { force: true });
  await copyFile(join(server.dataDir, 'log.db'), file);
  await writeFile(`${file}-wal`, wal.subarray(0, bytes));
  return readKeptHere(file, document);
}

/** Messages that had been acknowledged when the log was still this short, and are not kept. */
function missing({ rows }: KeptDocument, bytes: number): string[] {
  const mark = marks.findLast(({ walBytes }) => walBytes <= bytes);
  const kept = new Set(rows.map(({ event }) => event?.id));
  const acknowledged = devices.flatMap(({ written }, index) => written.slice(0, mark?.acknowledged[index] ?? 0));
  return acknowledged.map(({ id }) => id).filter((id) => !kept.has(id));
}
