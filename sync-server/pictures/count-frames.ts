// How many pictures an image that moves has, told from its bytes as they come and without decoding any.
// Promises: memory does not grow with the file. Null once it is not built as its kind is.
import { nameAt, u32, u32Little } from '../../shared/base/bytes-at.ts';

/** What a reader needs next: so many bytes to look at, or so many to leave out. */
type Need = { readonly take: number } | { readonly skip: number };
type Reader = Generator<Need, boolean, Uint8Array>;

export interface FrameCounter {
  push(bytes: Uint8Array): void;
  readonly frames: number | null;
}

interface Count {
  frames: number;
}

const readers: Readonly<Record<string, (count: Count) => Reader>> = {
  'image/gif': readGif,
  'image/png': readPng,
  'image/apng': readPng,
  'image/webp': readWebp,
};

/** Null for kinds that do not move. */
export function countFrames(type: string): FrameCounter | null {
  const reader = Object.hasOwn(readers, type) ? readers[type] : undefined;
  return reader === undefined ? null : new Counter(reader);
}

class Counter implements FrameCounter {
  readonly #count: Count = { frames: 0 };
  readonly #reader: Reader;
  #need: Need | null;
  #isBroken = false;
  #held = new Uint8Array(0);

  constructor(reader: (count: Count) => Reader) {
    this.#reader = reader(this.#count);
    this.#need = this.#ask(new Uint8Array(0));
  }

  get frames(): number | null {
    return this.#isBroken ? null : this.#count.frames;
  }

  push(bytes: Uint8Array): void {
    let at = 0;
    while (this.#need !== null && at < bytes.length) {
      if ('skip' in this.#need) {
        const skipped = Math.min(this.#need.skip, bytes.length - at);
        at += skipped;
        this.#need = skipped === this.#need.skip ? this.#ask(noBytes) : { skip: this.#need.skip - skipped };
      } else {
        const piece = bytes.subarray(at, at + this.#need.take - this.#held.length);
        at += piece.length;
        this.#take(piece, this.#need.take);
      }
    }
  }

  #take(piece: Uint8Array, wanted: number): void {
    const held = new Uint8Array(this.#held.length + piece.length);
    held.set(this.#held);
    held.set(piece, this.#held.length);
    this.#held = held;
    if (held.length < wanted) return;
    this.#held = noBytes;
    this.#need = this.#ask(held);
  }

  #ask(bytes: Uint8Array): Need | null {
    for (let answer = this.#reader.next(bytes); ; answer = this.#reader.next(noBytes)) {
      if (answer.done === true) {
        this.#isBroken = !answer.value;
        return null;
      }
      if (!('skip' in answer.value) || answer.value.skip > 0) return answer.value;
    }
  }
}

const noBytes = new Uint8Array(0);

const trailer = 0x3b;
const picture = 0x2c;
const extension = 0x21;

function* readGif(count: Count): Reader {
  const head = yield { take: 13 };
  if (!/^GIF8[79]a$/.test(nameAt(head, 0, 6))) return false;
  yield { skip: tableLength(head[10] ?? 0) };
  for (;;) {
    const [block] = yield { take: 1 };
    if (block === trailer) return true;
    if (block === picture) {
      count.frames++;
      const descriptor = yield { take: 9 };
      yield { skip: tableLength(descriptor[8] ?? 0) + 1 };
    } else if (block === extension) yield { skip: 1 };
    else return false;
    for (;;) {
      const [length = 0] = yield { take: 1 };
      if (length === 0) break;
      yield { skip: length };
    }
  }
}

/** Bytes of a table of colours, as a descriptor's flags tell. */
function tableLength(flags: number): number {
  return (flags & 0x80) === 0 ? 0 : 3 * 2 ** ((flags & 7) + 1);
}

/** An animated one says how many it has before the first. */
function* readPng(count: Count): Reader {
  yield { skip: 8 };
  count.frames = 1;
  for (;;) {
    const head = yield { take: 8 };
    const [length, name] = [u32(head, 0), nameAt(head, 4, 4)];
    if (name === 'IDAT' || name === 'IEND') return true;
    if (!/^[A-Za-z]{4}$/.test(name)) return false;
    if (name === 'acTL' && length >= 4) {
      count.frames = u32(yield { take: 4 }, 0);
      yield { skip: length - 4 + 4 };
    } else yield { skip: length + 4 };
  }
}

function* readWebp(count: Count): Reader {
  const head = yield { take: 12 };
  if (nameAt(head, 0, 4) !== 'RIFF' || nameAt(head, 8, 4) !== 'WEBP') return false;
  for (;;) {
    const chunk = yield { take: 8 };
    if (['VP8 ', 'VP8L', 'ANMF'].includes(nameAt(chunk, 0, 4))) count.frames++;
    const length = u32Little(chunk, 4);
    yield { skip: length + (length % 2) };
  }
}
