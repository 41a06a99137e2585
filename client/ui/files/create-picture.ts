// A picture of a message on its way to the screen: from what this device has, else from the server. Where it cannot be had
// it is tried again when somebody asks, when there is a connection, or when another tab has brought it. What no browser can
// be asked to show can be downloaded all the same. Needs an owner.
import { createEffect, createMemo, createSignal, on, onCleanup, type Accessor } from 'solid-js';
import type { NamedFile } from '../../../shared/conversation/attachments.ts';
import { imageHeadBytes, isBoundedPicture } from '../../../shared/files/image-header.ts';
import type { ConversationId } from '../../../shared/ids.ts';
import { createReadable } from '../../reactive/create-readable.ts';
import { useSignedIn } from '../frame/signed-in.tsx';
import { createPictureUrls } from './picture-urls.ts';

/** It cannot be had now, or it can and no browser can be asked to show it. */
type Lack = 'missing' | 'not-shown';

export interface Picture {
  readonly url: Accessor<string | null>;
  readonly status: Accessor<'coming' | 'here' | Lack>;
  /** Bytes that have come. */
  readonly received: Accessor<number>;
  again(): void;
}

/** Null while none is wanted. */
export function createPicture(conversationId: ConversationId, wanted: Accessor<NamedFile | null>): Picture {
  const { messenger, link, share } = useSignedIn();
  const urls = share.of(createPictureUrls);
  const [url, setUrl] = createSignal<string | null>(null);
  const [lack, setLack] = createSignal<Lack | null>(null);
  const [received, setReceived] = createSignal(0);
  const [tries, setTries] = createSignal(0);
  const again = () => void setTries((count) => count + 1);
  /** By what it is, so that a row which changes in something else keeps it. */
  const hash = createMemo(() => wanted()?.hash ?? null);

  async function bring(file: NamedFile, signal: AbortSignal): Promise<void> {
    const content = await messenger.files.read(conversationId, file, { signal, onProgress: setReceived });
    const isShown = content !== null && isBoundedPicture(await headOf(content));
    if (signal.aborted) return;
    if (content === null) setLack('missing');
    else if (isShown) setUrl(urls.add(file.hash, content));
    else setLack('not-shown');
  }

  createEffect(
    on([hash, tries], ([shown]) => {
      const file = wanted();
      if (shown === null || file === null) return;
      const asking = new AbortController();
      setLack(null);
      setUrl(urls.take(shown));
      if (url() === null) void bring(file, asking.signal);
      onCleanup(() => {
        asking.abort();
        if (url() !== null) urls.leave(shown);
        setUrl(null);
      });
    }),
  );
  const isMissing = () => lack() === 'missing';
  const keptChanges = createReadable(messenger.files.keptChanges);
  const isOnline = createMemo(() => link().status === 'online');
  createEffect(on(isOnline, (isOnlineNow) => isOnlineNow && isMissing() && again(), { defer: true }));
  createEffect(
    on(
      keptChanges,
      () => {
        const shown = hash();
        if (isMissing() && shown !== null && messenger.files.isHere(shown)) again();
      },
      { defer: true },
    ),
  );
  const status = () => lack() ?? (url() === null ? 'coming' : 'here');
  return { url, status, received, again };
}

/** Nothing where it cannot be read. */
async function headOf(content: Blob): Promise<Uint8Array> {
  const head = content.slice(0, imageHeadBytes).arrayBuffer();
  return new Uint8Array(await head.catch(() => new ArrayBuffer(0)));
}
