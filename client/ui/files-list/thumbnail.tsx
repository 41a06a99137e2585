// What a file looks like in little room: its rough shape at once, the smaller picture of it while it is in view. What cannot
// be had now stays a shape.
import './thumbnail.css';
import { createMemo, Show, type JSX } from 'solid-js';
import type { Attachment } from '../../../shared/conversation/attachments.ts';
import type { ConversationId } from '../../../shared/ids.ts';
import { blurAddress } from '../files/blur.ts';
import { createPicture } from '../files/create-picture.ts';
import { createOnScreen } from '../parts/on-screen.ts';
import { smallPictureOf } from './small-picture.ts';

interface ThumbnailProps {
  readonly conversationId: ConversationId;
  readonly attachment: Attachment;
  /** Where there is nothing to be seen of it. */
  readonly children?: JSX.Element;
}

export function Thumbnail(props: ThumbnailProps) {
  const [isOnScreen, observe] = createOnScreen();
  const wasSeen = createMemo<boolean>((before) => before || isOnScreen(), false);
  const blur = createMemo(() => ('blur' in props.attachment ? props.attachment.blur : undefined));
  /** Of the thousands that are listed only those are drawn that one has come by. */
  const shape = createMemo(() => {
    const known = blur();
    return known === undefined || !wasSeen() ? null : blurAddress(known);
  });
  // oxlint-disable-next-line solid/reactivity -- the same file for as long as it is listed
  const picture = createPicture(props.conversationId, () => (isOnScreen() ? smallPictureOf(props.attachment) : null));
  return (
    <span ref={observe} class="thumbnail">
      <Show when={picture.url() ?? shape()} fallback={props.children}>
        {(source) => <img class="thumbnail-image" src={source()} alt="" decoding="async" draggable={false} />}
      </Show>
    </span>
  );
}
