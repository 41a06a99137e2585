// The files that a message names, as rows of the log.
import type { Attachment, AttachmentForm, FileHash } from '../../shared/conversation/attachments.ts';

interface Named {
  readonly hash: FileHash;
  /** Null of a smaller picture, and so is the name. */
  readonly form: AttachmentForm | null;
  readonly name: string | null;
  readonly type: string;
  readonly size: number;
}

/** A row for each file of a message, and one for each smaller picture. */
export function namesIn(attachments: readonly Attachment[]): Named[] {
  return attachments.flatMap((one): Named[] => {
    const { hash, form, name, type, size } = one;
    const small = 'preview' in one ? one.preview : undefined;
    const own = { hash, form, name, type, size };
    return small === undefined
      ? [own]
      : [own, { hash: small.hash, form: null, name: null, type: small.type, size: small.size }];
  });
}
