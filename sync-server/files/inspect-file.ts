// What a file is, by its content alone: its hash, its type, and whether a browser may show it in place.
// Promises: memory does not grow with the file; nothing is decoded or unpacked. What is not surely harmless is a download.
// Does not know: names, what the sender says it is.
import { createHash } from 'node:crypto';
import { fileTypeFromBuffer } from 'file-type';
import { parseFileHash, type FileHash } from '../../shared/conversation/attachments.ts';
import { must } from '../../shared/base/assert.ts';
import { countFrames, type FrameCounter } from '../pictures/count-frames.ts';
import { nameAt } from '../../shared/base/bytes-at.ts';
import { readPictureSize, type PictureSize } from '../pictures/picture-size.ts';
import { maxFrames, maxPixels } from '../limits.ts';
import type { Bytes } from './blob-store.ts';

export interface FileFindings {
  readonly hash: FileHash;
  readonly size: number;
  readonly type: string;
  readonly width: number | null;
  readonly height: number | null;
  readonly isInline: boolean;
}

/** Beyond this a type or a size is not looked for: more than any camera writes before the first picture. */
const headBytes = 256 * 1024;

export async function inspectFile(bytes: Bytes): Promise<FileFindings> {
  const hash = createHash('sha256');
  const head = new Head();
  let looked: Looked | null = null;
  let size = 0;
  for await (const piece of bytes) {
    hash.update(piece);
    size += piece.length;
    if (looked !== null) looked.frames?.push(piece);
    else if (head.push(piece)) looked = await lookAt(head);
  }
  const { type, sides, frames } = looked ?? (await lookAt(head));
  return {
    hash: must(parseFileHash(hash.digest('hex')), 'a digest is a hash'),
    ...{ size, type, width: sides?.width ?? null, height: sides?.height ?? null },
    isInline: mayBeShown(type, sides, frames),
  };
}

interface Looked {
  readonly type: string;
  readonly sides: PictureSize | null;
  readonly frames: FrameCounter | null;
}

class Head {
  readonly #pieces: Uint8Array[] = [];
  #length = 0;

  /** True once it is enough. */
  push(piece: Uint8Array): boolean {
    this.#pieces.push(piece.slice());
    this.#length += piece.length;
    return this.#length >= headBytes;
  }

  take(): Uint8Array {
    return Buffer.concat(this.#pieces.splice(0));
  }
}

async function lookAt(kept: Head): Promise<Looked> {
  const head = kept.take();
  const type = await typeOf(head.subarray(0, headBytes));
  const frames = countFrames(type);
  frames?.push(head);
  return { type, sides: readPictureSize(type, head.subarray(0, headBytes)), frames };
}

const rasters: readonly string[] = ['image/png', 'image/apng', 'image/jpeg', 'image/gif', 'image/webp', 'image/avif'];
const playable: readonly string[] = [
  ...['video/mp4', 'video/webm'],
  ...['audio/mpeg', 'audio/mp4', 'audio/x-m4a', 'audio/ogg', 'audio/wav', 'audio/flac', 'audio/aac'],
];

function mayBeShown(type: string, sides: PictureSize | null, frames: FrameCounter | null): boolean {
  if (playable.includes(type)) return true;
  if (!rasters.includes(type) || sides === null || sides.width * sides.height > maxPixels) return false;
  return frames === null || (frames.frames !== null && frames.frames <= maxFrames);
}

/** `application/octet-stream` for what nobody knows, `text/plain` for what could be text. */
async function typeOf(head: Uint8Array): Promise<string> {
  // What is packed is not looked into: its name for people is its sender's.
  if (nameAt(head, 0, 4) === 'PK\u0003\u0004') return 'application/zip';
  const found = await fileTypeFromBuffer(head).catch(() => undefined); // what breaks a reader is no type either
  const type = found?.mime.split(';')[0]?.trim().toLowerCase();
  // A row of pictures of any length hides behind the same type.
  if (type === 'image/avif' && nameAt(head, 8, 4) === 'avis') return 'image/avif-sequence';
  if (type !== undefined && /^[a-z0-9.+-]{1,40}\/[a-z0-9.+-]{1,59}$/.test(type)) return type;
  return isText(head) ? 'text/plain' : 'application/octet-stream';
}

/** UTF-8 with no control characters but tabs and ends of lines. The head may end within a character. */
function isText(head: Uint8Array): boolean {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true });
    // oxlint-disable-next-line no-control-regex -- these are what it looks for
    return head.length > 0 && !/[\u0000-\u0008\u000e-\u001f]/.test(text);
  } catch {
    return false;
  }
}
