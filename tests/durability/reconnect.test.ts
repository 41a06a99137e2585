// A link may break anywhere, also in the middle of a frame and of a sync. Through a proxy that cuts at bytes drawn
// by a seed, in both directions, nothing is lost and nothing stands twice. SEED=… repeats a run.
import { randomInt } from 'node:crypto';
import * as prng from 'lib0/prng';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { assert, must } from '../../shared/base/assert.ts';
import { chapterName, type DocumentName } from '../../shared/conversation/document-name.ts';
import { LastingDevice } from '../kit/lasting-device.ts';
import { openProxy, type Direction, type Proxy } from '../kit/proxy.ts';
import { openTestServer, type TestServer } from '../kit/test-server.ts';
import { until } from '../kit/until.ts';
import { differences, entriesOf } from './kept-log.ts';

const seed = Number(process.env['SEED'] ?? randomInt(2 ** 31));
const cuts = process.env['LONG_RUN'] === '1' ? 400 : 40;

let server: TestServer;
let proxy: Proxy;
let document: DocumentName;
/** Ada's device is behind the proxy, Ben's is not. */
let mine: LastingDevice;
let theirs: LastingDevice;
beforeEach(async () => {
  server = await openTestServer();
  proxy = await openProxy(server.url);
  const [ada, ben] = (await server.people('Ada', 'Ben')).map((person) => must(person, 'a person'));
  document = chapterName({ conversationId: await must(ada, 'Ada').direct(must(ben, 'Ben')), chapter: 1 });
  mine = new LastingDevice(must(ada, 'Ada'), document, proxy.url);
  theirs = new LastingDevice(must(ben, 'Ben'), document);
  assert(await theirs.connect(), 'a link to a server that runs');
});
afterEach(async () => {
  await proxy.close();
  await server.close();
});

describe.each<Direction>(['toServer', 'toClient'])('a link that is cut %s', (direction) => {
  test(
    `in the middle of a frame, again and again, loses nothing and doubles nothing (seed ${seed})`,
    async () => {
      const random = prng.create(seed);
      let insideFrame = 0;
      for (let cut = 0; cut < cuts; cut++) {
        const isWhileSyncing = prng.int32(random, 0, 2) === 0;
        proxy.delay(prng.int32(random, 0, 3) === 0 ? 3 : 0);
        if (isWhileSyncing) for (let count = 0; count < 5; count++) mine.write(`before ${prng.word(random, 1, 200)}`);
        else expect(await mine.connect()).toBe(true);
        proxy.cutAfter(direction, prng.int32(random, 1, isWhileSyncing ? 3_000 : 600));
        if (isWhileSyncing) await mine.connect();
        await writeUntilCut(random);
        if (endsInsideFrame(must(proxy.connections.at(-1), 'a connection').passed[direction])) insideFrame++;
      }
      await expectEverythingOnce();
      expect(insideFrame).toBeGreaterThan(cuts / 2);
    },
    20_000 + cuts * 1_000,
  );
});

test('what was written while every connection was refused arrives once afterwards', async () => {
  expect(await mine.connect()).toBe(true);
  mine.write('before');
  proxy.refuse(true);
  proxy.cut();
  await mine.offline();
  expect(await mine.connect()).toBe(false);
  mine.write('while refused');
  theirs.write('meanwhile');
  proxy.refuse(false);
  await expectEverythingOnce();
});

async function writeUntilCut(random: prng.PRNG): Promise<void> {
  while (mine.isOnline) {
    mine.write(`mine ${prng.word(random, 1, 200)}`);
    theirs.write(`theirs ${prng.word(random, 1, 200)}`);
    await until(() => theirs.inFlight === 0 && (mine.inFlight < 4 || !mine.isOnline), 'the next turn');
  }
}

async function expectEverythingOnce(): Promise<void> {
  proxy.delay(0);
  expect(await mine.connect()).toBe(true);
  await until(() => mine.inFlight === 0 && theirs.inFlight === 0, 'everything open to be acknowledged');
  const written = [...mine.written, ...theirs.written];
  for (const { doc } of [mine, theirs]) {
    await until(() => [...entriesOf(doc)].length >= written.length, 'everything to arrive');
    expect(differences(entriesOf(doc), written)).toEqual([]);
  }
  expect(differences(entriesOf(await readLogged()), written)).toEqual([]);
}

async function readLogged(): Promise<Y.Doc> {
  const { snapshot, updates } = await server.server.log.readUpdates(document);
  const doc = new Y.Doc();
  for (const update of snapshot === null ? updates : [snapshot, ...updates]) Y.applyUpdate(doc, update);
  return doc;
}

/** Whether a recorded direction of a WebSocket stops with half a frame. */
function endsInsideFrame(bytes: Buffer): boolean {
  const head = bytes.indexOf('\r\n\r\n');
  if (head < 0) return false;
  let place = head + 4;
  while (place < bytes.length) place += frameLength(bytes, place);
  return place > bytes.length;
}

/** RFC 6455, section 5.2; more than there is where the length itself is cut. */
function frameLength(bytes: Buffer, place: number): number {
  if (place + 2 > bytes.length) return 2;
  const second = bytes.readUInt8(place + 1);
  const maskBytes = second & 0x80 ? 4 : 0;
  const short = second & 0x7f;
  if (short < 126) return 2 + maskBytes + short;
  const wide = short === 126 ? 2 : 8;
  if (place + 2 + wide > bytes.length) return 2 + wide;
  return 2 + wide + maskBytes + (wide === 2 ? bytes.readUInt16BE(place + 2) : Number(bytes.readBigUInt64BE(place + 2)));
}
