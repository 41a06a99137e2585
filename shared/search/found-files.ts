// What a result shows besides words: the files of its message, and the links in it where such were asked for.
import type { Attachment } from '../conversation/attachments.ts';
import { maxLinks, type FoundFile } from '../protocol/search-answer.ts';
import { linksIn } from './kinds.ts';
import type { Places } from './match.ts';
import type { Query } from './query.ts';

export function filesFound(attachments: readonly Attachment[], { names }: Pick<Places, 'names'>): readonly FoundFile[] {
  return attachments.map((attachment, index) => ({ attachment, spans: names[index] ?? [] }));
}

/** As they were written, whole: what is shown of the text may end within one. */
export function linksFound({ has }: Pick<Query, 'has'>, text: string): readonly string[] {
  const links: string[] = [];
  if (!has.includes('link')) return links;
  for (const { from, to } of linksIn(text)) {
    if (links.length === maxLinks) break;
    links.push(text.slice(from, to));
  }
  return links;
}
