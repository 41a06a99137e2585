// A picture or a video among others: its rough shape at once, the smaller picture of it as it comes near.
import { Show } from 'solid-js';
import { MarkedText } from '../search/marked-text.tsx';
import { lengthText } from '../words/amounts.ts';
import { useFilesListWords } from '../words/files-list/files-list-words.ts';
import { createAbout } from './create-about.ts';
import type { FileEntry } from './entries.ts';
import { FileSign } from './file-sign.tsx';
import { HereMark } from './here-mark.tsx';
import { Thumbnail } from './thumbnail.tsx';

export function MediaTile(props: { entry: FileEntry; onOpen(): void }) {
  const told = useFilesListWords();
  const about = createAbout();
  const file = () => props.entry.attachment;
  const label = () => {
    const { hit } = props.entry;
    return told.tile(file().form, file().name, about.sender(hit.author), about.date(hit));
  };
  const length = () => {
    const one = file();
    return one.form === 'video' ? lengthText(one.durationMs) : null;
  };
  return (
    <button
      type="button"
      class="listed-tile listed-item"
      data-key={props.entry.hit.key}
      aria-label={label()}
      title={file().name}
      onClick={() => props.onOpen()}
    >
      <Thumbnail conversationId={props.entry.hit.conversationId} attachment={file()}>
        <FileSign attachment={file()} size={24} />
      </Thumbnail>
      <HereMark hash={file().hash} class="listed-tile-here" />
      <Show when={length()}>{(text) => <span class="listed-length">{text()}</span>}</Show>
      <Show when={props.entry.spans.length > 0}>
        <bdi class="listed-tile-name one-line">
          <MarkedText text={file().name} spans={props.entry.spans} />
        </bdi>
      </Show>
    </button>
  );
}
