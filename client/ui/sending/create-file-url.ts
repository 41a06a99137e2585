// An address under which the page can show a file of a message, as long as its owner stands. Null until it is here, and
// where it cannot be had.
import { createEffect, createMemo, createSignal, on, onCleanup, type Accessor } from 'solid-js';
import type { NamedFile } from '../../../shared/conversation/attachments.ts';
import type { ConversationId } from '../../../shared/ids.ts';
import type { FilesView } from '../../engine/files/files.ts';

interface Wanted {
  readonly files: Pick<FilesView, 'read'>;
  readonly conversationId: ConversationId;
  /** Null for none. */
  readonly file: () => NamedFile | null;
}

export function createFileUrl({ files, conversationId, file }: Wanted): Accessor<string | null> {
  const [url, setUrl] = createSignal<string | null>(null);
  // What shows it may be made anew around the same file: a picture that goes and comes back takes the press with it.
  const hash = createMemo(() => file()?.hash ?? null);
  createEffect(
    on(hash, () => {
      const wanted = file();
      if (wanted === null) return;
      const leaving = new AbortController();
      let made: string | null = null;
      onCleanup(() => {
        leaving.abort();
        if (made !== null) URL.revokeObjectURL(made);
        setUrl(null);
      });
      const show = async () => {
        const blob = await files.read(conversationId, wanted, { signal: leaving.signal });
        if (blob === null || leaving.signal.aborted) return;
        made = URL.createObjectURL(blob);
        setUrl(made);
      };
      void show();
    }),
  );
  return url;
}
