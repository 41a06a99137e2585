import { expect, test } from 'vitest';
import { mintUserId } from '../ids.ts';
import { parseText } from './parse-text.ts';
import { plainText } from './plain-text.ts';

const ada = mintUserId(new Uint8Array(15).fill(1));

test.each([
  ['**Bold**,\n\n  `code`  and [words](https://a.example)', 'Bold, code and words'],
  ['> asked\nanswered', '> asked answered'],
  ['Buy:\n- milk\n- eggs\n  1. large', 'Buy: • milk • eggs 1. large'],
  ['```js\nlet a;\nlet b;\n```', 'let a; let b;'],
  ['https://a.example/x 👍🏽', 'https://a.example/x 👍🏽'],
])('%j in one line', (text, line) => {
  expect(plainText(parseText(text))).toBe(line);
});

test('who is mentioned is called as they are called now, or as they were when nobody knows', () => {
  const tree = parseText('Ask *@Ada Byron*', [{ who: ada, label: 'Ada Byron' }]);
  expect([plainText(tree, () => 'Ada Lovelace'), plainText(tree)]).toEqual(['Ask @Ada Lovelace', 'Ask @Ada Byron']);
});
