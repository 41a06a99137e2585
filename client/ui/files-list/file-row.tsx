// A file that is no picture: what it is called, how large or how long it is, who sent it and when.
import { Show } from 'solid-js';
import { MarkedText } from '../search/marked-text.tsx';
import { lengthText, sizeText } from '../words/amounts.ts';
import { useWords } from '../words/words.tsx';
import { AboutLine } from './about-line.tsx';
import type { FileEntry } from './entries.ts';
import { FileSign } from './file-sign.tsx';
import { HereMark } from './here-mark.tsx';
import { Thumbnail } from './thumbnail.tsx';
import { ToMessage } from './to-message.tsx';

export function FileRow(props: { entry: FileEntry; isOfAll: boolean }) {
  const words = useWords();
  const file = () => props.entry.attachment;
  const amounts = () => {
    const one = file();
    const size = sizeText(one.size, words.language);
    return 'durationMs' in one ? [lengthText(one.durationMs), size] : [size];
  };
  return (
    <div class="files-row">
      <button type="button" class="files-open files-item" data-key={props.entry.hit.key}>
        <span class="files-sign">
          <Thumbnail conversationId={props.entry.hit.conversationId} attachment={file()}>
            <FileSign attachment={file()} size={24} />
          </Thumbnail>
        </span>
        <span class="files-name">
          <bdi>
            <MarkedText text={file().name} spans={props.entry.spans} />
          </bdi>
        </span>
        <Show when={props.entry.hit.text !== ''}>
          <span class="files-words">
            <bdi>
              <MarkedText text={props.entry.hit.text} spans={props.entry.hit.spans} />
            </bdi>
          </span>
        </Show>
        <AboutLine hit={props.entry.hit} isOfAll={props.isOfAll} amounts={amounts()} />
      </button>
      <HereMark hash={file().hash} class="files-here" />
      <ToMessage hit={props.entry.hit} name={file().name} />
    </div>
  );
}
