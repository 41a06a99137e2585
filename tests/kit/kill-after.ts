// The other thread of `failpoint-server.ts`: sleeps until a number of microseconds is set, lets them pass, and ends
// the whole process with SIGKILL, whatever the first thread is doing then.
import { workerData } from 'node:worker_threads';

const delayUs = workerData as Int32Array<SharedArrayBuffer>; // given by `failpoint-server.ts`
Atomics.wait(delayUs, 0, 0);
const endMs = performance.now() + Atomics.load(delayUs, 0) / 1_000;
while (performance.now() < endMs); // a timer is too coarse
process.kill(process.pid, 'SIGKILL');
