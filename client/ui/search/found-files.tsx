// The files of a message that was found, those first that are named as it was looked for.
import { createMemo, For, Show } from 'solid-js';
import type { ConversationId } from '../../../shared/ids.ts';
import type { FoundFile } from '../../../shared/protocol/search-answer.ts';
import { FileSign } from '../files-list/file-sign.tsx';
import { Thumbnail } from '../files-list/thumbnail.tsx';
import { useWords } from '../words/words.tsx';
import { MarkedText } from './marked-text.tsx';

/** The others stand in the message. */
const maxShown = 3;

export function FoundFiles(props: { conversationId: ConversationId; files: readonly FoundFile[] }) {
  const words = useWords();
  const ordered = createMemo(() =>
    props.files.toSorted((one, other) => Number(other.spans.length > 0) - Number(one.spans.length > 0)),
  );
  const more = () => props.files.length - maxShown;
  return (
    <span class="found-files">
      <For each={ordered().slice(0, maxShown)}>
        {({ attachment, spans }) => (
          <span class="found-file">
            <Show
              when={attachment.form === 'image' || attachment.form === 'video'}
              fallback={<FileSign attachment={attachment} size={16} />}
            >
              <span class="found-picture">
                <Thumbnail conversationId={props.conversationId} attachment={attachment}>
                  <FileSign attachment={attachment} size={16} />
                </Thumbnail>
              </span>
            </Show>
            <bdi class="one-line">
              <MarkedText text={attachment.name} spans={spans} />
            </bdi>
          </span>
        )}
      </For>
      <Show when={more() > 0}>
        <span class="found-file">+{more().toLocaleString(words.language)}</span>
      </Show>
    </span>
  );
}
