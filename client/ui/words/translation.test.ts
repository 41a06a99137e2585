import { describe, expect, test } from 'vitest';
import { ar } from './ar.ts';
import { de } from './de.ts';
import { en } from './en.ts';
import { languageCodes } from './languages.ts';
import { loadWords } from './load-words.ts';
import { complete, missingIn } from './translation.ts';

const base = { close: 'Close', account: { name: 'Name', of: (name: string) => `of ${name}` } };

describe('a translation', () => {
  test('says in English what it lacks, word by word', () => {
    const words = complete(base, { account: { of: (name: string) => `von ${name}` } });
    expect([words.close, words.account.name, words.account.of('Ada')]).toEqual(['Close', 'Name', 'von Ada']);
  });

  test('is asked for what it lacks', () => {
    expect(missingIn(base, { account: { name: 'Name' } })).toEqual(['close', 'account.of']);
    expect(missingIn(base, {})).toEqual(['close', 'account.name', 'account.of']);
  });

  test.each(languageCodes)('%s is there, and says which language it is', async (code) => {
    expect((await loadWords(code))?.language).toBe(code);
  });
});

describe('counting', () => {
  test.each([
    [0, 'لا رسائل غير مقروءة'],
    [1, 'رسالة واحدة غير مقروءة'],
    [2, 'رسالتان غير مقروءتين'],
    [3, /^\S+ رسائل غير مقروءة$/],
    [11, /^\S+ رسالة غير مقروءة$/],
    [100, /^\S+ رسالة غير مقروءة$/],
  ])('in Arabic has six ways: %i', (count, text) => {
    expect(complete(en, ar).list.unread(count)).toMatch(text);
  });

  test('in German has two', () => {
    const { list } = complete(en, de);
    expect([0, 1, 2, 1_000].map(list.unread)).toEqual([
      '0 ungelesene Nachrichten',
      '1 ungelesene Nachricht',
      '2 ungelesene Nachrichten',
      '1.000 ungelesene Nachrichten',
    ]);
  });
});
