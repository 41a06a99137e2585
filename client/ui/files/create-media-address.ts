// Where a browser's own player finds a film or a sound: in this device's copy where it has one, so that it plays with no
// network, else at the server, in pieces. Needs an owner, with whom the address goes.
import { createSignal, onCleanup, type Accessor } from 'solid-js';
import type { NamedFile } from '../../../shared/conversation/attachments.ts';
import type { ConversationId } from '../../../shared/ids.ts';
import { useSignedIn } from '../frame/signed-in.tsx';

/** Null until it is known. */
export function createMediaAddress(conversationId: ConversationId, file: NamedFile): Accessor<string | null> {
  const { files } = useSignedIn().messenger;
  const [address, setAddress] = createSignal<string | null>(null);
  let own: string | null = null;
  let isGone = false;
  onCleanup(() => {
    isGone = true;
    if (own !== null) URL.revokeObjectURL(own);
  });
  const find = async () => {
    const content = files.isHere(file.hash) ? await files.read(conversationId, file) : null;
    if (isGone) return;
    // The engine gives it the type that the event claims: what has none would not be played from memory.
    if (content !== null) own = URL.createObjectURL(content);
    setAddress(own ?? files.addressOf(conversationId, file.hash));
  };
  void find();
  return address;
}
