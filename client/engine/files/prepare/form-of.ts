// What a file is, by its declared type and its name alone: both are claims, and what stands in it is looked at later.
// Pure. Promises: a type that may stand in an attachment, whatever was declared.
import type { AttachmentForm } from '../../../../shared/conversation/attachments.ts';

export interface Declared {
  readonly type: string;
  readonly name: string;
}

/** What is shown as itself, when it can be: a browser's own elements know them. */
const forms: Readonly<Record<string, AttachmentForm>> = {
  'image/jpeg': 'image',
  'image/png': 'image',
  'image/webp': 'image',
  'image/gif': 'image',
  'image/avif': 'image',
  'image/heic': 'image',
  'image/heif': 'image',
  'video/mp4': 'video',
  'video/webm': 'video',
  'video/quicktime': 'video',
  'audio/mpeg': 'audio',
  'audio/mp4': 'audio',
  'audio/aac': 'audio',
  'audio/ogg': 'audio',
  'audio/wav': 'audio',
  'audio/webm': 'audio',
  'audio/flac': 'audio',
};

/** What systems and programs say for the same. */
const alsoCalled: Readonly<Record<string, string>> = {
  'image/jpg': 'image/jpeg',
  'image/pjpeg': 'image/jpeg',
  'image/x-png': 'image/png',
  'image/apng': 'image/png',
  'video/x-m4v': 'video/mp4',
  'audio/mp3': 'audio/mpeg',
  'audio/m4a': 'audio/mp4',
  'audio/x-m4a': 'audio/mp4',
  'audio/x-aac': 'audio/aac',
  'audio/opus': 'audio/ogg',
  'audio/x-wav': 'audio/wav',
  'audio/wave': 'audio/wav',
  'audio/vnd.wave': 'audio/wav',
  'audio/x-flac': 'audio/flac',
};

/** Where the system has told nothing: what somebody may well send. */
const byEnding: Readonly<Record<string, string>> = {
  ...{ jpg: 'image/jpeg', jpeg: 'image/jpeg', png: 'image/png', webp: 'image/webp', gif: 'image/gif' },
  ...{ avif: 'image/avif', heic: 'image/heic', heif: 'image/heif', svg: 'image/svg+xml' },
  ...{ mp4: 'video/mp4', m4v: 'video/mp4', webm: 'video/webm', mov: 'video/quicktime' },
  ...{ mp3: 'audio/mpeg', m4a: 'audio/mp4', aac: 'audio/aac', ogg: 'audio/ogg', opus: 'audio/ogg' },
  ...{ oga: 'audio/ogg', wav: 'audio/wav', weba: 'audio/webm', flac: 'audio/flac' },
  ...{ pdf: 'application/pdf', zip: 'application/zip', json: 'application/json' },
  ...{ txt: 'text/plain', md: 'text/markdown', csv: 'text/csv', html: 'text/html', css: 'text/css' },
};

export const unknownType = 'application/octet-stream';

export function formOf(file: Declared): AttachmentForm {
  const type = typeOf(file);
  return Object.hasOwn(forms, type) ? (forms[type] ?? 'document') : 'document';
}

/** Lower-case `type/subtype` without parameters. */
export function typeOf({ type, name }: Declared): string {
  const declared = mediaType(type);
  if (declared !== null && declared !== unknownType) return plainName(declared);
  const ending = /\.([a-z0-9]{1,8})$/i.exec(name)?.[1]?.toLowerCase() ?? '';
  return Object.hasOwn(byEnding, ending) ? (byEnding[ending] ?? unknownType) : unknownType;
}

function plainName(type: string): string {
  return Object.hasOwn(alsoCalled, type) ? (alsoCalled[type] ?? type) : type;
}

/** As `attachments.ts` wants it, null for anything else. */
function mediaType(type: string): string | null {
  const bare = (type.split(';', 1)[0] ?? '').trim().toLowerCase();
  const isOne = /^[a-z0-9][a-z0-9!#$&^_.+-]*\/[a-z0-9][a-z0-9!#$&^_.+-]*$/.test(bare);
  return isOne && bare.length <= 100 ? bare : null;
}
