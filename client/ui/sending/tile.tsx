// One chosen file as it waits in the tray: what it looks like, what it is called, how large it is, and what may be done
// about it.
import Ellipsis from 'lucide-solid/icons/ellipsis';
import FileText from 'lucide-solid/icons/file-text';
import Image from 'lucide-solid/icons/image';
import Music from 'lucide-solid/icons/music';
import Play from 'lucide-solid/icons/play';
import Video from 'lucide-solid/icons/video';
import X from 'lucide-solid/icons/x';
import { createMemo, createSignal, Show, type Component, type ParentProps } from 'solid-js';
import { Dynamic } from 'solid-js/web';
import type { Attachment, AttachmentForm, NamedFile } from '../../../shared/conversation/attachments.ts';
import type { ConversationId } from '../../../shared/ids.ts';
import type { ChosenFile } from '../../engine/files/files.ts';
import { useSignedIn } from '../frame/signed-in.tsx';
import { lengthText, sizeText } from '../words/amounts.ts';
import { useSendingWords } from '../words/sending/sending-words.ts';
import { useWords } from '../words/words.tsx';
import { createFileUrl } from './create-file-url.ts';
import { TileMenu } from './tile-menu.tsx';

export interface TileActs {
  move(by: number): void;
  remove(): void;
  setOriginal(isOriginal: boolean): void;
}

export interface TileProps {
  readonly conversationId: ConversationId;
  readonly file: ChosenFile;
  readonly place: number;
  readonly count: number;
  /** The Tab key comes to one of all tiles. */
  readonly isStop: boolean;
  readonly acts: TileActs;
}

const signs: Record<AttachmentForm, Component<{ size: number }>> = {
  image: Image,
  video: Video,
  audio: Music,
  voice: Music,
  document: FileText,
};

export function Tile(props: TileProps) {
  const sending = useSendingWords();
  const { files } = useSignedIn().messenger;
  // oxlint-disable-next-line solid/reactivity -- one conversation for the whole life of a tray
  const { conversationId } = props;
  const url = createFileUrl({ files, conversationId, file: () => pictureOf(props.file.attachment) });
  const length = createMemo(() => {
    const { attachment } = props.file;
    return attachment !== null && 'durationMs' in attachment ? lengthText(attachment.durationMs) : null;
  });
  return (
    <>
      <TileFace {...props}>
        <span class="tile-picture">
          <Show when={url()} fallback={<Dynamic component={signs[props.file.form]} size={24} />}>
            {(url) => <img src={url()} alt="" draggable={false} />}
          </Show>
          <Show when={length()}>
            {(length) => (
              <span class="tile-length">
                <Play size={12} />
                {length()}
              </span>
            )}
          </Show>
          <Show when={props.file.isOriginal === true}>
            <span class="tile-mark">{sending.tray.originalMark}</span>
          </Show>
          <Show when={props.file.state === 'keeping'}>
            <progress class="tile-progress" aria-hidden="true" max={props.file.size} value={props.file.kept} />
          </Show>
        </span>
        <TileLines {...props} />
      </TileFace>
      <TileRemove {...props} />
    </>
  );
}

/** What has the focus among the tiles, and opens what may be done. */
export function TileFace(props: ParentProps<TileProps>) {
  const words = useSendingWords();
  const [isOpen, open] = createSignal(false);
  let face!: HTMLButtonElement;
  return (
    <>
      <button
        ref={(element) => (face = element)}
        type="button"
        class="tile-face"
        tabIndex={props.isStop ? 0 : -1}
        aria-haspopup="menu"
        aria-expanded={isOpen()}
        title={props.file.name}
        onClick={() => open(true)}
      >
        <span class="unseen">{words.tray.tile(props.file.name, props.place, props.count)}</span>
        {props.children}
        <span class="tile-more">
          <Ellipsis size={16} />
        </span>
      </button>
      <Show when={isOpen()}>
        <TileMenu {...props} opener={() => face} onClose={() => open(false)} />
      </Show>
    </>
  );
}

function TileLines(props: TileProps) {
  const words = useWords();
  const sending = useSendingWords();
  const state = () => {
    const { state, attachment, size } = props.file;
    if (state === 'problem') return sending.tray.notSent;
    return state === 'keeping' ? sending.tray.keeping : sizeText(attachment?.size ?? size, words.language);
  };
  return (
    <>
      <span class="tile-name one-line" dir="auto" aria-hidden="true">
        {props.file.name}
      </span>
      <span class="tile-state one-line">{state()}</span>
    </>
  );
}

export function TileRemove(props: TileProps) {
  const sending = useSendingWords();
  return (
    <button
      type="button"
      class="tile-remove"
      tabIndex={-1} // by keys it goes with Delete
      aria-label={sending.tray.remove(props.file.name)}
      title={sending.tray.removeOne}
      onClick={() => props.acts.remove()}
    >
      <X size={16} />
    </button>
  );
}

/** The smallest that shows it: pictures of a size of their own go as they are. */
function pictureOf(attachment: Attachment | null): NamedFile | null {
  if (attachment === null) return null;
  if ('preview' in attachment && attachment.preview !== undefined) return attachment.preview;
  return attachment.form === 'image' ? attachment : null;
}
