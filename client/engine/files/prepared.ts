// The border between the engine and what looks into files: a worker in the browser (`client/engine/files/prepare`), a small
// stand-in where no browser is. Everything is given as a Blob and comes back as one.
import type { Attachment, AttachmentForm, FileHash, Preview } from '../../../shared/conversation/attachments.ts';

export interface ToPrepare {
  readonly file: Blob;
  readonly name: string;
  /** Photos only: not made smaller, and nothing taken from it. */
  readonly isOriginal: boolean;
  readonly voice?: { readonly durationMs: number; readonly waveform: string };
}

export interface Prepared {
  /** What is to be sent: the file as it was given, or one made of it. Its hash and size are those of the attachment. */
  readonly file: Blob;
  readonly attachment: Attachment;
  /** The smaller picture of it, when the attachment names one. */
  readonly preview: { readonly file: Blob; readonly named: Preview } | null;
  /** Whether it could go smaller, or without where it was taken, or did so. */
  readonly isPhoto: boolean;
}

export interface Preparer {
  /** What a file will be sent as, by its declared type and name alone: its limit is told before anything is read. */
  formOf(file: { readonly type: string; readonly name: string }): AttachmentForm;
  /** Never rejects for what stands in the file: what cannot be looked into goes as a document. Rejects when it cannot be read. */
  prepare(what: ToPrepare, signal: AbortSignal): Promise<Prepared>;
  /** Of any blob, in pieces: memory does not grow with it. */
  hash(file: Blob, signal: AbortSignal): Promise<FileHash>;
}
