import { expect, test } from 'vitest';
import { endingOf, kindOfFile, partsOfName } from './file-kind.ts';

test('a file is called by its type, or by the ending of its name where its type tells nothing', () => {
  const kind = (name: string, type = 'application/octet-stream', start?: string) =>
    kindOfFile({ name, type, ...(start === undefined ? {} : { start }) });
  expect(kind('a.pdf', 'application/pdf')).toBe('pdf');
  expect(kind('main.rs', 'text/x-rust', 'fn main')).toBe('code');
  expect(kind('notes.txt', 'text/plain', 'hello')).toBe('text');
  expect(kind('table.xlsx')).toBe('sheet');
  expect(kind('backup.tar.gz', 'application/gzip')).toBe('archive');
  expect(kind('Makefile', 'application/octet-stream', 'all:')).toBe('code');
  expect(kind('anything.constructor')).toBe('file');
  expect(kind('nothing')).toBe('file');
});

test('an ending is what stands behind the last dot', () => {
  expect(['a.TAR.GZ', 'none', 'a.b c', '.hidden'].map(endingOf)).toEqual(['gz', '', '', 'hidden']);
});

test('a long name keeps its end, and no character is cut in two', () => {
  expect(partsOfName('short.pdf')).toEqual(['short.pdf', '']);
  const long = `${'word '.repeat(30)}end.pdf`;
  const [beginning, end] = partsOfName(long);
  expect(beginning + end).toBe(long);
  expect(end.endsWith('end.pdf')).toBe(true);
  for (let count = 20; count < 40; count++) {
    const parts = partsOfName('😀'.repeat(count) + 'é');
    expect(parts.every((part) => part.isWellFormed())).toBe(true);
  }
});
