// Files against whoever means harm: uploads that are not what they were said to be, of others, or cut anywhere; content
// that wants to run; names that want to lead elsewhere. Nothing corrupt is ever visible, nothing leaks, and honest people
// go on.
import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { must } from '../../shared/base/assert.ts';
import { openTestServer, type TestServer } from '../kit/test-server.ts';
import type { Person } from '../kit/person.ts';
import { announce, begin, giveUp, hashOfBytes, head, patch, sendFile } from '../kit/send-file.ts';

let server: TestServer;
let [ada, ben]: Person[] = [];
const people = () => ({ ada: must(ada, 'Ada'), ben: must(ben, 'Ben') });

beforeEach(async () => {
  server = await openTestServer();
  [ada, ben] = await server.people('Ada', 'Ben');
});
afterEach(() => server.close());

const fileOf = (length: number): Uint8Array<ArrayBuffer> => Uint8Array.from(randomBytes(length));

describe('uploads', () => {
  test('a file is there for its sender once all of it has come, and not before', async () => {
    const { ada } = people();
    const bytes = fileOf(100_000);
    const upload = await begin(ada, bytes);
    const half = await patch(ada, upload, { offset: 0, body: bytes.slice(0, 40_000) });
    expect([half.status, half.headers.get('upload-offset')]).toEqual([204, '40000']);
    expect((await head(ada, upload)).headers.get('upload-offset')).toBe('40000');
    const again = await announce(ada, { hash: hashOfBytes(bytes), size: bytes.length });
    expect(again.body).toEqual({ status: 'send', upload, offset: 40_000 });
    const rest = await patch(ada, upload, { offset: 40_000, body: bytes.slice(40_000) });
    expect([rest.status, rest.code]).toEqual([204, null]);
    expect((await announce(ada, { hash: hashOfBytes(bytes), size: bytes.length })).body).toEqual({ status: 'have' });
  });

  test('whoever knows a hash gets nothing by it: they send the bytes themselves', async () => {
    const { ada, ben } = people();
    const bytes = fileOf(1_000);
    expect((await sendFile(ada, bytes)).status).toBe(204);
    const other = await announce(ben, { hash: hashOfBytes(bytes), size: bytes.length });
    expect(other.body).toMatchObject({ status: 'send', offset: 0 });
    expect((await sendFile(ben, bytes)).status).toBe(204);
  });

  test('an upload of somebody else, and one that nobody began, are not there', async () => {
    const { ada, ben } = people();
    const bytes = fileOf(1_000);
    const upload = await begin(ada, bytes);
    for (const path of [upload, '/api/uploads/x', `/api/uploads/${'A'.repeat(43)}`, '/api/uploads/..%2f..%2fsecret']) {
      const answers = [
        await head(ben, path),
        await patch(ben, path, { offset: 0, body: bytes }),
        await giveUp(ben, path),
      ];
      expect(answers.map(({ status }) => status)).toEqual([404, 404, 404]);
    }
    expect((await patch(ada, upload, { offset: 0, body: bytes })).status).toBe(204);
  });
});
