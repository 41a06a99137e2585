import { describe, expect, test } from 'vitest';
import { decideLanguage, decideLocale } from './languages.ts';

describe('the language that a device begins with', () => {
  test.each([
    [['de-AT', 'en'], 'de'],
    [['fr', 'ar-EG', 'de'], 'ar'],
    [['fr-CA', 'pt'], 'en'],
    [['DE'], 'de'],
    [['den'], 'en'], // Slavey, which only begins like German
    [[], 'en'],
  ])('for a browser that wants %j is %s', (wanted, language) => {
    expect(decideLanguage(wanted)).toBe(language);
  });

  test('is written as in the reader’s country', () => {
    expect(decideLocale('de', ['en-GB', 'de-AT'])).toBe('de-AT');
    expect(decideLocale('ar', ['en-GB', 'de-AT'])).toBe('ar');
  });
});
