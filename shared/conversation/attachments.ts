// What a message carries besides its text: files, each known by the hash of its content, with what others need to see its
// shape before they have any of it. Claims of whoever sends it: what a file is, the server tells from its content.
import * as v from 'valibot';
import type { Brand } from '../base/brand.ts';

/** SHA-256 of a file's content, 64 hexadecimal digits. Knowing it gives nobody the file. */
export type FileHash = Brand<string, 'FileHash'>;

/** Files of one message. */
export const maxAttachments = 20;
/** UTF-16 units of a file's name. */
export const maxFileNameLength = 160;
/** Characters of a text's or a code's beginning that go along. */
export const maxStartLength = 400;
/** Pixels of one side that a picture may claim. */
const maxSide = 65_535;
/** Bars of a voice message's waveform, each a digit of base 36 from silent to loudest. */
export const maxWaveform = 64;

/** Null for what is no hash. */
export function parseFileHash(value: unknown): FileHash | null {
  return typeof value === 'string' && /^[0-9a-f]{64}$/.test(value) ? (value as FileHash) : null;
}

const hash = v.custom<FileHash>((value) => parseFileHash(value) !== null, 'not a file hash');
const whole = v.pipe(v.number(), v.safeInteger());
const size = v.pipe(whole, v.minValue(1));
const side = v.pipe(whole, v.minValue(1), v.maxValue(maxSide));
const durationMs = v.pipe(whole, v.minValue(0), v.maxValue(7 * 86_400_000));
/** Lower-case `type/subtype`, without parameters. */
const mediaType = v.pipe(
  v.string(),
  v.maxLength(100),
  v.regex(/^[a-z0-9][a-z0-9!#$&^_.+-]*\/[a-z0-9][a-z0-9!#$&^_.+-]*$/),
);
/** A ThumbHash in base64: five to 25 bytes, the colours and the rough shape of a picture. */
const blur = v.pipe(v.string(), v.regex(/^[A-Za-z0-9+/]{6,36}={0,2}$/));
// No control characters, no slashes, nothing that turns the writing direction; neither empty nor blank at its ends.
const fileName = v.pipe(
  v.string(),
  v.check((name) => cleanFileName(name) === name, 'not a clean file name'),
);

const sides = { width: side, height: side };
/** A smaller picture of it: a file of its own. */
const preview = v.strictObject({ hash, size, type: mediaType, ...sides });
const file = { hash, size, type: mediaType, name: fileName };

const image = v.strictObject({
  ...{ form: v.literal('image'), ...file, ...sides, blur },
  preview: v.exactOptional(preview),
});
const video = v.strictObject({
  ...{ form: v.literal('video'), ...file, ...sides, durationMs },
  ...{ blur: v.exactOptional(blur), preview: v.exactOptional(preview) },
});
const audio = v.strictObject({ form: v.literal('audio'), ...file, durationMs });
const voice = v.strictObject({
  ...{ form: v.literal('voice'), ...file, durationMs },
  waveform: v.pipe(v.string(), v.regex(/^[0-9a-z]{1,64}$/)),
});
const document = v.strictObject({
  ...{ form: v.literal('document'), ...file },
  /** Of a PDF its first page. */
  preview: v.exactOptional(preview),
  blur: v.exactOptional(blur),
  pages: v.exactOptional(v.pipe(whole, v.minValue(1), v.maxValue(1_000_000))),
  /** Of a text or a code how it begins. */
  start: v.exactOptional(v.pipe(v.string(), v.minLength(1), v.maxLength(maxStartLength))),
});

// Interfaces: what is made of them names them, where a type would be spelled out.
export interface ImageAttachment extends v.InferOutput<typeof image> {}
export interface VideoAttachment extends v.InferOutput<typeof video> {}
export interface AudioAttachment extends v.InferOutput<typeof audio> {}
export interface VoiceAttachment extends v.InferOutput<typeof voice> {}
export interface DocumentAttachment extends v.InferOutput<typeof document> {}
export interface Preview extends v.InferOutput<typeof preview> {}
export type Attachment = ImageAttachment | VideoAttachment | AudioAttachment | VoiceAttachment | DocumentAttachment;
export type AttachmentForm = Attachment['form'];

export const attachment: v.GenericSchema<Attachment> = v.variant('form', [image, video, audio, voice, document]);
export const attachmentList = v.pipe(v.array(attachment), v.minLength(1), v.maxLength(maxAttachments));

/** One file of the store, as an attachment or its preview names it. */
export interface NamedFile {
  readonly hash: FileHash;
  readonly size: number;
  readonly type: string;
}

/** Every file that a message needs, each once: what it carries and the smaller pictures of it. */
export function filesOf(attachments: readonly Attachment[]): readonly NamedFile[] {
  const files = new Map<FileHash, NamedFile>();
  for (const one of attachments) {
    if (!files.has(one.hash)) files.set(one.hash, one);
    const small = 'preview' in one ? one.preview : undefined;
    if (small !== undefined && !files.has(small.hash)) files.set(small.hash, small);
  }
  return [...files.values()];
}

// Control and format characters (bidi overrides among them), and what separates folders or ends a name somewhere.
const unsafe = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}/\\:*?"<>|]/gu;
/** What Windows takes for a device whatever its ending. */
const device = /^(?:con|prn|aux|nul|com\d|lpt\d)(?=\.|$)/i;

/** A name under which a file may be kept on any system; 'file' where nothing is left of it. The same for what is clean. */
export function cleanFileName(name: string): string {
  const plain = name
    .toWellFormed()
    .replace(unsafe, '_')
    .replace(/\s+/gu, ' ')
    .trim()
    .replace(/^\.+|[. ]+$/g, '')
    .trim();
  const safe = plain.replace(device, '_$&');
  if (safe.length <= maxFileNameLength) return safe === '' ? 'file' : safe;
  const ending = /\.[\p{L}\p{N}]{1,12}$/u.exec(safe)?.[0] ?? '';
  const kept = safe
    .slice(0, maxFileNameLength - ending.length)
    .toWellFormed()
    .replace(/[\uFFFD. ]+$/u, '');
  return kept + ending;
}
