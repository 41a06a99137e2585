// Addresses that stand in a text without brackets: where they begin, and where a reader would say that they end. Pure.
import { characterBefore, isWordCharacter } from './characters.ts';
import { parseAddress } from './address.ts';

const beginning = /^(?:https?:\/\/|mailto:|tel:|www\.)[\p{L}\p{N}+[]/iu;
const longestBeginning = 10;

/** Spaces, what never stands in an address, and the full stops and brackets of scripts that write no spaces. */
const outside = /[\s<>"`\\\p{Cc}\p{Cf}\u3000-\u3020\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65]/u;
const closing: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };
/** At the end they belong to the sentence. */
const ofSentence = /[.,;:!?'’”»…،؛؟।]/u;

export interface BareAddress {
  readonly end: number;
  /** Null: it looks like an address, and leads nowhere. */
  readonly href: string | null;
}

/** The address that begins at this place; null where none does. `isOpen`: whether a mark waits for its other half. */
export function findBareAddress(text: string, at: number, isOpen: (mark: string) => boolean): BareAddress | null {
  if (!'hmtw'.includes(text.charAt(at).toLowerCase()) || !beginning.test(text.slice(at, at + longestBeginning)))
    return null;
  if (isWordCharacter(characterBefore(text, at))) return null;
  let end = at;
  while (end < text.length && !outside.test(text.charAt(end)) && !isEndOfLabel(text, end, isOpen)) end++;
  end = withoutSentence(text, at, { end, isOpen });
  return { end, href: parseAddress(text.slice(at, end)) };
}

function isEndOfLabel(text: string, at: number, isOpen: (mark: string) => boolean): boolean {
  return text[at] === ']' && text[at + 1] === '(' && isOpen('[');
}

/** Without the signs at its end, brackets that it did not open, and marks that end what began before it. */
function withoutSentence(
  text: string,
  at: number,
  { end, isOpen }: { end: number; isOpen: (mark: string) => boolean },
) {
  const balance = new Map<string, number>();
  for (const sign of text.slice(at, end)) balance.set(sign, (balance.get(sign) ?? 0) + 1);
  let last = end;
  for (; last > at + 1; last--) {
    const sign = text.charAt(last - 1);
    const opener = closing[sign];
    const isTooMany = opener !== undefined && (balance.get(sign) ?? 0) > (balance.get(opener) ?? 0);
    if (!isTooMany && !ofSentence.test(sign) && !isOpen(sign)) break;
    balance.set(sign, (balance.get(sign) ?? 0) - 1);
  }
  return last;
}
