import { expect, test } from 'vitest';
import { audioOf, documentOf, pictureOf, videoOf, voiceOf } from '../../tests/kit/sample-files.ts';
import type { Attachment } from './attachments.ts';
import { filesInShort, formsInShort, inShort, lineOfFiles, type WordsOfFiles } from './files-in-short.ts';
import * as v from 'valibot';

const called = formsInShort.map((form) => [form, (count: number) => `${count} × ${form}`] as const);
const words = Object.fromEntries(called) as WordsOfFiles; // one for each form

test.each<[readonly Attachment[], string]>([
  [[pictureOf('a.png')], '1 × image'],
  [[pictureOf('a.png'), pictureOf('b.png')], '2 × image'],
  [[videoOf('a.mp4')], '1 × video'],
  [[voiceOf('voice.webm')], '1 × voice 0:04'],
  [[voiceOf('voice.webm'), voiceOf('voice.webm')], '2 × voice'],
  [[audioOf('song.mp3')], 'song.mp3'],
  [[documentOf('plan.pdf')], 'plan.pdf'],
  [[documentOf('plan.pdf'), documentOf('other.pdf')], '2 × document'],
  [[documentOf('plan.pdf'), pictureOf('a.png'), pictureOf('b.png')], '3 × mixed'],
])('%# files are told in one line', (attachments, line) => {
  const files = inShort(attachments);
  expect(files && lineOfFiles(files, words)).toBe(line);
  expect(v.parse(filesInShort, files)).toEqual(files);
});

test('a message without files has no such line', () => {
  expect(inShort([])).toBeNull();
});
