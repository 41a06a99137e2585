import { expect, test } from 'vitest';
import type { FileHash } from '../../../../shared/conversation/attachments.ts';
import { attachmentOf } from './attachment-of.ts';
import type { Seen } from './look-at-file.ts';

const hashOf = async (file: Blob) => String(file.size).padStart(64, '0') as FileHash;
const given = (name: string) => ({ file: new Blob(['given']), name, isOriginal: false });
const image = { form: 'image', width: 4, height: 3, blur: 'AAAAAAAA' } as const;
const seen: Seen = { found: image, type: 'image/jpeg', file: new Blob(['made anew']), preview: null, isPhoto: true };

async function nameOf(name: string, more: Partial<Seen> = {}): Promise<string> {
  return (await attachmentOf(given(name), { ...seen, ...more }, hashOf)).attachment.name;
}

test('what was written anew is called by what it is now', async () => {
  expect(await nameOf('IMG_1.HEIC')).toBe('IMG_1.jpg');
  expect(await nameOf('IMG_1.JPEG')).toBe('IMG_1.JPEG');
  expect(await nameOf('Friday 3.5.png')).toBe('Friday 3.5.jpg');
  expect(await nameOf('photo')).toBe('photo.jpg');
});

test('what goes as it is keeps its name, as far as that is clean', async () => {
  expect(await nameOf('IMG_1.HEIC', { file: null })).toBe('IMG_1.HEIC');
  expect(await nameOf('a\u202Egpj.exe', { file: null })).toBe('a_gpj.exe');
});

test('what goes has the hash and size of what goes, and so has its small picture', async () => {
  const preview = { file: new Blob(['small']), type: 'image/webp', width: 2, height: 1 };
  const prepared = await attachmentOf(given('a.jpg'), { ...seen, preview }, hashOf);
  expect(prepared.attachment).toMatchObject({ size: 9, hash: await hashOf(new Blob(['made anew'])) });
  expect(prepared.preview?.named).toEqual({
    ...{ hash: await hashOf(preview.file), size: 5, type: 'image/webp', width: 2, height: 1 },
  });
});

test('one of which something strange was found goes as a document', async () => {
  for (const found of [
    { ...image, width: 70_000 },
    { ...image, blur: '<svg>' },
    { ...image, height: Number.NaN },
  ]) {
    const prepared = await attachmentOf(given('a.jpg'), { ...seen, found }, hashOf);
    expect(prepared).toMatchObject({ attachment: { form: 'document', name: 'a.jpg' }, preview: null, isPhoto: false });
  }
});
