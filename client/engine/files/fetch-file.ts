// Gets a file from the server, whole, and checks that it is what it is called. Askers of one file share one request, which
// ends when none of them waits any more.
import type { FileHash, NamedFile } from '../../../shared/conversation/attachments.ts';
import type { ConversationId, UserId } from '../../../shared/ids.ts';
import { fileAddress } from '../../../shared/protocol/files-api.ts';
import { personHeader } from '../../../shared/protocol/people-api.ts';
import type { Platform } from '../platform.ts';
import { endWhenSilent } from './end-when-silent.ts';
import type { KeptFiles } from './kept-files.ts';
import { pageType } from './page-type.ts';

export interface FetchOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (bytes: number) => void;
}

export interface FetchParts {
  readonly platform: Pick<Platform, 'fetch' | 'origin' | 'preparer' | 'schedule'>;
  readonly files: Pick<KeptFiles, 'keep'>;
  readonly me: UserId;
}

interface Fetching {
  readonly coming: Promise<Fetched>;
  readonly abort: AbortController;
  readonly hearers: Set<(bytes: number) => void>;
  waiting: number;
}

/** `gone`: the server does not give it out. `later`: it cannot be had now, or nobody waits any more. */
export type Fetched = Blob | 'gone' | 'later';
export type FetchFile = (where: ConversationId, file: NamedFile, options: FetchOptions) => Promise<Fetched>;

export function makeFetchFile(parts: FetchParts): FetchFile {
  const underWay = new Map<FileHash, Fetching>();
  const begin = (where: ConversationId, file: NamedFile): Fetching => {
    const abort = new AbortController();
    const hearers = new Set<(bytes: number) => void>();
    const onBytes = (bytes: number) => hearers.forEach((hear) => hear(bytes));
    const coming = get(parts, { where, file, signal: abort.signal, onBytes }).finally(() => {
      if (underWay.get(file.hash) === begun) underWay.delete(file.hash);
    });
    const begun: Fetching = { coming, abort, hearers, waiting: 0 };
    underWay.set(file.hash, begun);
    return begun;
  };
  return async (where, file, { signal, onProgress }) => {
    if (signal?.aborted === true) return 'later';
    const fetching = underWay.get(file.hash) ?? begin(where, file);
    fetching.waiting++;
    if (onProgress !== undefined) fetching.hearers.add(onProgress);
    let leave: (nothing: 'later') => void = () => undefined;
    const left = new Promise<'later'>((resolve) => (leave = resolve));
    const goAway = () => {
      if (--fetching.waiting === 0) {
        underWay.delete(file.hash); // whoever asks from now on asks anew
        fetching.abort.abort();
      }
      leave('later');
    };
    signal?.addEventListener('abort', goAway, { once: true });
    const found = await Promise.race([fetching.coming, left]);
    signal?.removeEventListener('abort', goAway);
    if (onProgress !== undefined) fetching.hearers.delete(onProgress);
    return found;
  };
}

/** Without a byte coming the line counts as lost. */
const silenceMs = 60_000;
const denying: ReadonlySet<number> = new Set([403, 404, 410]);

interface Getting {
  readonly where: ConversationId;
  readonly file: NamedFile;
  readonly signal: AbortSignal;
  readonly onBytes: (bytes: number) => void;
}

async function get({ platform, files, me }: FetchParts, { where, file, signal, onBytes }: Getting): Promise<Fetched> {
  const line = endWhenSilent(platform, signal, silenceMs);
  const hear = (bytes: number) => {
    line.hear();
    onBytes(bytes);
  };
  try {
    const url = fileAddress(platform.origin, file.hash, where);
    const init: RequestInit = {
      credentials: 'same-origin',
      cache: 'no-store',
      signal: line.signal,
      headers: { [personHeader]: me },
    };
    const answer = await platform.fetch(url, init);
    if (!answer.ok || answer.body === null) return denying.has(answer.status) ? 'gone' : 'later';
    const blob = await new Response(counted(answer.body, hear)).blob();
    line.stop();
    if (blob.size !== file.size || (await platform.preparer.hash(blob, signal)) !== file.hash) return 'later';
    const typed = blob.slice(0, blob.size, pageType(file.type));
    await files.keep(file, typed, where); // where there is no room it is shown all the same
    return typed;
  } catch {
    return 'later'; // cut off, aborted, or unreadable: whoever needs it asks again
  } finally {
    line.stop();
  }
}

function counted(body: ReadableStream<Uint8Array>, onBytes: (bytes: number) => void): ReadableStream<Uint8Array> {
  let bytes = 0;
  return body.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, next) {
        bytes += chunk.length;
        onBytes(bytes);
        next.enqueue(chunk);
      },
    }),
  );
}
