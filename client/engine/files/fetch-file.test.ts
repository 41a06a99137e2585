// One file on its way from a server that answers what the test says.
import { expect, test } from 'vitest';
import type { FileHash } from '../../../shared/conversation/attachments.ts';
import { mintConversationId, mintUserId } from '../../../shared/ids.ts';
import { makeTimers } from '../../../tests/kit/timers.ts';
import { makeFetchFile } from './fetch-file.ts';

const file = { hash: 'a'.repeat(64) as FileHash, size: 5, type: 'text/plain' };
const where = mintConversationId(new Uint8Array(16));

function makeLine(answer: (signal: AbortSignal) => Promise<Response>) {
  const timers = makeTimers();
  const kept: string[] = [];
  const fetchFile = makeFetchFile({
    platform: {
      origin: 'https://chat.example',
      ...timers,
      fetch: (_url, { signal }) => answer(signal as AbortSignal),
      preparer: { hash: () => Promise.resolve(file.hash) } as never,
    },
    files: { keep: (one) => Promise.resolve(void kept.push(one.hash) as never) },
    me: mintUserId(new Uint8Array(16)),
  });
  return { timers, kept, fetchFile };
}

const cutBy = (signal: AbortSignal) =>
  new Promise<never>((_resolve, reject) => signal.addEventListener('abort', () => reject(new TypeError('cut'))));

test('a server that never answers is waited for no longer than a line may be silent', async () => {
  const { timers, fetchFile } = makeLine(cutBy);
  const fetched = fetchFile(where, file, {});
  expect(timers.waiting.size).toBe(1);
  timers.runAll();
  expect(await fetched).toBe('later');
});

test('what stops on its way is given up, and each byte that comes gives it time', async () => {
  let send: (text: string) => void = () => undefined;
  const { timers, kept, fetchFile } = makeLine((signal) =>
    Promise.resolve(
      new Response(
        new ReadableStream<Uint8Array>({
          start(controller) {
            send = (text) => controller.enqueue(new TextEncoder().encode(text));
            signal.addEventListener('abort', () => controller.error(new TypeError('cut')));
          },
        }),
      ),
    ),
  );
  const heard: number[] = [];
  const fetched = fetchFile(where, file, { onProgress: (bytes) => heard.push(bytes) });
  const [first] = timers.waiting;
  send('ab');
  await expect.poll(() => heard).toEqual([2]);
  expect([timers.waiting.size, timers.waiting.has(first as never)]).toEqual([1, false]);
  timers.runAll();
  expect([await fetched, kept]).toEqual(['later', []]);
});

test('what has come whole is kept, and nothing waits any more', async () => {
  const { timers, kept, fetchFile } = makeLine(() => Promise.resolve(new Response('abcde')));
  const fetched = await fetchFile(where, file, {});
  expect(fetched).toBeInstanceOf(Blob);
  expect([kept, timers.waiting.size]).toEqual([[file.hash], 0]);
});
