// Which documents can be read here, and how. Pure.
import type { DocumentAttachment } from '../../../shared/conversation/attachments.ts';
import { endingOf } from './file-kind.ts';

export type ViewerKind = 'pdf' | 'text';

/** Null for what is only downloaded. Of a text its event says how it begins. */
export function viewerKind({ type, start, name }: DocumentAttachment): ViewerKind | null {
  if (type === 'application/pdf' || (endingOf(name) === 'pdf' && start === undefined)) return 'pdf';
  return start === undefined ? null : 'text';
}

export function isReadHere(file: DocumentAttachment): boolean {
  return viewerKind(file) !== null;
}
