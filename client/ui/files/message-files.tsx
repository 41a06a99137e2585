// The files of one message: room of the right size at once, from what stands in the event, so that nothing moves when
// what is in it comes. What fills the room comes with the first message that has files.
import './message-files.css';
import { createMemo, For, Show } from 'solid-js';
import type { Attachment } from '../../../shared/conversation/attachments.ts';
import type { TimelineItem } from '../../../shared/conversation/timeline.ts';
import { lazyPart } from '../parts/lazy-screen.tsx';
import { layOut } from './grid-layout.ts';
import { isPicture } from './is-picture.ts';

const PictureGrid = lazyPart(async () => (await import('./picture-grid.tsx')).PictureGrid);
const FileCard = lazyPart(async () => (await import('./file-card.tsx')).FileCard);
const UploadLine = lazyPart(async () => (await import('./upload-line.tsx')).UploadLine);

export interface FilesProps {
  readonly item: TimelineItem;
  /** Where the keys find what can be pressed. */
  readonly tabIndex: 0 | -1;
}

interface MessageFilesProps extends FilesProps {
  /** It may be on its way. */
  readonly isMine: boolean;
}

export function MessageFiles(props: MessageFilesProps) {
  // Apart: of a row that changes in something else these stay as they stand, with what plays in them.
  const attachments = createMemo(() => props.item.attachments);
  const pictures = createMemo(() => attachments().filter(isPicture));
  const others = createMemo(() => attachments().filter((one) => !isPicture(one)));
  const layout = createMemo(() => layOut(pictures()));
  return (
    <div class="carried">
      <Show when={pictures().length > 0}>
        <div
          class="carried-grid"
          style={{ 'inline-size': `${layout().width}px`, 'aspect-ratio': `${layout().width} / ${layout().height}` }}
        >
          <PictureGrid item={props.item} pictures={pictures()} layout={layout()} tabIndex={props.tabIndex} />
        </div>
      </Show>
      <Show when={others().length > 0}>
        <ul class="carried-cards">
          <For each={others()}>
            {(attachment) => (
              <li class={`file-card file-card-${roomOf(attachment)}`}>
                <FileCard item={props.item} file={attachment} tabIndex={props.tabIndex} />
              </li>
            )}
          </For>
        </ul>
      </Show>
      <Show when={props.isMine && props.item.place === null}>
        <UploadLine item={props.item} />
      </Show>
    </div>
  );
}

/** `message-files.css` knows how high each is. */
function roomOf(attachment: Attachment): 'line' | 'page' | 'text' {
  if (attachment.form !== 'document') return 'line';
  if (attachment.preview !== undefined) return 'page';
  return attachment.start === undefined ? 'line' : 'text';
}
