// The words of a chapter and the messages that each stands in: sorted into one string, so that a word that holds a part is
// found by the engine's own search in it, at some gigabytes a second. Made once, never changed. Pure.
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';

export interface Words {
  /** Each behind a line break, and one at the end. */
  readonly text: string;
  /** Where each begins in it. */
  readonly starts: Uint32Array;
  /** Numbers of messages, each as what it is beyond the one before. */
  readonly postings: Uint8Array;
  /** Where those of each begin, and the end of all. */
  readonly places: Uint32Array;
}

/** `byWord`: in which messages each stands, in order. */
export function makeWords(byWord: ReadonlyMap<string, readonly number[]>): Words {
  const words = [...byWord.keys()].sort();
  const encoder = encoding.createEncoder();
  const places = new Uint32Array(words.length + 1);
  for (const [index, word] of words.entries()) {
    let before = 0;
    for (const message of byWord.get(word) ?? []) {
      encoding.writeVarUint(encoder, message - before);
      before = message;
    }
    places[index + 1] = encoding.length(encoder);
  }
  const text = `\n${words.map((word) => `${word}\n`).join('')}`;
  return { text, starts: startsIn(text, words.length), postings: encoding.toUint8Array(encoder), places };
}

/** `text` and `lengths` of the postings as they were written. Throws where they do not fit each other. */
export function readWords(text: string, lengths: Uint8Array, postings: Uint8Array): Words {
  const decoder = decoding.createDecoder(lengths);
  const places = new Uint32Array(decoding.readVarUint(decoder) + 1);
  for (let index = 1; index < places.length; index++) {
    places[index] = (places[index - 1] ?? 0) + decoding.readVarUint(decoder);
  }
  if (places.at(-1) !== postings.length) throw new Error('the postings end elsewhere');
  return { text, starts: startsIn(text, places.length - 1), postings, places };
}

export function lengthsOf({ places }: Words): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, places.length - 1);
  for (let index = 1; index < places.length; index++) {
    encoding.writeVarUint(encoder, (places[index] ?? 0) - (places[index - 1] ?? 0));
  }
  return encoding.toUint8Array(encoder);
}

/** Calls back with the number of each word that holds the piece. */
export function eachHolding({ text, starts }: Words, piece: string, take: (word: number) => void): void {
  let at = text.indexOf(piece);
  let word = -1;
  while (at >= 0) {
    word = wordAt(starts, at, word + 1);
    take(word);
    at = text.indexOf(piece, starts[word + 1] ?? text.length);
  }
}

export function wordOf({ text, starts }: Words, word: number): string {
  const start = starts[word] ?? 0;
  return text.slice(start, text.indexOf('\n', start));
}

/** Marks the messages in which a word stands. */
export function addMessages({ postings, places }: Words, word: number, into: Uint32Array): void {
  const end = places[word + 1] ?? 0;
  let message = 0;
  for (let at = places[word] ?? 0; at < end; at++) {
    let value = postings[at] ?? 0;
    if (value >= 128) {
      // At most two bytes more: no chapter has so many messages.
      value = (value & 127) | ((postings[++at] ?? 0) << 7);
      if (value >= 128 << 7) value = (value & 0x3fff) | ((postings[++at] ?? 0) << 14);
    }
    message += value;
    into[message >> 5] = (into[message >> 5] ?? 0) | (1 << (message & 31));
  }
}

/** The number of a word as it stands there; -1 where it does not. Looks at a handful of them: they are sorted. */
export function findWord({ text, starts }: Words, word: string): number {
  let low = 0;
  let high = starts.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const found = text.slice(starts[middle], (starts[middle + 1] ?? text.length) - 1);
    if (found === word) return middle;
    if (found < word) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}

/** Those that stand in so many messages or more, a space between them. */
export function oftenIn({ text, starts, places }: Words, least: number): string {
  const often: string[] = [];
  for (let word = 0; word < starts.length; word++) {
    const weight = (places[word + 1] ?? 0) - (places[word] ?? 0);
    if (weight >= least) often.push(text.slice(starts[word], (starts[word + 1] ?? text.length) - 1));
  }
  return often.join(' ');
}

/** In how many messages it stands. */
export function countMessages({ postings, places }: Words, word: number): number {
  let count = 0;
  for (let at = places[word] ?? 0; at < (places[word + 1] ?? 0); at++) count += (postings[at] ?? 0) < 128 ? 1 : 0;
  return count;
}

/** In how many messages it stands; more than there are where the numbers are large. */
export function weightOf({ places }: Words, word: number): number {
  return (places[word + 1] ?? 0) - (places[word] ?? 0);
}

/** The word that stands there: the last that begins no later. */
function wordAt(starts: Uint32Array, at: number, from: number): number {
  let low = from;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= at) low = middle;
    else high = middle - 1;
  }
  return low;
}

function startsIn(text: string, count: number): Uint32Array {
  const starts = new Uint32Array(count);
  let at = 1;
  for (let index = 0; index < count; index++) {
    starts[index] = at;
    const end = text.indexOf('\n', at);
    if (end < 0) throw new Error('there are fewer words than were counted');
    at = end + 1;
  }
  if (at !== text.length) throw new Error('there are more words than were counted');
  return starts;
}
