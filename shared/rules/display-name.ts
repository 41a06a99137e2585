// What a person may call themselves, and how names are compared in a search.
// Promises: a name has something to see in it, fits a line and cannot turn the text around it.
import type { Brand } from '../base/brand.ts';

export type DisplayName = Brand<string, 'DisplayName'>;

const displayNameCharacters = { max: 64 };

// Controls, line and paragraph separators, bidirectional embeddings, overrides and isolates, the byte-order mark.
const forbidden = /[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069\ufeff]/u;

const visible = /[\p{L}\p{N}\p{P}\p{S}]/u;

// Letters and symbols by their class, but blank on every screen.
const blank = /[\u115f\u1160\u2800\u3164\uffa0]/gu;

/** The name in composed form, with single spaces inside and none around it; null when it is not one. */
export function parseDisplayName(text: string): DisplayName | null {
  if (!text.isWellFormed() || forbidden.test(text)) return null;
  const name = text.normalize('NFC').replace(/\s+/gu, ' ').trim();
  if (!visible.test(name.replace(blank, ''))) return null;
  return Array.from(name).length <= displayNameCharacters.max ? (name as DisplayName) : null;
}

/** The name as a search sees it: case and width do not matter. */
export function foldName(name: string): string {
  return name.normalize('NFKC').toLowerCase().replace(/\s+/gu, ' ').trim();
}
