// What a file looks like in little room: its rough shape at once, the smaller picture of it once it is near the view. What
// cannot be had now stays a shape, and is asked for again when one comes by another time.
import './thumbnail.css';
import { createEffect, createMemo, createSignal, onCleanup, Show, untrack, type JSX } from 'solid-js';
import type { Attachment } from '../../../shared/conversation/attachments.ts';
import type { ConversationId } from '../../../shared/ids.ts';
import { useSignedIn } from '../frame/signed-in.tsx';
import { createOnScreen } from '../parts/on-screen.ts';
import { shapeAddress, smallPictureOf } from './small-picture.ts';

interface ThumbnailProps {
  readonly conversationId: ConversationId;
  readonly attachment: Attachment;
  /** Where there is nothing to be seen of it. */
  readonly children?: JSX.Element;
}

export function Thumbnail(props: ThumbnailProps) {
  const { messenger } = useSignedIn();
  const [isOnScreen, observe] = createOnScreen();
  const wasSeen = createMemo<boolean>((before) => before || isOnScreen(), false);
  const blur = createMemo(() => ('blur' in props.attachment ? props.attachment.blur : undefined));
  const shape = createMemo(() => {
    const known = blur();
    return known === undefined || !wasSeen() ? null : shapeAddress(known);
  });
  /** What is found anew is the same file. */
  const file = createMemo(() => smallPictureOf(props.attachment), null, {
    equals: (one, other) => one?.hash === other?.hash,
  });
  const [address, setAddress] = createSignal<string | null>(null);
  createEffect(() => {
    const wanted = isOnScreen() ? file() : null;
    if (wanted === null || address() !== null) return;
    const leaving = new AbortController();
    onCleanup(() => leaving.abort());
    const take = (blob: Blob | null) => {
      if (blob !== null && !leaving.signal.aborted) setAddress(URL.createObjectURL(blob));
    };
    const where = untrack(() => props.conversationId);
    messenger.files.read(where, wanted, { signal: leaving.signal }).then(take, () => undefined);
  });
  onCleanup(() => {
    const last = address();
    if (last !== null) URL.revokeObjectURL(last);
  });
  return (
    <span ref={observe} class="thumbnail">
      <Show when={address() ?? shape()} fallback={props.children}>
        {(source) => <img class="thumbnail-image" src={source()} alt="" decoding="async" draggable={false} />}
      </Show>
    </span>
  );
}
