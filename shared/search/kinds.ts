// What a message may hold besides words, as `has:` asks for it. A table: a kind more is a line here, at its end, and
// another number for the forms of both indexes.
import type { Attachment, AttachmentForm } from '../conversation/attachments.ts';
import { findBareAddress } from '../text/bare-address.ts';

/** What a message says, and the files that it carries. */
export interface Said {
  readonly text: string;
  readonly attachments: readonly Attachment[];
}

const kinds = {
  link: ({ text }: Said) => linksIn(text).next().done !== true,
  file: ({ attachments }: Said) => attachments.length > 0,
  image: carrying('image'),
  video: carrying('video'),
  audio: carrying('audio', 'voice'),
  document: carrying('document'),
  /** What one looks at: pictures and videos. */
  media: carrying('image', 'video'),
} as const;

export type Kind = keyof typeof kinds;
export const allKinds = Object.keys(kinds) as readonly Kind[]; // its own keys

export function isKind(word: string): word is Kind {
  return Object.hasOwn(kinds, word);
}

export function holdsKind(kind: Kind, said: Said): boolean {
  return kinds[kind](said);
}

const beginnings = /https?:\/\/|mailto:|tel:|www\./giu;

/** An address that a reader can follow, and where it stands. */
export interface FoundLink {
  readonly href: string;
  readonly from: number;
  readonly to: number;
}

export function* linksIn(text: string): Generator<FoundLink> {
  let end = 0;
  for (const { index } of text.matchAll(beginnings)) {
    const address = index < end ? null : findBareAddress(text, index, () => false);
    if (address === null || address.href === null) continue;
    end = address.end;
    yield { href: address.href, from: index, to: end };
  }
}

function carrying(...forms: readonly AttachmentForm[]): (said: Said) => boolean {
  return ({ attachments }) => attachments.some(({ form }) => forms.includes(form));
}
