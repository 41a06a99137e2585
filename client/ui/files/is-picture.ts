// What stands in a grid and is looked at large.
import type { Attachment, ImageAttachment, VideoAttachment } from '../../../shared/conversation/attachments.ts';

export type PictureAttachment = ImageAttachment | VideoAttachment;

export function isPicture(attachment: Attachment): attachment is PictureAttachment {
  return attachment.form === 'image' || attachment.form === 'video';
}
