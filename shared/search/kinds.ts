// What a message may hold besides words, as `has:` asks for it. A table: a kind more is a line here.
import { findBareAddress } from '../text/bare-address.ts';

const kinds = {
  link: holdsLink,
  file: nothingYet,
  image: nothingYet,
  video: nothingYet,
  audio: nothingYet,
} as const;

export type Kind = keyof typeof kinds;
export const allKinds = Object.keys(kinds) as readonly Kind[]; // its own keys

export function isKind(word: string): word is Kind {
  return Object.hasOwn(kinds, word);
}

export function holdsKind(kind: Kind, text: string): boolean {
  return kinds[kind](text);
}

const beginnings = /https?:\/\/|mailto:|tel:|www\./giu;

/** An address that a reader can follow. */
function holdsLink(text: string): boolean {
  for (const { index } of text.matchAll(beginnings)) {
    const address = findBareAddress(text, index, () => false);
    if (address !== null && address.href !== null) return true;
  }
  return false;
}

/** Messages carry no files yet. */
function nothingYet(): boolean {
  return false;
}
