// What a message carries, as far as one line tells it where there is no text: in the list, in notices, in quotes. The words
// are brought by whoever shows it. Crosses the wire where the message itself does not. Pure.
import * as v from 'valibot';
import { maxAttachments, maxFileNameLength, type Attachment, type AttachmentForm } from './attachments.ts';
import { lengthText } from '../text/length-text.ts';

/** `mixed`: of more than one form. */
export type FormInShort = AttachmentForm | 'mixed';

export const formsInShort = ['image', 'video', 'audio', 'voice', 'document', 'mixed'] as const satisfies FormInShort[];

export const filesInShort = v.object({
  form: v.picklist(formsInShort),
  count: v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(maxAttachments)),
  /** Of the first. */
  name: v.pipe(v.string(), v.maxLength(maxFileNameLength)),
  /** Of the first, where it plays. */
  durationMs: v.exactOptional(v.pipe(v.number(), v.safeInteger(), v.minValue(0))),
});

export interface FilesInShort extends v.InferOutput<typeof filesInShort> {}

/** Null where a message carries none. */
export function inShort(attachments: readonly Attachment[]): FilesInShort | null {
  const [first] = attachments;
  if (first === undefined) return null;
  const isOneForm = attachments.every(({ form }) => form === first.form);
  return {
    ...{ form: isOneForm ? first.form : 'mixed', count: attachments.length, name: first.name },
    ...('durationMs' in first && { durationMs: first.durationMs }),
  };
}

/** What so many files of a form are called. */
export type WordsOfFiles = Readonly<Record<FormInShort, (count: number) => string>>;

/** What has a name of its own goes by it; a voice message says how long it is. */
export function lineOfFiles({ form, count, name, durationMs }: FilesInShort, words: WordsOfFiles): string {
  if (count === 1 && (form === 'document' || form === 'audio')) return name;
  if (count === 1 && form === 'voice') return `${words.voice(1)} ${lengthText(durationMs ?? 0)}`;
  return words[form](count);
}
