// Files of every kind in a conversation of Ada and Ben, as Ada's device would have sent them: their bytes over HTTP, then
// the message by hand.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Attachment, ImageAttachment, Preview } from '../../shared/conversation/attachments.ts';
import { appendEvent } from '../../shared/conversation/log.ts';
import { mintEventId, type ConversationId, type EventId } from '../../shared/ids.ts';
import type { Person } from '../kit/person.ts';
import { pdfOf } from '../kit/sample-pdf.ts';
import { pngOfSize } from '../kit/sample-pictures.ts';
import { announce, hashOfBytes, sendFile } from '../kit/send-file.ts';
import { openDevice } from '../kit/wire-device.ts';

export interface SentFile {
  readonly attachment: Attachment;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** The rough colours of any of them. */
const blur = 'HBkSHYSIeHiPiHh8eJd4eTN0EEQG';

const media = async (name: string) => new Uint8Array(await readFile(join(import.meta.dirname, 'media', name)));
const text = (content: string) => new TextEncoder().encode(content);

const code = `// How far away the sun is.\nconst lightMinutes = 8.3;\nfunction kilometres(): number {\n  return 299_792 * 60 * lightMinutes;\n}\n`;

async function store(
  person: Person,
  bytes: Uint8Array<ArrayBuffer>,
  form: Attachment['form'],
): Promise<Pick<Attachment, 'hash' | 'size'>> {
  const hash = hashOfBytes(bytes);
  const { body } = await announce(person, { hash, size: bytes.length, form });
  if (body.status === 'have') return { hash, size: bytes.length };
  const { status, code: refusal } = await sendFile(person, bytes, form);
  if (status !== 204) throw new Error(`a file was answered with ${status} ${refusal}`);
  return { hash, size: bytes.length };
}

/** Sent once, however often it is said: the same content is the same file. */
export function openFileCase(person: Person) {
  const sent = new Map<string, Promise<Pick<Attachment, 'hash' | 'size'>>>();
  const storeOnce = (bytes: Uint8Array<ArrayBuffer>, form: Attachment['form']) => {
    const hash = hashOfBytes(bytes);
    const stored = sent.get(hash) ?? store(person, bytes, form);
    sent.set(hash, stored);
    return stored;
  };
  const preview = async (name: string, width: number, height: number): Promise<Preview> => {
    return { ...(await storeOnce(await media(name), 'image')), type: 'image/jpeg', width, height };
  };
  return {
    async photo(name = 'photo.jpg'): Promise<SentFile> {
      const bytes = await media('photo.jpg');
      const small = await preview('photo-small.jpg', 300, 200);
      const sides = { width: 900, height: 600 };
      const stored = await storeOnce(bytes, 'image');
      return {
        bytes,
        attachment: { form: 'image', ...stored, ...sides, name, type: 'image/jpeg', blur, preview: small },
      };
    },
    async tall(name = 'tall.jpg'): Promise<SentFile & { attachment: ImageAttachment }> {
      const bytes = await media('tall.jpg');
      const stored = await storeOnce(bytes, 'image');
      return {
        bytes,
        attachment: { form: 'image', ...stored, width: 300, height: 600, name, type: 'image/jpeg', blur },
      };
    },
    /** Few bytes that say to be small, and would take 3.6 GB of whoever shows them. */
    async bomb(name = 'bomb.png'): Promise<SentFile> {
      const bytes = new Uint8Array(pngOfSize(30_000, 30_000));
      const stored = await storeOnce(bytes, 'image');
      return { bytes, attachment: { form: 'image', ...stored, width: 40, height: 30, name, type: 'image/png', blur } };
    },
    async film(name = 'film.mp4'): Promise<SentFile> {
      const bytes = await media('film.mp4');
      const poster = await preview('poster.jpg', 320, 180);
      const sides = { width: 320, height: 180, durationMs: 12_000, blur, preview: poster };
      return {
        bytes,
        attachment: {
          form: 'video',
          ...(await storeOnce(bytes, 'video')),
          ...sides,
          name,
          type: 'video/mp4',
        },
      };
    },
    async voice(which: 1 | 2): Promise<SentFile> {
      const name = `voice-${which}.webm`;
      const bytes = await media(name);
      const known = { durationMs: 3_000, waveform: '05imzz8402ablyzzq31005imzz8402ablyzzq310', type: 'audio/webm' };
      return { bytes, attachment: { form: 'voice', ...(await storeOnce(bytes, 'voice')), ...known, name } };
    },
    async audio(name = 'song.webm'): Promise<SentFile> {
      const bytes = await media('voice-2.webm');
      const stored = await storeOnce(bytes, 'voice');
      return { bytes, attachment: { form: 'audio', ...stored, durationMs: 3_000, name, type: 'audio/webm' } };
    },
    async pdf(name = 'offer.pdf'): Promise<SentFile> {
      const bytes = pdfOf('First page', 'Second page');
      const known = { pages: 2, type: 'application/pdf', preview: await preview('photo-small.jpg', 300, 200), blur };
      return { bytes, attachment: { form: 'document', ...(await storeOnce(bytes, 'document')), ...known, name } };
    },
    async code(name = 'sun.ts'): Promise<SentFile> {
      const bytes = text(code);
      const known = { type: 'text/plain', start: code.slice(0, 400) };
      return { bytes, attachment: { form: 'document', ...(await storeOnce(bytes, 'document')), ...known, name } };
    },
    async unknown(name = 'backup.bin'): Promise<SentFile> {
      const bytes = Uint8Array.from({ length: 5_000 }, (_, at) => (at * 7) % 256);
      const known = { type: 'application/octet-stream' };
      return { bytes, attachment: { form: 'document', ...(await storeOnce(bytes, 'document')), ...known, name } };
    },
  };
}

export type FileCase = ReturnType<typeof openFileCase>;

export interface Said {
  readonly text?: string;
  readonly files: readonly SentFile[];
}

/** Each in a message of its own, in order. */
export async function sayFiles(
  person: Person,
  conversationId: ConversationId,
  said: readonly Said[],
): Promise<EventId[]> {
  const device = await openDevice(person);
  const replica = await device.openConversation(conversationId);
  const first = Date.now();
  const ids = said.map(({ text: caption = '', files }, index) => {
    const id = mintEventId('message', crypto.getRandomValues(new Uint8Array(15)));
    const attachments = files.map(({ attachment }) => attachment);
    const carried = attachments.length > 0 ? { attachments } : {};
    appendEvent(replica.doc, person.userId, { kind: 'message', id, at: first + index, text: caption, ...carried });
    return id;
  });
  await device.acknowledged(replica);
  await device.close();
  return ids;
}

interface TwoPeople {
  readonly ada: Person;
  readonly ben: Person;
}

/** All that pictures can look like in rows, by two people. */
export async function sayPictures({ ada, ben }: TwoPeople, conversationId: ConversationId): Promise<void> {
  const [hers, his] = [openFileCase(ada), openFileCase(ben)];
  await sayFiles(ada, conversationId, [
    { text: 'The wall at the left, as it was last year.', files: [await hers.photo('stand.jpg')] },
    { files: [await hers.tall('panel.jpg'), await hers.photo('floor.jpg'), await hers.film('walk.mp4')] },
  ]);
  await sayFiles(ben, conversationId, [
    {
      files: [
        await his.photo('one.jpg'),
        await his.tall('two.jpg'),
        await his.photo('three.jpg'),
        await his.film('four.mp4'),
        await his.photo('five.jpg'),
        await his.tall('six.jpg'),
      ],
    },
    { files: [await his.film('the-whole-way-round.mp4')] },
  ]);
}

/** The same of everything else. */
export async function sayPapers({ ada, ben }: TwoPeople, conversationId: ConversationId): Promise<void> {
  const [hers, his] = [openFileCase(ada), openFileCase(ben)];
  await sayFiles(ada, conversationId, [
    { files: [await hers.voice(1)] },
    { files: [await hers.audio('the-hall-before-it-opens, recorded from the gallery on the north side.webm')] },
    { files: [await hers.pdf('Offer.pdf')] },
  ]);
  await sayFiles(ben, conversationId, [
    { files: [await his.code('how-many-samples.ts')] },
    {
      text: 'All of last year in one.',
      files: [
        await his.unknown(`${'everything that was written, drawn and counted '.repeat(3)}.tar.gz`),
        await his.unknown('تقرير المعرض.docx'),
      ],
    },
    { files: [await his.voice(2)] },
  ]);
}
