import { createHash } from 'node:crypto';
import * as v from 'valibot';
import { expect, test } from 'vitest';
import { attachment } from '../../../../shared/conversation/attachments.ts';
import { makePlainPreparer } from './plain-preparer.ts';

const never = new AbortController().signal;
const bytes = new Uint8Array(3_000_000).map((_, index) => (index * 7919) >> 3);
const file = new Blob([bytes], { type: 'Application/PDF; x=y' });

test.each([
  ['empty', 0],
  ['at once', 1],
  ['piece by piece', 7],
])('the hash of a blob is that of its bytes, %s', async (_, times) => {
  const parts = Array.from({ length: times }, () => bytes);
  const hash = createHash('sha256').update(Buffer.concat(parts)).digest('hex');
  expect(await makePlainPreparer().hash(new Blob(parts), never)).toBe(hash);
});

test('what is not looked into goes as a document, under a clean name', async () => {
  const what = { file, name: '../\u202Efdp.exe', isOriginal: false };
  const prepared = await makePlainPreparer().prepare(what, never);
  expect(v.is(attachment, prepared.attachment)).toBe(true);
  expect(prepared.attachment).toMatchObject({ form: 'document', type: 'application/pdf', name: '__fdp.exe' });
});

test('a voice message is what its recorder knows of it', async () => {
  const voice = { durationMs: 1_200, waveform: '0az' };
  const prepared = await makePlainPreparer().prepare({ file, name: 'voice.webm', isOriginal: false, voice }, never);
  expect(prepared.attachment).toMatchObject({ form: 'voice', ...voice });
});

test('who does not want it any more is not kept waiting', async () => {
  const leaving = AbortSignal.abort(new Error('left'));
  await expect(makePlainPreparer().hash(file, leaving)).rejects.toThrow('left');
});
