// What a file is called beside its name, by what its event says of it. Pure.
import type { DocumentAttachment } from '../../../shared/conversation/attachments.ts';

export type FileKind =
  | 'pdf'
  | 'text'
  | 'code'
  | 'words'
  | 'sheet'
  | 'slides'
  | 'archive'
  | 'image'
  | 'sound'
  | 'film'
  | 'file';

const byType: readonly (readonly [RegExp, FileKind])[] = [
  [/^application\/pdf$/, 'pdf'],
  [/spreadsheet|ms-excel|^text\/(?:csv|tab-separated-values)$/, 'sheet'],
  [/presentation|powerpoint/, 'slides'],
  [/wordprocessing|msword|opendocument\.text|rtf|epub/, 'words'],
  [/zip|x-tar|compressed|x-rar|x-bzip|zstd/, 'archive'],
  [/^text\/plain$/, 'text'],
  [/^text\/|json|javascript|xml|yaml|toml|x-sh/, 'code'],
  [/^image\//, 'image'],
  [/^audio\//, 'sound'],
  [/^video\//, 'film'],
];

/** Of the name that which browsers say nothing about. */
const byEnding: Readonly<Record<string, FileKind>> = {
  ...{ md: 'text', txt: 'text', log: 'text', csv: 'sheet', tsv: 'sheet', ods: 'sheet', xls: 'sheet', xlsx: 'sheet' },
  ...{
    doc: 'words',
    docx: 'words',
    odt: 'words',
    rtf: 'words',
    epub: 'words',
    ppt: 'slides',
    pptx: 'slides',
    odp: 'slides',
  },
  ...{ zip: 'archive', gz: 'archive', tgz: 'archive', tar: 'archive', '7z': 'archive', rar: 'archive', xz: 'archive' },
};

type Named = Pick<DocumentAttachment, 'name' | 'type' | 'start'>;

export function kindOfFile({ name, type, start }: Named): FileKind {
  const ofName = Object.hasOwn(byEnding, endingOf(name)) ? byEnding[endingOf(name)] : undefined;
  if (ofName !== undefined) return ofName;
  const ofType = byType.find(([pattern]) => pattern.test(type))?.[1];
  return ofType ?? (start === undefined ? 'file' : 'code');
}

/** Lower-case, without its dot; empty where there is none. */
export function endingOf(name: string): string {
  return (/\.([\p{L}\p{N}]{1,12})$/u.exec(name)?.[1] ?? '').toLowerCase();
}

/** A long name's beginning and end: what stands between them goes first where there is no room. */
export function partsOfName(name: string): readonly [beginning: string, end: string] {
  const kept = 10;
  if (name.length <= 24) return [name, ''];
  const at = name.length - Math.max(kept, Math.min(endingOf(name).length + 4, 16));
  // Not between the halves of one character, and before no mark that belongs to the letter before it.
  const cut = /^[\uDC00-\uDFFF\p{M}]/u.test(name.slice(at)) ? at - 1 : at;
  return [name.slice(0, cut), name.slice(cut)];
}
