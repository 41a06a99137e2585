// What the Files screens and the search say of files, in English: the shape that the other languages have.
import type { AttachmentForm } from '../../../../shared/conversation/attachments.ts';
import type { FilesTab } from '../../files-list/files-tabs.ts';

const plural = new Intl.PluralRules('en');
const counted = (count: number, one: string, many: string) =>
  plural.select(count) === 'one' ? `1 ${one}` : `${count.toLocaleString('en')} ${many}`;

export interface FilesListWords {
  readonly title: string;
  readonly titleIn: (place: string) => string;
  readonly field: string;
  readonly placeholder: string;
  readonly kinds: string;
  readonly tabs: Readonly<Record<FilesTab, string>>;
  readonly found: Readonly<Record<FilesTab, (count: number, hasMore: boolean) => string>>;
  readonly none: Readonly<Record<FilesTab, string>>;
  readonly noneHint: string;
  readonly noneFound: string;
  readonly onlyHere: string;
  readonly newer: (count: number) => string;
  readonly more: string;
  readonly forms: Readonly<Record<AttachmentForm, string>>;
  readonly tile: (form: AttachmentForm, name: string, sender: string, date: string) => string;
  readonly here: string;
  readonly toMessage: string;
  readonly toMessageOf: (name: string) => string;
  readonly allFiles: (query: string) => string;
  readonly has: Readonly<Record<'file' | 'image' | 'video' | 'audio' | 'document', string>>;
}

const soFar = (hasMore: boolean) => (hasMore ? ' so far' : '');

export const en: FilesListWords = {
  title: 'Files',
  titleIn: (place) => `Files in ${place}`,
  field: 'Find files by name',
  placeholder: 'A name, from:',
  kinds: 'Kinds of files',
  tabs: { media: 'Images and videos', audio: 'Audio', documents: 'Documents', links: 'Links' },
  found: {
    media: (count, hasMore) => `${counted(count, 'image or video', 'images and videos')}${soFar(hasMore)}.`,
    audio: (count, hasMore) => `${counted(count, 'recording', 'recordings')}${soFar(hasMore)}.`,
    documents: (count, hasMore) => `${counted(count, 'document', 'documents')}${soFar(hasMore)}.`,
    links: (count, hasMore) => `${counted(count, 'link', 'links')}${soFar(hasMore)}.`,
  },
  none: {
    media: 'No images or videos yet',
    audio: 'No audio yet',
    documents: 'No documents yet',
    links: 'No links yet',
  },
  noneHint: 'What is sent in messages is listed here.',
  noneFound: 'Nothing is called so.',
  onlyHere: 'There is no connection: what this device holds is shown. There may be more.',
  newer: (count) => `Show newer ones from ${counted(count, 'message', 'messages')}`,
  more: 'Show older ones',
  forms: { image: 'Picture', video: 'Video', audio: 'Audio file', voice: 'Voice message', document: 'Document' },
  tile: (form, name, sender, date) => `${en.forms[form]}: ${name}, from ${sender}, ${date}`,
  here: 'On this device',
  toMessage: 'Go to the message',
  toMessageOf: (name) => `Go to the message with ${name}`,
  allFiles: (query) => `Search files for “${query}”`,
  has: { file: 'Files', image: 'Pictures', video: 'Videos', audio: 'Audio', document: 'Documents' },
};
