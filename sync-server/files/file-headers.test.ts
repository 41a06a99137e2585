import { expect, test } from 'vitest';
import { hashOf } from '../../tests/kit/sample-files.ts';
import { fileHeaders } from './file-headers.ts';

const file = {
  hash: hashOf('x'),
  size: 1,
  type: 'image/png',
  width: 1,
  height: 1,
  state: 'stored',
  storedAt: 0,
} as const;
const shown = (name: string | null) => fileHeaders({ file: { ...file, isInline: true }, name });

test('what may be shown is shown as what it is, everything else is a download of bytes', () => {
  expect(shown(null)).toMatchObject({ 'Content-Type': 'image/png', 'Content-Disposition': 'inline' });
  const page = { ...file, type: 'text/html', isInline: false };
  expect(fileHeaders({ file: page, name: 'photo.png' })).toMatchObject({
    'Content-Type': 'application/octet-stream',
    'Content-Disposition': `attachment; filename="photo.png"; filename*=UTF-8''photo.png`,
    'Content-Security-Policy': "sandbox; default-src 'none'",
    'X-Content-Type-Options': 'nosniff',
  });
});

test('nothing keeps it, and no other site gets at it', () => {
  expect(shown('x')).toMatchObject({
    'Cache-Control': 'private, no-store',
    'Cross-Origin-Resource-Policy': 'same-origin',
    Vary: 'Cookie',
  });
});

const names: readonly (readonly [string, string])[] = [
  ['Übersicht (1).pdf', `inline; filename="_bersicht (1).pdf"; filename*=UTF-8''%C3%9Cbersicht%20%281%29.pdf`],
  ['صورة.jpg', `inline; filename="____.jpg"; filename*=UTF-8''%D8%B5%D9%88%D8%B1%D8%A9.jpg`],
  ['a"; filename=evil.exe', `inline; filename="a_; filename=evil.exe"; filename*=UTF-8''a_%3B%20filename%3Devil.exe`],
  ['a\r\nSet-Cookie: x=1', `inline; filename="a__Set-Cookie_ x=1"; filename*=UTF-8''a__Set-Cookie_%20x%3D1`],
  ['../../etc/passwd', `inline; filename="_.._etc_passwd"; filename*=UTF-8''_.._etc_passwd`],
  ['photo\u202Egpj.exe', `inline; filename="photo_gpj.exe"; filename*=UTF-8''photo_gpj.exe`],
  ['100%25.txt', `inline; filename="100_25.txt"; filename*=UTF-8''100%2525.txt`],
];
test.each(names)('the name %j leads nowhere and breaks no header', (name, disposition) => {
  expect(shown(name)['Content-Disposition']).toBe(disposition);
  expect(() => new Headers(shown(name))).not.toThrow();
});
