// A process that is killed leaves its writes to the system, so kills alone cannot show that a tick waits for the disk.
// The server's own system calls can: the message is written, then fsync or fdatasync returns, only then the tick is sent.
import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { must } from '../../shared/base/assert.ts';
import { chapterName } from '../../shared/conversation/document-name.ts';
import { openChildServer } from '../kit/child-server.ts';
import { LastingDevice } from '../kit/lasting-device.ts';
import { until } from '../kit/until.ts';

const obstacle = whyNotTraced();
if (obstacle !== null) console.log(`The order of system calls is not shown here: ${obstacle}`);

test.skipIf(obstacle !== null)(
  'a message is acknowledged only after the log that holds it was synced to the disk',
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'biz1-trace-'));
    // One file for each thread: lines stay whole, and all of the path runs in the first one.
    const wrapper = [
      'strace',
      '-ff',
      '-y',
      '-s',
      '70000',
      '-e',
      `trace=${traced.join(',')}`,
      '-o',
      join(folder, 'calls'),
    ];
    const server = await openChildServer({ wrapper });
    try {
      const [ada, ben] = await server.people('Ada', 'Ben');
      const conversation = await ada.direct(must(ben, 'Ben'));
      const device = new LastingDevice(ada, chapterName({ conversationId: conversation, chapter: 1 }));
      expect(await device.connect()).toBe(true);
      const { pid } = server.listening;
      const text = 'first to the disk, then to the world';
      device.write(text);
      await until(() => device.inFlight === 0, 'the acknowledgement');
      await server.stop();

      const calls = (await readFile(join(folder, `calls.${pid}`), 'utf8')).split('\n');
      const acknowledged = calls.findIndex((call) => isAcknowledgement(call, device.doc.clientID));
      const written = calls.findIndex((call) => isWriteTo(call, 'log.db-wal') && call.includes(text));
      const lastWritten = calls.findLastIndex((call, at) => at < acknowledged && isWriteTo(call, 'log.db-wal'));
      const synced = calls.findIndex((call, at) => at > lastWritten && isSyncOf(call, 'log.db-wal'));
      expect(written, 'the message in the log').toBeGreaterThan(-1);
      expect(lastWritten, 'the end of its commit').toBeGreaterThanOrEqual(written);
      expect(synced, 'the sync of the whole commit').toBeGreaterThan(lastWritten);
      expect(acknowledged, 'the acknowledgement').toBeGreaterThan(synced);
      for (const at of [written, lastWritten, synced, acknowledged]) console.log(shortened(must(calls[at], 'a call')));
    } finally {
      await server.close();
      await rm(folder, { recursive: true });
    }
  },
);

const traced = ['pwrite64', 'pwritev', 'write', 'writev', 'sendto', 'sendmsg', 'fsync', 'fdatasync'];

function isWriteTo(call: string, file: string): boolean {
  return /^(pwrite64|pwritev|write|writev)\(/.test(call) && fileOf(call).endsWith(file);
}

/** Only one that has succeeded. */
function isSyncOf(call: string, file: string): boolean {
  return /^(fsync|fdatasync)\(.* = 0$/.test(call) && fileOf(call).endsWith(file);
}

function isAcknowledgement(call: string, client: number): boolean {
  return /^(write|writev|sendto|sendmsg)\(/.test(call) && call.includes(String.raw`{\"ack\":{\"${client}\":1}`);
}

/** `pwrite64(21</path/log.db-wal>, …` names the file after the number. */
function fileOf(call: string): string {
  return /^\w+\(\d+<([^>]*)>/.exec(call)?.[1] ?? '';
}

function shortened(call: string): string {
  return `${call.slice(0, 100)} … ${call.slice(-20)}`;
}

function whyNotTraced(): string | null {
  try {
    execFileSync('strace', ['-f', '-e', 'trace=fsync', 'true'], { stdio: 'ignore' });
    return null;
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    return isMissing ? 'there is no strace on this machine' : 'strace may not follow processes here';
  }
}
