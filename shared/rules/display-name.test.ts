import { describe, expect, it } from 'vitest';
import { parseDisplayName } from './display-name.ts';

describe('a name', () => {
  it.each([
    'Ada Lovelace',
    'Zoë Müller-Иванова',
    'Ελένη (Helen)',
    'محمد علی',
    'می\u200cخواهم',
    'क्\u200dष',
    '王小明 Wang',
    '김 Kim',
    'Nguyễn Thị Ánh',
    'Team 👩\u200d💻 2026',
    '🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f} Crew',
    '葛\u{e0100}城 ❤\ufe0f',
    "O'Neill & Søn, 50 µm",
  ])('is taken as it is: %s', (name) => {
    expect(parseDisplayName(name)).toBe(name.normalize('NFC'));
  });

  it.each([
    ['a right-to-left override', 'Ada \u202excod.exe'],
    ['an isolate', 'Ada \u2066x\u2069'],
    ['a right-to-left mark', 'Ada\u200f'],
    ['a left-to-right mark', '\u200eAda'],
    ['an Arabic letter mark', 'Ada\u061c'],
    ['a zero-width space', 'A\u200bda'],
    ['a soft hyphen', 'A\u00adda'],
    ['a word joiner', 'Ada\u2060'],
    ['an invisible plus', 'Ada\u2064'],
    ['hidden tags', 'Ada\u{e0041}\u{e0042}'],
    ['an annotation', 'Ada\ufff9x\ufffb'],
    ['a line of its own', 'Ada\u2028Admin'],
    ['a Cyrillic letter in a Latin word', 'Аda'],
    ['a Greek letter in a Latin word', 'Αda Lovelace'],
    ['a Latin letter in a Cyrillic word', 'Иbан'],
    ['a Cherokee letter in a Latin word', 'Ꭺda'],
    ['a tower of marks', `A${'\u0316'.repeat(5)}da`],
    ['nothing but joiners', '\u200d\u200c'],
    ['nothing but fillers', '\u3164\u2800'],
    ['half a character', 'Ada\ud83d'],
  ])('is refused with %s', (_, name) => {
    expect(parseDisplayName(name)).toBeNull();
  });

  it.each([
    ['a joiner that joins nothing', 'Ada\u200d', 'Ada'],
    ['a joiner between letters that do not join', 'A\u200cda', 'Ada'],
    ['a choice between shapes that are one', 'A\ufe0fda\u{e0100}', 'Ada'],
    ['a filler at the end', 'Ada\u3164', 'Ada'],
    ['a filler in the middle', 'Ada\u2800Lovelace', 'Ada Lovelace'],
    ['letters that are put together', 'Zoe\u0308', 'Zoë'],
  ])('looks as it is, without %s', (_, name, taken) => {
    expect(parseDisplayName(name)).toBe(taken);
  });
});
