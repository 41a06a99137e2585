import { describe, expect, test } from 'vitest';
import { httpRefusals } from '../../../shared/protocol/people-api.ts';
import { refusalCodes } from '../../../shared/protocol/refusal.ts';
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

describe.each([
  ['German', de],
  ['Arabic', ar],
])('%s', (_, translation) => {
  test('lacks no word', () => {
    expect(missingIn(en, translation)).toEqual([]);
  });

  test('says why something did not work, whatever it was', () => {
    const codes = [...Object.keys(httpRefusals), 'offline', 'unexpected'];
    const words = complete(en, translation);
    expect(codes.filter((code) => words.problem(code) === en.problem(code))).toEqual([]);
  });

  test('says why a message was not taken, whatever it was', () => {
    const said = (code: string) => en.conversation.refused(code) !== en.conversation.refused('no such code');
    const { refused } = complete(en, translation).conversation;
    const codes = [...refusalCodes, 'not-a-member'].filter(said);
    expect(codes.length).toBeGreaterThan(10);
    expect(codes.filter((code) => refused(code) === refused('no such code'))).toEqual([]);
  });

  test('has a sentence wherever English has one, for the same values', () => {
    expect(differences(en, complete(en, translation))).toEqual([]);
  });
});

/** Where one has a word and the other a sentence with values, or only one says anything. */
function differences(base: object, other: object): string[] {
  return Object.entries(base).flatMap(([key, word]: [string, unknown]) => {
    const own: unknown = Reflect.get(other, key);
    if (typeof word === 'object' && word !== null && typeof own === 'object' && own !== null) {
      return differences(word, own).map((path) => `${key}.${path}`);
    }
    return typeof own === typeof word && (own === '') === (word === '') ? [] : [key];
  });
}

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
