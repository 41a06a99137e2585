// A message in one line: in the list, in a quote, wherever it is only named. Pure.
import type { Mention } from '../../../shared/rules/mentions.ts';
import { parseText } from '../../../shared/text/parse-text.ts';
import { plainText, type NameOfMentioned } from '../../../shared/text/plain-text.ts';

interface Line {
  readonly text: string | null;
  readonly mentions: readonly Mention[];
}

/** Enough to fill any line: the rest of a long text is not looked at. */
const maxLength = 400;

export function lineOf({ text, mentions }: Line, calledOf: NameOfMentioned): string {
  return plainText(parseText((text ?? '').slice(0, maxLength), mentions), calledOf);
}
