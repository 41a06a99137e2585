// Files that somebody has sent to a real server, as a message of theirs may carry them: pictures of colours, texts, a tone.
import { crc32, deflateSync } from 'node:zlib';
import { rgbaToThumbHash } from 'thumbhash';
import type {
  AttachmentForm,
  AudioAttachment,
  DocumentAttachment,
  ImageAttachment,
} from '../../shared/conversation/attachments.ts';
import type { ConversationId } from '../../shared/ids.ts';
import { sayFiles } from './say-with-files.ts';
import { sendFile, type Sender } from './send-file.ts';
import type { Writer } from './wire-device.ts';

const [width, height] = [48, 36];

/** `hue`: 0 to 255, so that one picture is told from the next. */
export async function sentPicture(sender: Sender, name: string, hue: number): Promise<ImageAttachment> {
  const points = new Uint8Array(width * height * 4);
  for (let point = 0; point < width * height; point++) {
    const [x, y] = [point % width, Math.floor(point / width)];
    points.set([hue, Math.round((255 * x) / width), Math.round((255 * y) / height), 255], point * 4);
  }
  const sent = await send(sender, png(points), 'image');
  const blur = Buffer.from(rgbaToThumbHash(width, height, points)).toString('base64');
  return { form: 'image', ...sent, type: 'image/png', name, width, height, blur };
}

export async function sentText(sender: Sender, name: string, text: string): Promise<DocumentAttachment> {
  const sent = await send(sender, new TextEncoder().encode(text), 'document');
  return { form: 'document', ...sent, type: 'text/plain', name, start: text.slice(0, 200) };
}

/** A second of silence. */
export async function sentSound(sender: Sender, name: string): Promise<AudioAttachment> {
  const rate = 8_000;
  const head = Buffer.alloc(44);
  head.write('RIFF', 0, 'latin1');
  head.writeUInt32LE(36 + rate, 4);
  head.write('WAVEfmt ', 8, 'latin1');
  for (const [at, value] of [
    [16, 16],
    [24, rate],
    [28, rate],
  ] as const)
    head.writeUInt32LE(value, at);
  for (const [at, value] of [
    [20, 1],
    [22, 1],
    [32, 1],
    [34, 8],
  ] as const)
    head.writeUInt16LE(value, at);
  head.write('data', 36, 'latin1');
  head.writeUInt32LE(rate, 40);
  const sent = await send(sender, new Uint8Array([...head, ...new Uint8Array(rate).fill(128)]), 'audio');
  return { form: 'audio', ...sent, type: 'audio/wav', name, durationMs: 1_000 };
}

/** Some of each kind, with a name that is long and one that runs the other way. */
export async function sayFilesOfAllKinds(person: Writer, conversationId: ConversationId): Promise<void> {
  const hues = [10, 60, 110, 160, 210, 250];
  const pictures = await Promise.all(hues.map((hue) => sentPicture(person, `harbour ${hue}.png`, hue)));
  const long = 'Offer_for_the_road_to_the_south_with_all_enclosures_and_drawings_version_17_final_really_new.txt';
  await sayFiles(person, {
    chapter: { conversationId, chapter: 1 },
    sayings: [
      { text: 'From the mole', attachments: pictures },
      {
        text: 'As wished, see also https://example.org/tides?day=monday',
        attachments: [
          await sentText(person, long, 'The road to the south begins at the harbour.'),
          await sentText(person, 'قائمة الأسعار.txt', 'الأسعار'),
        ],
      },
      { attachments: [await sentSound(person, 'shanty.wav')] },
    ],
  });
}

async function send(sender: Sender, bytes: Uint8Array<ArrayBuffer>, form: AttachmentForm) {
  const { hash, code } = await sendFile(sender, bytes, form);
  if (code !== null) throw new Error(`the server does not take it: ${code}`);
  return { hash, size: bytes.length };
}

function png(points: Uint8Array): Uint8Array<ArrayBuffer> {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 6, 0, 0, 0], 8);
  const lines = Array.from({ length: height }, (_, y) => [0, ...points.subarray(y * width * 4, (y + 1) * width * 4)]);
  const signature = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
  const body = deflateSync(Uint8Array.from(lines.flat()));
  return new Uint8Array(
    Buffer.concat([signature, chunk('IHDR', head), chunk('IDAT', body), chunk('IEND', Buffer.alloc(0))]),
  );
}

function chunk(name: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}
