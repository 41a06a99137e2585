// One large file through a line that is cut again and again, while the server goes and comes and the tab that sends dies:
// what arrives is what was sent, and hardly a byte of it goes twice. The bench of uploads does the same with more of all.
import { createHash, randomBytes } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { EngineDevice } from '../kit/engine-device.ts';
import { openJourney, type Journey } from '../kit/journey.ts';
import { openProxy, type Proxy } from '../kit/proxy.ts';
import { openTestServer } from '../kit/test-server.ts';
import { until } from '../kit/until.ts';

const bytes = 64 * 1_024 * 1_024;
const shareSentAgain = 0.03;

let journey: Journey;
let proxy: Proxy;
beforeEach(async () => {
  journey = await openJourney();
  proxy = await openProxy(journey.server.url, { onlyCounts: true });
});
afterEach(async () => {
  await journey.close();
  await proxy.close();
});

test('64 MB with five cuts, a server that starts anew and a killed tab: whole, and less than 3 % twice', async () => {
  const { ada, conversationId } = await journey.twoPeople();
  const content = randomBytes(bytes);
  const start = async () => {
    const device = await journey.start(ada, { name: 'sends much', haste: 10 });
    device.goThrough(proxy.url);
    return device;
  };
  let device = await start();
  await device.open(conversationId);
  const { files } = device.messenger;
  files.choose(conversationId, [new File([content], 'large.bin')]);
  await until(() => files.chosenIn(conversationId).get()[0]?.state === 'ready', 'the file to be kept', 60_000);
  const before = proxy.passedBytes('toServer');
  expect(files.send(conversationId, { text: '', mentions: [], replyTo: null })).toBeNull();
  const accidents: Record<string, () => unknown> = {
    'a cut': () => proxy.cut(),
    'a second cut': () => proxy.cut(),
    'a start': () => restartServer(),
    'a third cut': () => proxy.cut(),
    'a killed tab': async () => {
      device.kill();
      device = await start();
    },
    'a fourth cut': () => proxy.cut(),
    'a fifth cut': () => proxy.cut(),
  };
  const kinds = Object.entries(accidents);
  for (const [index, [what, happen]] of kinds.entries()) {
    const at = (bytes * (index + 1)) / (kinds.length + 1);
    await until(() => proxy.passedBytes('toServer') - before >= at, `the bytes before ${what}`, 60_000);
    await happen();
  }
  await until(() => isSent(device), 'the message to go', 60_000);
  const passed = proxy.passedBytes('toServer') - before;
  expect(passed).toBeGreaterThanOrEqual(bytes);
  expect(passed / bytes - 1).toBeLessThan(shareSentAgain);
  const hash = createHash('sha256').update(content).digest('hex');
  const answer = await fetch(`${ada.url}/api/files/${hash}?in=${conversationId}`, { headers: { cookie: ada.cookie } });
  const there = createHash('sha256').update(Buffer.from(await answer.arrayBuffer()));
  expect(there.digest('hex')).toBe(hash);
});

async function isSent({ messenger }: EngineDevice): Promise<boolean> {
  return (await messenger.countUnsent()) === 0;
}

async function restartServer(): Promise<void> {
  const { dataDir, server } = journey.server;
  const { port } = server.config;
  proxy.refuse(true);
  proxy.cut();
  await journey.server.stop();
  journey.server = await openTestServer({ dataDir, port });
  proxy.refuse(false);
}
