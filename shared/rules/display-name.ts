// What a person may call themselves, and how names are compared in a search.
// Promises: a name has something to see in it, fits a line, cannot turn the text around it, holds nothing that nobody
// sees, and no word that borrows letters from another alphabet. Two names may still look alike: a handle tells them apart.
import type { Brand } from '../base/brand.ts';

export type DisplayName = Brand<string, 'DisplayName'>;

const displayNameCharacters = { max: 64 };

// Controls, line and paragraph separators, bidirectional marks, embeddings, overrides and isolates; what is never seen:
// zero-width space, soft hyphen, word joiner and invisible operators, annotations, tags, the byte-order mark.
const forbidden =
  /[\p{Cc}\p{Zl}\p{Zp}\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]|\u034f/u;

// The flags of England, Scotland and Wales are a black one and tags.
const taggedFlags = /\u{1f3f4}[\u{e0020}-\u{e007e}]+\u{e007f}/gu;

// They shape what stands around them in some scripts and in emoji; anywhere else nobody sees them.
const joiners =
  /(?<![\p{Script=Arabic}\p{Script=Syriac}\p{Script=Mongolian}\p{M}\p{Extended_Pictographic}\p{Emoji_Modifier}])[\u200c\u200d]|[\u200c\u200d](?![\p{L}\p{Extended_Pictographic}])/gu;

// They choose between shapes of an emoji or an ideograph; behind anything else nobody sees them.
const selectors = /(?<!\p{Emoji})[\ufe00-\ufe0f]|(?<!\p{Script=Han})[\u{e0100}-\u{e01ef}]/gu;

// A letter with a tower on it stands in the lines above.
const towers = /\p{M}{5}/u;

// Alphabets whose letters pass for each other's.
const alphabets = [/\p{Script=Latin}/u, /\p{Script=Cyrillic}/u, /\p{Script=Greek}/u, /\p{Script=Cherokee}/u];

const visible = /[\p{L}\p{N}\p{P}\p{S}]/u;

// Letters and symbols by their class, but blank on every screen.
const blank = /[\u115f\u1160\u2800\u3164\uffa0]/gu;

/** The name in composed form, with single spaces inside and none around it; null when it is not one. */
export function parseDisplayName(text: string): DisplayName | null {
  if (!text.isWellFormed() || forbidden.test(text.replace(taggedFlags, ''))) return null;
  const name = text
    .normalize('NFC')
    .replace(joiners, '')
    .replace(selectors, '')
    .replace(blank, ' ')
    .replace(/\s+/gu, ' ')
    .trim();
  if (!visible.test(name) || towers.test(name) || wordsOf(name).some(isMixed)) return null;
  return Array.from(name).length <= displayNameCharacters.max ? (name as DisplayName) : null;
}

function wordsOf(name: string): readonly string[] {
  return name.split(/[^\p{L}\p{M}]+/u);
}

function isMixed(word: string): boolean {
  return alphabets.filter((alphabet) => alphabet.test(word)).length > 1;
}

/** The name as a search sees it: case and width do not matter. */
export function foldName(name: string): string {
  return name.normalize('NFKC').toLowerCase().replace(/\s+/gu, ' ').trim();
}
