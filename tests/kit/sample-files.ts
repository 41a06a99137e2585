// What messages in tests carry: whole and valid, with nothing behind it. Each name has a hash of its own.
import { createHash } from 'node:crypto';
import {
  parseFileHash,
  type Attachment,
  type AudioAttachment,
  type DocumentAttachment,
  type FileHash,
  type ImageAttachment,
  type NamedFile,
  type VideoAttachment,
  type VoiceAttachment,
} from '../../shared/conversation/attachments.ts';
import { must } from '../../shared/base/assert.ts';
import type { UserId } from '../../shared/ids.ts';
import type { FileRecords } from '../../sync-server/files/file-records.ts';

/** Few, so that many messages name the same. */
export const sampleNames = ['one', 'two', 'three', 'four'] as const;

const named = (name: string) => ({ hash: hashOf(name), size: 1_000, name });

export function pictureOf(name: string): ImageAttachment {
  return {
    form: 'image',
    ...named(name),
    type: 'image/jpeg',
    width: 40,
    height: 30,
    blur: 'HBkSHYSIeHiPiHh8eJd4eTN0EEQG',
  };
}

export function videoOf(name: string): VideoAttachment {
  return { form: 'video', ...named(name), type: 'video/mp4', width: 40, height: 30, durationMs: 9_000 };
}

export function audioOf(name: string): AudioAttachment {
  return { form: 'audio', ...named(name), type: 'audio/mpeg', durationMs: 61_000 };
}

export function voiceOf(name: string): VoiceAttachment {
  return { form: 'voice', ...named(name), type: 'audio/webm', durationMs: 4_000, waveform: '05az50' };
}

export function documentOf(name: string): DocumentAttachment {
  return { form: 'document', ...named(name), type: 'application/pdf', pages: 2 };
}

/** With a smaller one of it. */
export function previewedOf(name: string): ImageAttachment {
  const small = { hash: hashOf(`${name}, smaller`), size: 100, type: 'image/webp', width: 20, height: 15 };
  return { ...pictureOf(name), preview: small };
}

/** As if this person had sent all that these name, at that time; of no file its bytes. */
export function storeFor(
  files: FileRecords,
  userId: UserId,
  { attachments, atMs = 0 }: { attachments: readonly Attachment[]; atMs?: number },
): void {
  for (const one of attachments) {
    note(files, userId, { ...one, atMs });
    const small = 'preview' in one ? one.preview : undefined;
    if (small !== undefined) note(files, userId, { ...small, atMs });
  }
}

interface Sent extends NamedFile {
  readonly width?: number;
  readonly height?: number;
  readonly atMs: number;
}

function note(files: FileRecords, userId: UserId, { hash, size, type, width, height, atMs }: Sent): void {
  const upload = { id: `${userId} ${hash}`, userId, hash, size, form: 'document', begunAt: atMs } as const;
  const looks = { width: width ?? null, height: height ?? null, isInline: type.startsWith('image/') };
  files.noteStored({ hash, size, type, ...looks, state: 'stored', storedAt: atMs }, upload);
}

export function hashOf(name: string): FileHash {
  return must(parseFileHash(createHash('sha256').update(name).digest('hex')), 'a hash');
}
