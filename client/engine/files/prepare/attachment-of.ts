// Makes what a message carries of what was found in a file. Promises: it is as `attachments.ts` wants it; a file of which
// something strange was found goes as a document.
import * as v from 'valibot';
import {
  attachment,
  cleanFileName,
  type Attachment,
  type FileHash,
} from '../../../../shared/conversation/attachments.ts';
import type { Prepared, ToPrepare } from '../prepared.ts';
import type { Small } from './draw-picture.ts';
import type { Seen } from './look-at-file.ts';

type HashOf = (file: Blob) => Promise<FileHash>;

export async function attachmentOf({ file: given, name }: ToPrepare, seen: Seen, hashOf: HashOf): Promise<Prepared> {
  const file = seen.file ?? given;
  const { found, type, isPhoto } = seen;
  const hash = await hashOf(file);
  const preview = seen.preview === null ? null : await nameSmall(seen.preview, hashOf);
  const named = { hash, size: file.size, type, name: nameOf(name, seen) };
  const full: unknown = { ...found, ...named, ...(preview === null ? {} : { preview: preview.named }) };
  if (v.is(attachment, full)) return { file, attachment: full, preview, isPhoto };
  const plain: Attachment = { form: 'document', ...named };
  return { file, attachment: plain, preview: null, isPhoto: false };
}

async function nameSmall({ file, ...small }: Small, hashOf: HashOf): Promise<NonNullable<Prepared['preview']>> {
  return { file, named: { hash: await hashOf(file), size: file.size, ...small } };
}

const endings: Readonly<Record<string, string>> = { 'image/jpeg': 'jpg', 'image/png': 'png', 'image/webp': 'webp' };

/** What was written anew is of another type: its name says so. */
function nameOf(name: string, { file, type }: Seen): string {
  const ending = file === null ? undefined : endings[type];
  if (ending === undefined || isEndingOf(name, ending)) return cleanFileName(name);
  return cleanFileName(`${name.replace(/\.[a-z0-9]{1,5}$/i, '')}.${ending}`);
}

function isEndingOf(name: string, ending: string): boolean {
  const own = /\.([a-z0-9]{1,5})$/i.exec(name)?.[1]?.toLowerCase();
  return own === ending || (ending === 'jpg' && own === 'jpeg');
}
