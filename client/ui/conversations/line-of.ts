// A message in one line: in the list, in a quote, wherever it is only named. What it says, else what it carries. Pure.
import type { Attachment } from '../../../shared/conversation/attachments.ts';
import {
  inShort,
  lineOfFiles,
  type FilesInShort,
  type WordsOfFiles,
} from '../../../shared/conversation/files-in-short.ts';
import type { Mention } from '../../../shared/rules/mentions.ts';
import { parseText } from '../../../shared/text/parse-text.ts';
import { plainText, type NameOfMentioned } from '../../../shared/text/plain-text.ts';

type Line = (
  | { readonly attachments: readonly Attachment[] }
  /** Where it is known by no more. */
  | { readonly files: FilesInShort | null }
) & { readonly text: string | null; readonly mentions: readonly Mention[] };

/** Enough to fill any line: the rest of a long text is not looked at. */
const maxLength = 400;

export function lineOf(line: Line, calledOf: NameOfMentioned, words: { readonly files: WordsOfFiles }): string {
  const { text, mentions } = line;
  const files = 'files' in line ? line.files : inShort(line.attachments);
  if ((text ?? '') === '' && files !== null) return lineOfFiles(files, words.files);
  return plainText(parseText((text ?? '').slice(0, maxLength), mentions), calledOf);
}
