import { expect, test } from 'vitest';
import { foldName, parseDisplayName } from './display-name.ts';
import { parseEmailAddress } from './email-address.ts';
import { parseHandle } from './handle.ts';
import { parseNewAccount } from './new-account.ts';
import { decidePassword } from './password.ts';

test.each([
  ['ada', 'ada'],
  [' Ada ', 'ada'],
  ['0x', '0x'],
  ['ada.b-c_d', 'ada.b-c_d'],
  ['a'.repeat(32), 'a'.repeat(32)],
])('the handle %j is kept as %j', (text, handle) => {
  expect(parseHandle(text)).toBe(handle);
});

test.each([
  '',
  'a',
  '.ada',
  '-ada',
  '_ada',
  'a da',
  'ad@',
  'a'.repeat(33),
  'аda',
  '\u212aelvin',
  'ada\u0000',
  'ada\n.',
])('the handle %j is refused', (text) => {
  expect(parseHandle(text)).toBeNull();
});

test.each([
  ['Ada', 'Ada'],
  ['  Ada \t Lovelace ', null],
  ['  Ada   Lovelace ', 'Ada Lovelace'],
  ['A', 'A'],
  ['李小龍', '李小龍'],
  ['שרה', 'שרה'],
  ['👩‍🚀', '👩‍🚀'],
  ['A\u030angstro\u0308m', 'Ångström'],
  ['😀'.repeat(64), '😀'.repeat(64)],
])('the name %j becomes %j', (text, name) => {
  expect(parseDisplayName(text)).toBe(name);
});

test.each(['', ' ', '\u200b', '\u200d\u2060', '\u3164\u3164', '\u0301', 'a\u0000', 'a\nb', 'a\u2028b', 'a\u202eb'])(
  'the name %j is refused',
  (text) => {
    expect(parseDisplayName(text)).toBeNull();
  },
);

test.each(['a\u2066b', '\ufeffa', 'a\u0085b', 'a\ud800', '😀'.repeat(65)])('the name %j is refused too', (text) => {
  expect(parseDisplayName(text)).toBeNull();
});

test('names are compared without case and width', () => {
  expect(foldName(' ＡＤＡ  Lovelace')).toBe('ada lovelace');
});

test.each([
  ['Ada@Example.COM ', 'ada@example.com'],
  ["o'brien+x@mail.example.co.uk", "o'brien+x@mail.example.co.uk"],
])('the address %j is kept as %j', (text, address) => {
  expect(parseEmailAddress(text)).toBe(address);
});

test.each([
  '',
  'ada',
  'ada@',
  '@x.de',
  'ada@localhost',
  '.a@x.de',
  'a.@x.de',
  'a..b@x.de',
  'a b@x.de',
  'a@-x.de',
  "a'@x.de",
])('the address %j is refused', (text) => {
  expect(parseEmailAddress(text)).toBeNull();
});

test('an address that is built to take long is refused at once', () => {
  const startedMs = performance.now();
  for (const text of [`${'a.'.repeat(5e5)}@`, `a@${'a.'.repeat(120)}!`, `a@${'a'.repeat(250)}`]) {
    expect(parseEmailAddress(text)).toBeNull();
  }
  expect(performance.now() - startedMs).toBeLessThan(1_000);
});

test('a password is judged by its length alone', () => {
  expect(['123456789', '1234567890', 'p'.repeat(128), 'p'.repeat(129)].map(decidePassword)).toEqual([
    'password-too-short',
    'ok',
    'ok',
    'password-too-long',
  ]);
});

test('the first thing that is wrong is the answer, in the order of the form', () => {
  const wrong = { name: '', handle: '', email: '', password: '' };
  const right = { name: 'Ada', handle: 'ADA', email: 'Ada@example.com', password: 'correct horse' };
  const fields = ['name', 'handle', 'email', 'password'] as const;
  const codes = fields.map((_, count) => {
    const filled = Object.fromEntries(fields.slice(0, count).map((field) => [field, right[field]]));
    return parseNewAccount({ ...wrong, ...filled });
  });
  expect(codes).toEqual(
    ['name-invalid', 'handle-invalid', 'email-invalid', 'password-too-short'].map((code) => ({
      status: 'refused',
      code,
    })),
  );
  expect(parseNewAccount(right)).toEqual({
    status: 'ok',
    account: { name: 'Ada', handle: 'ada', email: 'ada@example.com', password: 'correct horse' },
  });
});
