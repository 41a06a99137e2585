// Films of phones say where they were taken, in boxes beside the film (ISO 14496-12: MP4, MOV, M4A). A box that does is
// emptied where it stands: nothing else moves, and not one frame changes. What says nothing of a place stays as it is.
// Reads what stands around the film, never the film: memory does not grow with it.
import { nameAt, u32 } from '../../../../shared/base/bytes-at.ts';

/** Those of a film in pieces are many; then its place was said long before. */
const maxBoxes = 256;
/** The table of a film of many hours. */
const maxTableBytes = 32 * 1024 * 1024;

/** Null where there is nothing to take, or it is no such file. */
export async function stripFilm(file: Blob): Promise<Blob | null> {
  const parts: (Blob | Uint8Array<ArrayBuffer>)[] = [];
  let kept = 0;
  for (let at = 0, boxes = 0; at + 8 <= file.size && boxes < maxBoxes; boxes++) {
    const head = await bytesOf(file.slice(at, at + 16));
    const box = boxAt(head, 0, file.size - at);
    if (box === null) break;
    if (mayTell.has(box.name) && box.size <= maxTableBytes) {
      const bytes = await bytesOf(file.slice(at, at + box.size));
      if (forgetPlaces(bytes, 0, bytes.length)) {
        parts.push(file.slice(kept, at), bytes);
        kept = at + box.size;
      }
    }
    at += box.size;
  }
  return kept === 0 ? null : new Blob([...parts, file.slice(kept)], { type: file.type });
}

/** At the top: the table, and what programs put beside it. */
const mayTell = new Set(['moov', 'meta', 'udta', 'uuid']);
const containers = new Set(['moov', 'trak']);

/** Empties what tells of a place between two bytes, in place. Whether there was any. */
function forgetPlaces(bytes: Uint8Array, from: number, to: number): boolean {
  let hasForgotten = false;
  for (let at = from; at + 8 <= to;) {
    const box = boxAt(bytes, at, to - at);
    if (box === null) break;
    const body = at + box.head;
    const end = at + box.size;
    if (containers.has(box.name)) hasForgotten = forgetPlaces(bytes, body, end) || hasForgotten;
    else if (mayTell.has(box.name) && tellsPlace(bytes.subarray(body, end))) {
      bytes.set(free, at + 4);
      bytes.fill(0, body, end);
      hasForgotten = true;
    }
    at = end;
  }
  return hasForgotten;
}

const free = new TextEncoder().encode('free');

interface Box {
  readonly name: string;
  /** Bytes before its content. */
  readonly head: number;
  readonly size: number;
}

/** `room`: how many bytes it may have. Null for what is none. */
function boxAt(bytes: Uint8Array, at: number, room: number): Box | null {
  const short = u32(bytes, at);
  const name = nameAt(bytes, at + 4, 4);
  const size = short === 1 ? u32(bytes, at + 8) * 0x1_0000_0000 + u32(bytes, at + 12) : short === 0 ? room : short;
  const head = short === 1 ? 16 : 8;
  return size < head || size > room ? null : { name, head, size };
}

/** As Android says it, as 3GPP does, as Apple does, and as XMP does. */
function tellsPlace(content: Uint8Array): boolean {
  const text = new TextDecoder('latin1').decode(content);
  return text.includes('\u00A9xyz') || text.includes('loci') || /location|GPS/.test(text);
}

async function bytesOf(file: Blob): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await file.arrayBuffer());
}
