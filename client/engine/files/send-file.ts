// Brings one file to the server: asks whether it is wanted at all, and sends what is missing by the tus protocol, from
// where the server stands (https://tus.io/protocols/resumable-upload, 1.0.0: core). Step 4 of a message's path, for files.
// Promises: what the server has is not sent again, whoever of this person's devices has sent it; ends with one outcome.
// Does not know messages, or what else is on its way.
import type { UserId } from '../../../shared/ids.ts';
import { personHeader, isHttpRefusalCode, refusalAnswer } from '../../../shared/protocol/people-api.ts';
import type { Api } from '../api/api.ts';
import type { Platform } from '../platform.ts';
import * as v from 'valibot';
import { pieceBytes, type Wanted } from './decide-upload.ts';
import { endWhenSilent } from './end-when-silent.ts';

/** `later`: nobody has said no. `refused`: somebody has to decide. `gone`: this device does not have it. */
export type SendOutcome =
  | { readonly status: 'there' }
  | { readonly status: 'later' }
  | { readonly status: 'refused'; readonly code: string }
  | { readonly status: 'gone' };

export interface SendFileParts {
  readonly platform: Pick<Platform, 'send' | 'origin' | 'schedule'>;
  readonly api: Pick<Api, 'announceFile'>;
  readonly me: UserId;
  /** `gone`: this device does not have it, or no more. `later`: it cannot be read now. */
  readonly bytesOf: (wanted: Wanted) => Promise<Blob | 'gone' | 'later'>;
  readonly onProgress: (bytes: number) => void;
  /** Where it is being sent. */
  readonly onUpload: (path: string) => void;
  readonly signal: AbortSignal;
}

/** Where an upload has to be announced anew so often with nothing gained, something is wrong with it. */
const maxTurns = 4;
/** The first may be another device's doing; after the second it is this one that has something else. */
const maxMismatches = 2;
/** Without a byte going or an answer coming the line counts as lost. A slow one may keep a whole piece in its buffers. */
const silenceMs = 120_000;
/** With its last piece the server looks through the whole file: so many bytes in a ms at least. */
const slowestLook = 2_000;

export async function sendFile(parts: SendFileParts, wanted: Wanted): Promise<SendOutcome> {
  let best = -1;
  let mismatches = 0;
  for (let turn = 0; turn < maxTurns && !parts.signal.aborted;) {
    const { hash, size, form, from } = wanted;
    const answer = await parts.api.announceFile({ hash, size, form, ...(from !== null && { from }) });
    if (answer.status === 'failed') return outcomeOf(answer.code);
    if (answer.value.status === 'have') {
      parts.onProgress(size);
      return { status: 'there' };
    }
    const { upload, offset } = answer.value;
    parts.onUpload(upload);
    if (offset > best) [best, turn] = [offset, 0];
    else turn++;
    const sent = await sendFrom(parts, wanted, { upload, offset });
    if (sent === 'mismatch' && ++mismatches === maxMismatches) return { status: 'gone' };
    if (sent !== 'again' && sent !== 'mismatch') return sent;
  }
  return { status: 'later' };
}

interface Upload {
  readonly upload: string;
  readonly offset: number;
}

/** `again`: the server stands elsewhere than was thought. `mismatch`: what came was not what its hash says. */
type Again = 'again' | 'mismatch';

async function sendFrom(
  parts: SendFileParts,
  wanted: Wanted,
  { upload, offset }: Upload,
): Promise<SendOutcome | Again> {
  const { platform, me, bytesOf, onProgress, signal } = parts;
  const bytes = await bytesOf(wanted);
  if (typeof bytes === 'string') return { status: bytes };
  let at = offset;
  onProgress(at);
  while (at < wanted.size) {
    const length = pieceBytes({ size: wanted.size, sinceCut: at - offset, wasCut: offset > 0 });
    const piece = bytes.slice(at, Math.min(wanted.size, at + length));
    const begun = at;
    const headers = {
      ...{ 'Tus-Resumable': '1.0.0', 'Upload-Offset': String(at), 'Content-Type': 'application/offset+octet-stream' },
      [personHeader]: me,
    };
    const isLast = begun + piece.size >= wanted.size;
    const line = endWhenSilent(platform, signal, silenceMs + (isLast ? wanted.size / slowestLook : 0));
    const hear = (count: number) => {
      line.hear();
      onProgress(Math.min(wanted.size, begun + count));
    };
    let sent;
    try {
      sent = await platform.send(platform.origin + upload, {
        ...{ method: 'PATCH', headers, body: piece },
        ...{ signal: line.signal, onProgress: hear },
      });
    } catch {
      return { status: 'later' }; // cut: what has come stays there, and the next announcement says how much
    } finally {
      line.stop();
    }
    if (sent.status !== 204) return afterPatch(sent.status, sent.body);
    const told = Number(sent.header('Upload-Offset'));
    if (!Number.isSafeInteger(told) || told <= at) return 'again';
    at = told;
    onProgress(at);
  }
  return { status: 'there' };
}

/** 404 and 410: it was collected, or another device has finished it. 409: that one was quicker. */
function afterPatch(status: number, body: string): SendOutcome | Again {
  if (status === 404 || status === 409 || status === 410) return 'again';
  const code = codeIn(body);
  if (code === 'hash-mismatch') return 'mismatch'; // sent from its beginning once more
  if (code !== null) return outcomeOf(code);
  return status === 413 ? { status: 'refused', code: 'too-large' } : { status: 'later' };
}

const refusing: ReadonlySet<string> = new Set([
  'too-large',
  'no-room',
  'not-allowed',
  'file-infected',
  'bad-request',
  'forbidden',
]);

function outcomeOf(code: string): SendOutcome {
  return refusing.has(code) ? { status: 'refused', code } : { status: 'later' };
}

function codeIn(body: string): string | null {
  try {
    const parsed = v.safeParse(refusalAnswer, JSON.parse(body));
    return parsed.success && isHttpRefusalCode(parsed.output.code) ? parsed.output.code : null;
  } catch {
    return null;
  }
}
