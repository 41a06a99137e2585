// Brings a file of a message to where this person keeps files, under its name: from this device where it is here, so that
// it works with no network too.
import { createSignal, onCleanup, type Accessor } from 'solid-js';
import type { Attachment } from '../../../shared/conversation/attachments.ts';
import type { ConversationId } from '../../../shared/ids.ts';
import type { FilesView } from '../../engine/files/files.ts';

/** After that much the browser has taken it. */
const heldMs = 60_000;

export interface Saving {
  /** Bytes that have come; null while nothing is under way. */
  readonly received: Accessor<number | null>;
  /** Answers false where it cannot be had now; true when it is given up. */
  start(conversationId: ConversationId, file: Attachment): Promise<boolean>;
  cancel(): void;
}

/** Needs an owner: what is under way ends with it. */
export function createSaving(files: FilesView): Saving {
  const [received, setReceived] = createSignal<number | null>(null);
  let asking: AbortController | null = null;
  const cancel = () => {
    asking?.abort();
    asking = null;
    setReceived(null);
  };
  onCleanup(cancel);
  return {
    received,
    cancel,
    async start(conversationId, file) {
      cancel();
      const own = (asking = new AbortController());
      setReceived(0);
      const content = await files.read(conversationId, file, { signal: own.signal, onProgress: setReceived });
      if (own.signal.aborted) return true;
      cancel();
      if (content === null) return false;
      saveAs(content, file.name);
      return true;
    },
  };
}

/** Of any type the browser takes it as bytes: it is kept, never shown. */
export function saveAs(content: Blob, name: string): void {
  const url = URL.createObjectURL(new Blob([content], { type: 'application/octet-stream' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), heldMs);
}
