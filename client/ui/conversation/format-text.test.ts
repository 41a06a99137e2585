import { expect, test } from 'vitest';
import { formatText, type Format } from './format-text.ts';

/** The text with its selection between brackets, before and after. */
function format(marked: string, how: Format): string {
  const [from, to] = [marked.indexOf('['), marked.indexOf(']') - 1];
  const text = marked.replace('[', '').replace(']', '');
  const done = formatText({ text, from, to }, how);
  const after = text.slice(0, done.from) + done.text + text.slice(done.to);
  const [start, end] = done.selection;
  return `${after.slice(0, start)}[${after.slice(start, end)}]${after.slice(end)}`;
}

test.each([
  ['all of [it]', 'bold', 'all of **[it]**'],
  ['all of[ it ]now', 'italic', 'all of _[it]_ now'],
  ['[]', 'strike', '~~[]~~'],
  ['a [word] of code', 'code', 'a `[word]` of code'],
  ['see [one\ntwo] there', 'code', 'see \n```\n[one\ntwo]\n```\n there'],
  ['[one\ntwo]', 'code', '```\n[one\ntwo]\n```'],
] as const)('%j is marked as %s', (before, how, after) => {
  expect(format(before, how)).toBe(after);
});

test.each([
  ['all of **[it]**', 'bold', 'all of [it]'],
  ['all of [**it**]', 'bold', 'all of [it]'],
  ['[_it_]', 'italic', '[it]'],
  ['**[]**', 'bold', '[]'],
] as const)('%j has its marks taken away', (before, how, after) => {
  expect(format(before, how)).toBe(after);
});
