// What the menu of a message does with its files: shows them, keeps them, takes a picture to the clipboard.
import type { Attachment } from '../../../shared/conversation/attachments.ts';
import type { TimelineItem } from '../../../shared/conversation/timeline.ts';
import type { ConversationId } from '../../../shared/ids.ts';
import type { FilesView } from '../../engine/files/files.ts';
import { isPicture } from './is-picture.ts';
import { saveAs } from './save-file.ts';
import { isReadHere } from './viewer-kind.ts';

export type FileAct = 'show' | 'download' | 'copyImage';

export function actsWithFiles(item: TimelineItem): readonly FileAct[] {
  const { attachments } = item;
  if (attachments.length === 0) return [];
  return [
    ...(shownFirst(item) === null ? [] : (['show'] as const)),
    'download',
    ...(canCopy(attachments) ? (['copyImage'] as const) : []),
  ];
}

/** The first that can be seen here; null where there is none. */
export function shownFirst({ attachments }: TimelineItem): Attachment | null {
  return attachments.find((one) => isPicture(one) || (one.form === 'document' && isReadHere(one))) ?? null;
}

/** Each under its own name. Answers one that cannot be had now, or null. */
export async function downloadAll(
  files: FilesView,
  conversationId: ConversationId,
  attachments: readonly Attachment[],
): Promise<Attachment | null> {
  let missed: Attachment | null = null;
  for (const file of attachments) {
    const content = await files.read(conversationId, file);
    if (content === null) missed = file;
    else saveAs(content, file.name);
  }
  return missed;
}

/** Where there are several nobody knows which is meant; and browsers take pictures on safe addresses only. */
function canCopy(attachments: readonly Attachment[]): boolean {
  return attachments.length === 1 && attachments[0]?.form === 'image' && typeof ClipboardItem === 'function';
}

/** Clipboards take PNG alone. Whether the browser took it. */
export async function copyFirstImage(
  files: FilesView,
  conversationId: ConversationId,
  [file]: readonly Attachment[],
): Promise<boolean> {
  if (file === undefined) return false;
  const asPng = async () => {
    const content = await files.read(conversationId, file);
    if (content === null) throw new Error('not to be had now');
    const picture = await createImageBitmap(content);
    const canvas = new OffscreenCanvas(picture.width, picture.height);
    canvas.getContext('2d')?.drawImage(picture, 0, 0);
    return canvas.convertToBlob({ type: 'image/png' });
  };
  try {
    // Handed over while it is being made: a press allows it for a moment only.
    await navigator.clipboard.write([new ClipboardItem({ 'image/png': asPng() })]);
    return true;
  } catch {
    return false; // forbidden, not focused, or no picture
  }
}
