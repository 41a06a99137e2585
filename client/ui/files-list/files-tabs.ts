// The kinds of files that one may look through, as an address names them. Pure.
import type { Kind } from '../../../shared/search/kinds.ts';

/** What a message must hold to stand there. */
export const filesTabs = {
  media: 'media',
  audio: 'audio',
  documents: 'document',
  links: 'link',
} as const satisfies Readonly<Record<string, Kind>>;

export type FilesTab = keyof typeof filesTabs;
export const filesTabNames = Object.keys(filesTabs) as readonly FilesTab[]; // its own keys

export function parseFilesTab(text: string): FilesTab | null {
  return filesTabNames.find((name) => name === text) ?? null;
}
