import { expect, test } from 'vitest';
import { droppedFiles, pastedFiles, timeInName, withName } from './taken-files.ts';

const picture = new File(['p'], 'image.png', {
  type: 'image/png',
  lastModified: new Date(2026, 10, 3, 9, 5, 30).getTime(),
});

test('a screenshot, a picture of a page and a copied file are pasted as files', () => {
  for (const types of [['Files'], ['text/html', 'Files'], ['text/plain', 'Files']]) {
    expect(pastedFiles({ types, files: [picture] })).toEqual([picture]);
  }
});

test('what an office program has copied is pasted as the text that it is', () => {
  const beside = ['text/plain', 'text/html', 'Files'];
  expect(pastedFiles({ types: beside, files: [picture] })).toEqual([]);
  expect(pastedFiles({ types: ['text/rtf', 'Files'], files: [picture] })).toEqual([]);
});

test('a picture without a name gets one that tells when, and every other keeps its own', async () => {
  const named = withName(picture, (time) => `Picture ${time}`);
  expect([named.name, named.type, await named.text()]).toEqual(['Picture 2026-11-03 09.05.30.png', 'image/png', 'p']);
  const photo = new File([''], 'IMG_1.jpg');
  expect(withName(photo, String)).toBe(photo);
});

test('a time in a name has two digits for each part', () => {
  expect(timeInName(new Date(2026, 0, 2, 3, 4, 5))).toBe('2026-01-02 03.04.05');
});

test('a dropped folder is told apart from the files beside it', () => {
  const entry = (isDirectory: boolean) => ({
    kind: 'file',
    getAsFile: () => picture,
    webkitGetAsEntry: () => ({ isDirectory }),
  });
  const text = { kind: 'string', getAsFile: () => null, webkitGetAsEntry: () => null };
  expect(droppedFiles([entry(false), entry(true), text])).toEqual({ files: [picture], hasFolder: true });
  expect(droppedFiles([entry(false)])).toEqual({ files: [picture], hasFolder: false });
});
