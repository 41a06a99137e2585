// Which stretch of a file a request asks for (RFC 9110, section 14). One stretch at most: whoever asks for several, or in
// another unit, or for what has changed since, gets the whole, as the standard lets a server do.
import type { ByteRange } from './blob-store.ts';

interface Asked {
  readonly range: string | undefined;
  readonly ifRange: string | undefined;
}

/** Null for the whole; `outside` where nothing of it is there. */
export function parseRange(asked: Asked, file: { size: number; etag: string }): ByteRange | 'outside' | null {
  if (asked.range === undefined) return null;
  if (asked.ifRange !== undefined && asked.ifRange.trim() !== file.etag) return null;
  const found = /^bytes=[ \t]*(\d{0,16})-(\d{0,16})[ \t]*$/i.exec(asked.range.trim());
  if (found === null) return null;
  const [first = '', last = ''] = found.slice(1);
  if (first === '') return last === '' ? null : ending(Number(last), file.size);
  const [from, to] = [Number(first), last === '' ? file.size - 1 : Number(last)];
  if (last !== '' && to < from) return null;
  return from >= file.size ? 'outside' : { from, to: Math.min(to, file.size - 1) };
}

function ending(length: number, size: number): ByteRange | 'outside' {
  return length === 0 ? 'outside' : { from: Math.max(0, size - length), to: size - 1 };
}
