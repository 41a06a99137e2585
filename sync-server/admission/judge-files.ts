// May this person's message carry these files? Each must be stored, shown by them within a day to be theirs to send, and
// be what the message says of it. Whoever merely knows a hash hears the same whether or not the file is there.
// Synchronous, as all of admission: between the judgement and the commit that takes the message up nothing comes.
import type { Attachment, Preview } from '../../shared/conversation/attachments.ts';
import type { UserId } from '../../shared/ids.ts';
import type { RefusalCode } from '../../shared/protocol/refusal.ts';
import { claimLifeMs, type FileRecords } from '../files/file-records.ts';
import { maxPreviewBytes, maxPreviewPixels } from '../limits.ts';

export interface FilesAsked {
  readonly files: Pick<FileRecords, 'stored' | 'holdsClaim'>;
  readonly userId: UserId;
  readonly nowMs: number;
}

/** Null when it may. Costs two look-ups for each file. */
export function judgeFiles(attachments: readonly Attachment[], asked: FilesAsked): RefusalCode | null {
  for (const one of attachments) {
    const code = judgeFile(one, asked) ?? ('preview' in one && one.preview ? judgePreview(one.preview, asked) : null);
    if (code !== null) return code;
  }
  return null;
}

function judgeFile({ hash, size }: Pick<Attachment, 'hash' | 'size'>, asked: FilesAsked): RefusalCode | null {
  const { files, userId, nowMs } = asked;
  if (!files.holdsClaim(userId, hash, nowMs - claimLifeMs)) return 'no-file';
  return files.stored(hash)?.size === size ? null : 'bad-event';
}

/** It is shown to all who see the message, unasked: it has to be a picture, and no large one. */
function judgePreview(preview: Preview, asked: FilesAsked): RefusalCode | null {
  const code = judgeFile(preview, asked);
  if (code !== null) return code;
  const { isInline = false, width = null, height = null } = asked.files.stored(preview.hash) ?? {};
  const isSmall = preview.size <= maxPreviewBytes && (width ?? 0) * (height ?? 0) <= maxPreviewPixels;
  return isInline && width !== null && height !== null && isSmall ? null : 'bad-event';
}
