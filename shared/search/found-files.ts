// The files of a message that was found, as a result shows them: how a text begins is left out, for whoever opens it reads it.
import type { Attachment } from '../conversation/attachments.ts';
import type { FoundFile } from '../protocol/search-answer.ts';
import type { Places } from './match.ts';

export function filesFound(attachments: readonly Attachment[], { names }: Pick<Places, 'names'>): readonly FoundFile[] {
  return attachments.map((one, index) => ({ attachment: withoutStart(one), spans: names[index] ?? [] }));
}

export function withoutStart(attachment: Attachment): Attachment {
  if (attachment.form !== 'document' || attachment.start === undefined) return attachment;
  const { start: _, ...rest } = attachment;
  return rest;
}
