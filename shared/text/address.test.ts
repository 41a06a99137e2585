import { expect, test } from 'vitest';
import { goalOf, isMisleading, parseAddress } from './address.ts';

test.each([
  ['https://a.example/x?y#z', 'https://a.example/x?y#z'],
  ['HTTP://A.example', 'http://a.example/'],
  ['www.a.example', 'https://www.a.example/'],
  ['http://localhost:8080/x', 'http://localhost:8080/x'],
  ['http://[::1]/', 'http://[::1]/'],
  ['https://bücher.example', 'https://xn--bcher-kva.example/'],
  ['mailto:a@b.example?subject=x', 'mailto:a@b.example?subject=x'],
  ['tel:+49(30)1-2', 'tel:+49(30)1-2'],
])('%j may be followed', (text, href) => {
  expect(parseAddress(text)).toBe(href);
});

test.each([
  'javascript:alert(1)',
  'JAVASCRIPT:alert(1)',
  ' javascript:alert(1)',
  'java\tscript:alert(1)',
  '\u0001javascript:alert(1)',
  'vbscript:x',
  'data:text/html,x',
  'blob:https://a.example/1',
  'file:///etc/passwd',
  'intent://a',
  '//a.example',
  '/path',
  'a.example',
  'https:a.example',
  'https:/a.example',
  'https://',
  'https:///a.example',
  'https://bank.example@evil.example',
  'https://bank.example\\@evil.example',
  'https://a\u202e.example',
  'https://a.example/\u202egpj.exe',
  'mailto:a\u200b@b.example',
  'https://a b.example',
  'https://%zz/',
  'mailto:',
  'mailto:a',
  'tel:call me',
  `https://a.example/${'x'.repeat(2_000)}`,
])('%j may not be followed', (text) => {
  expect(parseAddress(text)).toBeNull();
});

test.each([
  ['https://bank.example', 'https://evil.example/'],
  ['bank.example', 'https://bank.example.evil.example/'],
  ['Log in at BANK.example/login now', 'https://evil.example/'],
  ['bank\u200b.example', 'https://evil.example/'],
  ['ｂａｎｋ．example', 'https://evil.example/'],
  ['me@bank.example', 'mailto:me@evil.example'],
  ['+49 30 110', 'tel:+4930111'],
])('%j misleads when it leads to %j', (words, href) => {
  expect(isMisleading(words, href)).toBe(true);
});

test.each([
  ['our bank', 'https://evil.example/'],
  ['https://bank.example', 'https://bank.example/login'],
  ['www.bank.example', 'https://bank.example/'],
  ['bank.example', 'https://www.bank.example/'],
  ['bücher.example', 'https://xn--bcher-kva.example/'],
  ['version 1.2.3', 'https://a.example/'],
  ['me@bank.example', 'mailto:me@bank.example'],
  ['+49 30 110', 'tel:+4930110'],
])('%j is honest when it leads to %j', (words, href) => {
  expect(isMisleading(words, href)).toBe(false);
});

test('where an address leads is said in short', () => {
  const goals = ['https://a.example:8080/x', 'mailto:a@b.example?subject=x', 'tel:+49'].map(goalOf);
  expect(goals).toEqual(['a.example:8080', 'a@b.example', '+49']);
});
