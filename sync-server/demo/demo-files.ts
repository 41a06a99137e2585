// The files that the people of the demo send, made when the workspace is, so that the project carries no pictures and no
// sounds: each with what its message says of it, as a device would have found it.
import { createHash } from 'node:crypto';
import { rgbaToThumbHash } from 'thumbhash';
import { must } from '../../shared/base/assert.ts';
import {
  maxStartLength,
  parseFileHash,
  type Attachment,
  type DocumentAttachment,
  type ImageAttachment,
  type VoiceAttachment,
} from '../../shared/conversation/attachments.ts';
import { makePriceList, makeQuotation } from './demo-papers.ts';
import { paintDunes, paintHarbour, paintOranges, paintPass } from './demo-pictures.ts';
import { makeChime } from './demo-sound.ts';
import { paint, type Painting } from './paint-picture.ts';
import { pngOf } from './write-png.ts';

export interface DemoFile {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly attachment: Attachment;
}

/** By the names under which the history sends them. */
export const demoFiles = {
  harbour: () => makePicture('cover-2-harbour-at-six.png', paintHarbour()),
  dunes: () => makePicture('poster-dunes.png', paintDunes()),
  pass: () => makePicture('poster-pass.png', paintPass()),
  oranges: () => makePicture('poster-oranges.png', paintOranges()),
  quotation: () => makePdf('Quotation 0118.pdf', makeQuotation()),
  prices: () => makeText('samples-with-prices.csv', 'text/csv', makePriceList()),
  chime: () => makeVoice('the-hall-opens.wav'),
} satisfies Readonly<Record<string, () => DemoFile>>;

export type DemoFileName = keyof typeof demoFiles;

/** The most that a ThumbHash is made of, each way. */
const blurSide = 100;

function makePicture(name: string, painting: Painting): DemoFile {
  const bytes = pngOf(paint(painting));
  const { width, height } = painting;
  const small = paint(painting, blurSide / Math.max(width, height));
  const blur = Buffer.from(rgbaToThumbHash(small.width, small.height, small.points)).toString('base64');
  const sides = { width, height, blur };
  const attachment: ImageAttachment = { form: 'image', ...named(bytes, name), type: 'image/png', ...sides };
  return { bytes, attachment };
}

function makePdf(name: string, bytes: Uint8Array<ArrayBuffer>): DemoFile {
  const attachment: DocumentAttachment = { form: 'document', ...named(bytes, name), type: 'application/pdf', pages: 1 };
  return { bytes, attachment };
}

function makeText(name: string, type: string, text: string): DemoFile {
  const bytes = new TextEncoder().encode(text);
  const start = text.slice(0, maxStartLength).trimEnd();
  const attachment: DocumentAttachment = { form: 'document', ...named(bytes, name), type, start };
  return { bytes, attachment };
}

function makeVoice(name: string): DemoFile {
  const { bytes, ...heard } = makeChime();
  const attachment: VoiceAttachment = { form: 'voice', ...named(bytes, name), type: 'audio/wav', ...heard };
  return { bytes, attachment };
}

function named(bytes: Uint8Array, name: string) {
  const hash = must(parseFileHash(createHash('sha256').update(bytes).digest('hex')), 'a digest is a hash');
  return { hash, size: bytes.length, name };
}
