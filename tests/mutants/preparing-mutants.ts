// Of what looks into files before they are sent: what a photo tells no more, and what a hostile file costs.
import type { Mutant } from './mutant.ts';

const folder = 'client/engine/files/prepare';
const stripped = { file: `${folder}/strip-photo.test.ts` };
const promise = 'a photo does not say where it was taken';

export const preparingMutants: readonly Mutant[] = [
  {
    name: 'let a JPEG keep where it was taken',
    promise,
    file: `${folder}/strip-jpeg.ts`,
    text: 'return marker >= 0xc0 && marker < 0xe0;',
    replacement: 'return marker >= 0xc0 && marker < 0xfe;',
    killer: {
      ...stripped,
      test: 'a photo of a phone loses place, name and words, keeps every pixel, and stays turned',
    },
  },
  {
    name: 'let a JPEG keep what follows its end',
    promise,
    file: `${folder}/strip-jpeg.ts`,
    text: '...kept, bytes.subarray(at, at + 2)];',
    replacement: '...kept, bytes.subarray(at)];',
    killer: { ...stripped, test: 'a JPEG loses what follows its end: a second picture, a film' },
  },
  {
    name: 'let a PNG keep its words',
    promise,
    file: `${folder}/strip-png.ts`,
    text: 'if (needed.has(name)) kept.push',
    replacement: 'if (needed.has(name) || /Xt$/.test(name)) kept.push',
    killer: { ...stripped, test: 'a PNG loses iTXt' },
  },
  {
    name: 'let a WebP say that it has EXIF',
    promise,
    file: `${folder}/strip-webp.ts`,
    text: "name === 'VP8X' ? withoutFlags(chunk) : chunk",
    replacement: 'chunk',
    killer: { ...stripped, test: 'a WebP loses EXIF, and the word that it is there' },
  },
  {
    name: 'call empty what says where a film was taken, and leave it',
    promise: 'a film does not say where it was taken',
    file: `${folder}/strip-film.ts`,
    text: '      bytes.fill(0, body, end);\n',
    replacement: '',
    killer: {
      file: `${folder}/strip-film.test.ts`,
      test: 'a film forgets where it was taken, as Android says it, and nothing else moves',
    },
  },
  {
    name: 'turn a photo that is told to be turned no more',
    promise: 'a photo is shown as it was held',
    file: `${folder}/strip-jpeg.ts`,
    text: 'turned = readOrientation(segment.subarray(10));',
    replacement: 'turned = 1;',
    killer: {
      ...stripped,
      test: 'a photo of a phone loses place, name and words, keeps every pixel, and stays turned',
    },
  },
  {
    name: 'wait for ever for a worker that hangs',
    promise: 'a hostile file costs nobody more than itself',
    file: `${folder}/guarded-worker.ts`,
    text: "this.#timer = setTimeout(() => this.#fail('hung', 'TimeoutError', ''), this.#parts.silenceMs);",
    replacement: '',
    killer: {
      file: `${folder}/guarded-worker.test.ts`,
      test: 'one that says nothing for too long is ended, and the next piece gets a new one',
    },
  },
  {
    name: 'believe whatever was found in a file',
    promise: 'a hostile file costs nobody more than itself',
    file: `${folder}/attachment-of.ts`,
    text: 'if (v.is(attachment, full)) return',
    replacement: 'if (v.is(attachment, full) || true) return',
    killer: {
      file: `${folder}/attachment-of.test.ts`,
      test: 'one of which something strange was found goes as a document',
    },
  },
  {
    name: 'take for text what moves a terminal',
    promise: 'a hostile file costs nobody more than itself',
    file: `${folder}/start-of-text.ts`,
    text: 'if (text === null || notText.test(text)) return null;',
    replacement: 'if (text === null) return null;',
    killer: { file: `${folder}/start-of-text.test.ts`, test: 'what moves a terminal is no text' },
  },
  {
    name: 'let a code read otherwise than it runs',
    promise: 'a code is shown as it runs',
    file: 'client/ui/viewer/split-text.ts',
    text: "language === '' ? text : text.replace(turning, nameSign)",
    replacement: 'text',
    killer: {
      file: 'client/ui/viewer/split-text.test.ts',
      test: 'signs that make a code read otherwise than it runs are named, in a text they do their work',
    },
  },
];
