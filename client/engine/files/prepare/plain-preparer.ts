// Knows of a file what stands outside of it, and its hash: where no browser looks into it, or nothing runs beside a page.
import type { Attachment, FileHash } from '../../../../shared/conversation/attachments.ts';
import { cleanFileName } from '../../../../shared/conversation/attachments.ts';
import type { Preparer, ToPrepare } from '../prepared.ts';
import { formOf, typeOf } from './form-of.ts';
import { hashBlob } from './hash-blob.ts';

export function makePlainPreparer(): Preparer {
  return {
    formOf,
    async prepare(what, signal) {
      const hash = await hashBlob(what.file, { signal });
      return { file: what.file, attachment: plainAttachment(what, hash), preview: null, isPhoto: false };
    },
    hash: (file, signal) => hashBlob(file, { signal }),
  };
}

/** What goes when nothing more is known: a document, or what its recorder knows of it. */
export function plainAttachment({ file, name, voice }: ToPrepare, hash: FileHash): Attachment {
  const named = { hash, size: file.size, type: typeOf({ type: file.type, name }), name: cleanFileName(name) };
  return voice === undefined ? { form: 'document', ...named } : { form: 'voice', ...named, ...voice };
}
