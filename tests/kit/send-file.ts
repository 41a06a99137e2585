// Sending files as a device does, over a real server's HTTP: announcing, then tus by hand, so that every step can go wrong.
import { createHash } from 'node:crypto';
import { must } from '../../shared/base/assert.ts';
import { parseFileHash, type AttachmentForm, type FileHash } from '../../shared/conversation/attachments.ts';
import type { ConversationId } from '../../shared/ids.ts';
import type { Person } from './person.ts';

/** Who sends: a person of a real server, by their cookie. */
export type Sender = Pick<Person, 'url' | 'cookie'>;

export interface FileAnswer {
  readonly status: number;
  /** The refusal's, if it is one. */
  readonly code: string | null;
  readonly headers: Headers;
  readonly bytes: Uint8Array;
}

export function hashOfBytes(bytes: Uint8Array): FileHash {
  return must(parseFileHash(createHash('sha256').update(bytes).digest('hex')), 'a hash');
}

interface Announcement {
  readonly hash: FileHash;
  readonly size: number;
  readonly form?: AttachmentForm;
  readonly from?: ConversationId;
}

export interface Announced {
  readonly status: number;
  readonly body: {
    readonly status?: string;
    readonly upload?: string;
    readonly offset?: number;
    readonly code?: string;
  };
}

export async function announce(sender: Sender, { form = 'document', ...rest }: Announcement): Promise<Announced> {
  const headers = { cookie: sender.cookie, origin: sender.url, 'content-type': 'application/json' };
  const body = JSON.stringify({ form, ...rest });
  const answer = await fetch(`${sender.url}/api/files`, { method: 'POST', headers, body });
  return { status: answer.status, body: (await answer.json()) as Announced['body'] };
}

/** Where a file that the server does not have is to be sent. */
export async function begin(sender: Sender, bytes: Uint8Array, form?: AttachmentForm): Promise<string> {
  const named = { hash: hashOfBytes(bytes), size: bytes.length };
  const { body } = await announce(sender, form === undefined ? named : { ...named, form });
  return must(body.upload, `an address to send to, not ${JSON.stringify(body)}`);
}

const tus = { 'Tus-Resumable': '1.0.0' };

export function patch(
  sender: Sender,
  upload: string,
  {
    offset,
    body,
    signal,
  }: { offset: number | string; body: Uint8Array<ArrayBuffer> | ReadableStream; signal?: AbortSignal },
): Promise<FileAnswer> {
  return ask(sender, upload, {
    ...{ method: 'PATCH', body, duplex: 'half', ...(signal && { signal }) },
    headers: { ...tus, 'Upload-Offset': String(offset), 'Content-Type': 'application/offset+octet-stream' },
  });
}

export function head(sender: Sender, upload: string): Promise<FileAnswer> {
  return ask(sender, upload, { method: 'HEAD', headers: tus });
}

export function giveUp(sender: Sender, upload: string): Promise<FileAnswer> {
  return ask(sender, upload, { method: 'DELETE', headers: tus });
}

/** Announces and sends it in one piece; what the server said at the end. */
export async function sendFile(
  sender: Sender,
  bytes: Uint8Array<ArrayBuffer>,
  form?: AttachmentForm,
): Promise<{ hash: FileHash; status: number; code: string | null }> {
  const { status, code } = await patch(sender, await begin(sender, bytes, form), { offset: 0, body: bytes });
  return { hash: hashOfBytes(bytes), status, code };
}

export function readFileOf(
  sender: Sender,
  { hash, conversation, method = 'GET' }: { hash: string; conversation: string; method?: string },
  headers: Readonly<Record<string, string>> = {},
): Promise<FileAnswer> {
  return ask(sender, `/api/files/${hash}?in=${encodeURIComponent(conversation)}`, { method, headers });
}

/** A request exactly as given, by this person from our own pages. */
export async function ask(
  sender: Sender,
  path: string,
  { headers, ...init }: Omit<RequestInit, 'headers'> & { headers?: Readonly<Record<string, string>>; duplex?: 'half' },
): Promise<FileAnswer> {
  const own = { cookie: sender.cookie, origin: sender.url };
  const answer = await fetch(`${sender.url}${path}`, { ...init, headers: { ...own, ...headers } });
  const bytes = new Uint8Array(await answer.arrayBuffer());
  return { status: answer.status, code: codeIn(answer, bytes), headers: answer.headers, bytes };
}

function codeIn(answer: Response, bytes: Uint8Array): string | null {
  if (answer.ok || bytes.length === 0) return null;
  const { code } = JSON.parse(new TextDecoder().decode(bytes)) as { code?: string };
  return code ?? null;
}
