// What a message is called where it is quoted in one line: the beginning of its text, without marks. Pure.
import { parseText } from '../../../shared/text/parse-text.ts';
import { plainText } from '../../../shared/text/plain-text.ts';
import type { TimelineItem } from '../../../shared/conversation/timeline.ts';

/** More than a line shows. */
const maxCharacters = 300;

export function quoteText({ text, mentions }: Pick<TimelineItem, 'text' | 'mentions'>): string {
  return plainText(parseText((text ?? '').slice(0, maxCharacters), mentions));
}
