// The files of a message that was found, as a result shows them.
import type { Attachment } from '../conversation/attachments.ts';
import type { FoundFile } from '../protocol/search-answer.ts';
import type { Places } from './match.ts';

export function filesFound(attachments: readonly Attachment[], { names }: Pick<Places, 'names'>): readonly FoundFile[] {
  return attachments.map((attachment, index) => ({ attachment, spans: names[index] ?? [] }));
}
