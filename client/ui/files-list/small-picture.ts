// Which file shows what an attachment looks like in little room. Pure.
import type { Attachment, NamedFile } from '../../../shared/conversation/attachments.ts';

/** A picture that no smaller one was made of is small itself; of a larger one its rough shape has to do. */
const maxOriginalBytes = 256 * 1024;

/** Null where nothing is to be shown but its shape. */
export function smallPictureOf(attachment: Attachment): NamedFile | null {
  if ('preview' in attachment && attachment.preview !== undefined) return attachment.preview;
  return attachment.form === 'image' && attachment.size <= maxOriginalBytes ? attachment : null;
}
