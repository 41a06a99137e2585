// A file that is no picture: what it is called, how large or how long it is, who sent it, where and when.
import { Show, type JSX } from 'solid-js';
import { MarkedText } from '../search/marked-text.tsx';
import { AboutLine } from './about-line.tsx';
import type { FileEntry } from './entries.ts';
import { HereMark } from './here-mark.tsx';
import { ToMessage } from './to-message.tsx';

interface FileRowProps {
  readonly entry: FileEntry;
  readonly isOfAll: boolean;
  readonly amounts: readonly string[];
  /** What a press does, for its tooltip. */
  readonly act: string;
  readonly problem: string | null;
  onPress(): void;
  /** Its sign, or what it looks like. */
  readonly children: JSX.Element;
}

export function FileRow(props: FileRowProps) {
  const file = () => props.entry.attachment;
  return (
    <>
      <div class="listed-row">
        <button
          type="button"
          class="listed-open listed-item"
          data-key={props.entry.hit.key}
          title={props.act}
          onClick={() => props.onPress()}
        >
          <span class="listed-sign">{props.children}</span>
          <span class="listed-name">
            <bdi>
              <MarkedText text={file().name} spans={props.entry.spans} />
            </bdi>
          </span>
          <Show when={props.entry.hit.text !== ''}>
            <span class="listed-words">
              <bdi>
                <MarkedText text={props.entry.hit.text} spans={props.entry.hit.spans} />
              </bdi>
            </span>
          </Show>
          <AboutLine hit={props.entry.hit} isOfAll={props.isOfAll} amounts={props.amounts} />
        </button>
        <HereMark hash={file().hash} class="listed-here" />
        <ToMessage hit={props.entry.hit} name={file().name} />
      </div>
      <Show when={props.problem}>
        {(said) => (
          <p class="listed-problem" role="alert">
            {said()}
          </p>
        )}
      </Show>
    </>
  );
}
