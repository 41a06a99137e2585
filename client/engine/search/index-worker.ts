// Where the index of a device runs in a browser: a worker that one of its tabs has begun, and that goes with it.
import { openTabChannel } from '../tabs/tab-channel.ts';
import { runDeviceIndex } from './device-index.ts';
import { openIndexStore } from './index-store.ts';

addEventListener('message', ({ data }: MessageEvent<unknown>) => {
  if (typeof data === 'object' && data !== null && 'name' in data && typeof data.name === 'string') void run(data.name);
});

async function run(name: string): Promise<void> {
  const store = await openIndexStore(name);
  runDeviceIndex({
    store,
    openChannel: (onMessage) => openTabChannel(name, onMessage),
    databaseName: (database) => database,
    nowMs: () => performance.now(),
    schedule(delayMs, start) {
      const timer = setTimeout(start, delayMs);
      return () => clearTimeout(timer);
    },
    pause,
  });
}

/** A timer would wait for some milliseconds. */
const { port1, port2 } = new MessageChannel();
const waiting: (() => void)[] = [];
port1.addEventListener('message', () => waiting.shift()?.());
port1.start();

function pause(): Promise<void> {
  return new Promise((resolve) => {
    waiting.push(resolve);
    port2.postMessage(null);
  });
}
