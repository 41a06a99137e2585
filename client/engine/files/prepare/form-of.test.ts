import { expect, test } from 'vitest';
import { formOf, typeOf } from './form-of.ts';

test.each([
  ['image/jpeg', 'a', 'image'],
  ['IMAGE/JPG', 'a', 'image'],
  ['', 'Photo.HEIC', 'image'],
  ['video/quicktime', 'a', 'video'],
  ['application/octet-stream', 'a.MP4', 'video'],
  ['audio/webm;codecs=opus', 'a', 'audio'],
  ['', 'song.m4a', 'audio'],
] as const)('%j called %j is sent as what it is', (type, name, form) => {
  expect(formOf({ type, name })).toBe(form);
});

test.each([
  ['image/svg+xml', 'a.svg'],
  ['text/html', 'a.html'],
  ['', 'noending'],
  ['', 'a.constructor'],
  ['constructor', 'a'],
  ['__proto__', 'a.__proto__'],
  ['video/mp2t', 'code.ts'],
  ['image/tiff', 'scan.tiff'],
  ['application/pdf', 'a.png'],
])('%j called %j is a document', (type, name) => {
  expect(formOf({ type, name })).toBe('document');
});

test('a type is one that may stand in a message, whatever was declared', () => {
  const declared = [
    'text/plain; charset=utf-8',
    ' Text/PLAIN ',
    'no type',
    'a/b/c',
    `x/${'y'.repeat(99)}`,
    '\u202Ea/b',
  ];
  expect(declared.map((type) => typeOf({ type, name: 'a' }))).toEqual([
    ...['text/plain', 'text/plain'],
    ...Array.from({ length: 4 }, () => 'application/octet-stream'),
  ]);
});
