// What may be a reaction.
import { expect, test } from 'vitest';
import { isEmoji } from './emoji.ts';

test.each(['👍', '❤️', '👍🏽', '👩‍👩‍👧‍👦', '🏴󠁧󠁢󠁥󠁮󠁧󠁿', '🇩🇪', '3️⃣', '🏳️‍🌈', '☝🏻'])('%s is an emoji', (text) => {
  expect(isEmoji(text)).toBe(true);
});

test.each(['', 'a', '3', '👍👍', '👍 ', '<b>', '\u200d', '🇩', '️', '\ud83d', '👍\ufe0f\ufe0f', '👍\u{e0041}', '👩‍'])(
  '%j is none',
  (text) => {
    expect(isEmoji(text)).toBe(false);
  },
);
