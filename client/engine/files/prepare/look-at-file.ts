// What is found in a file when it is looked into, by what it says it is. Never rejects for what stands in it.
import type { ToPrepare } from '../prepared.ts';
import type { Small } from './draw-picture.ts';
import { formOf, typeOf, unknownType } from './form-of.ts';
import type { GuardedWorker } from './guarded-worker.ts';
import { lookAtFilm, lookAtSound } from './look-at-media.ts';
import type { Looked, ToLook } from './look-worker.ts';
import { startBytes, startOfText } from './start-of-text.ts';

/** What an attachment of each form says besides its name. */
export type Found =
  | { readonly form: 'image'; readonly width: number; readonly height: number; readonly blur: string }
  | {
      readonly form: 'video';
      readonly width: number;
      readonly height: number;
      readonly durationMs: number;
      readonly blur?: string;
    }
  | { readonly form: 'audio'; readonly durationMs: number }
  | { readonly form: 'voice'; readonly durationMs: number; readonly waveform: string }
  | { readonly form: 'document'; readonly pages?: number; readonly start?: string; readonly blur?: string };

export interface Seen {
  readonly found: Found;
  /** As it stands in the message. */
  readonly type: string;
  /** What is to be sent in place of what was given. */
  readonly file: Blob | null;
  readonly preview: Small | null;
  readonly isPhoto: boolean;
}

export interface Looking {
  readonly looker: GuardedWorker<ToLook, Looked>;
  readonly signal: AbortSignal;
}

export async function lookAtFile(what: ToPrepare, looking: Looking): Promise<Seen> {
  const type = typeOf({ type: what.file.type, name: what.name });
  if (what.voice !== undefined) return plain({ form: 'voice', ...what.voice }, type);
  try {
    return (await lookByForm(what, type, looking)) ?? (await lookAtDocument(what.file, type, looking));
  } catch {
    looking.signal.throwIfAborted();
    return plain({ form: 'document' }, withoutClaim(type));
  }
}

const plain = (found: Found, type: string): Seen => ({ found, type, file: null, preview: null, isPhoto: false });

/** Null for what is not what it says it is, or cannot be shown here as that. */
async function lookByForm(what: ToPrepare, type: string, looking: Looking): Promise<Seen | null> {
  switch (formOf({ type, name: what.name })) {
    case 'image':
      return lookAtImage(what, looking);
    case 'video':
      return lookAtVideo(what, type, looking);
    case 'audio':
    case 'voice':
      return lookAtAudio(what, type, looking);
    case 'document':
      return null;
  }
}

async function lookAtImage({ file, isOriginal }: ToPrepare, { looker, signal }: Looking): Promise<Seen | null> {
  const seen = await looked(looker.run({ kind: 'photo', file, isOriginal }, signal), signal);
  if (seen?.kind !== 'photo') return null;
  const { width, height, blur, type, preview, isPhoto } = seen;
  return { found: { form: 'image', width, height, blur }, type, file: seen.file, preview, isPhoto };
}

async function lookAtVideo(what: ToPrepare, type: string, looking: Looking): Promise<Seen | null> {
  const film = await lookAtFilm(what.file, looking.signal);
  if (film === null) return null;
  const { frame, ...found } = film;
  const { preview, blur } = await lookAtFrame(frame, looking);
  return {
    ...plain({ form: 'video', ...found, ...blur }, type),
    file: await withoutPlace(what, type, looking),
    preview,
  };
}

async function lookAtAudio(what: ToPrepare, type: string, looking: Looking): Promise<Seen | null> {
  const durationMs = await lookAtSound(what.file, looking.signal);
  if (durationMs === null) return null;
  return { ...plain({ form: 'audio', durationMs }, type), file: await withoutPlace(what, type, looking) };
}

/** Null where it goes as it is. */
async function withoutPlace(
  { file, isOriginal }: ToPrepare,
  type: string,
  { looker, signal }: Looking,
): Promise<Blob | null> {
  if (isOriginal || !/^(?:video|audio)\/(?:mp4|quicktime)$/.test(type)) return null;
  const seen = await looked(looker.run({ kind: 'place', file }, signal), signal);
  return seen?.kind === 'place' ? seen.file : null;
}

async function lookAtDocument(file: Blob, type: string, looking: Looking): Promise<Seen> {
  const head = new Uint8Array(await file.slice(0, startBytes).arrayBuffer());
  if (isPdf(head)) return lookAtPdf(file, looking);
  const start = startOfText(head, file.size <= startBytes);
  if (start === null) return plain({ form: 'document' }, withoutClaim(type));
  return plain({ form: 'document', start }, isTextual(type) ? type : 'text/plain');
}

/** Some programs write something of their own before it. */
function isPdf(head: Uint8Array): boolean {
  return new TextDecoder('latin1').decode(head.subarray(0, 1024)).includes('%PDF-');
}

/** Twice what a tile shows. */
const pageSide = 1280;

async function lookAtPdf(file: Blob, looking: Looking): Promise<Seen> {
  const seen = plain({ form: 'document' }, 'application/pdf');
  const { openPdf } = await import('../pdf/open-pdf.ts');
  const drawn = await looked(openPdf(file).draw(1, { side: pageSide }, looking.signal), looking.signal);
  if (drawn === null) return seen;
  const { preview, blur } = await lookAtFrame(drawn.frame, looking);
  return { ...seen, found: { form: 'document', pages: drawn.pages, ...blur }, preview };
}

async function lookAtFrame(
  frame: ImageBitmap | null,
  { looker, signal }: Looking,
): Promise<{ preview: Small | null; blur: { blur?: string } }> {
  const seen = frame === null ? null : await looked(looker.run({ kind: 'frame', frame }, signal), signal);
  frame?.close(); // what was sent is a copy
  return seen?.kind === 'frame' ? { preview: seen.preview, blur: { blur: seen.blur } } : { preview: null, blur: {} };
}

/** Null for what failed; what is not wanted any more stays that. */
async function looked<Done>(work: Promise<Done>, signal: AbortSignal): Promise<Done | null> {
  try {
    return await work;
  } catch {
    signal.throwIfAborted();
    return null;
  }
}

/** The type of what goes as a document although it says it is something to see or hear: nobody shall believe it. */
function withoutClaim(type: string): string {
  return /^(?:image|video|audio|text)\//.test(type) && type !== 'image/svg+xml' ? unknownType : type;
}

function isTextual(type: string): boolean {
  return /^text\/|[/+](?:json|xml|javascript|yaml|toml|sql|x-sh)$/.test(type);
}
