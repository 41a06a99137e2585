// A document in a row: what it is called, what it is, how large, and of a PDF its first page, of a text how it begins. A
// press opens what can be read here, and downloads everything else.
import './document-card.css';
import Download from 'lucide-solid/icons/download';
import X from 'lucide-solid/icons/x';
import { createMemo, createResource, For, Show } from 'solid-js';
import type { DocumentAttachment } from '../../../shared/conversation/attachments.ts';
import { useSignedIn } from '../frame/signed-in.tsx';
import { IconButton } from '../parts/button.tsx';
import { sizeText } from '../words/amounts.ts';
import { useSeeingWords } from '../words/seeing/seeing-words.ts';
import { useWords } from '../words/words.tsx';
import { blurAddress } from './blur.ts';
import { createPicture } from './create-picture.ts';
import { endingOf, kindOfFile } from './file-kind.ts';
import { FileName } from './file-name.tsx';
import { useFilesHere } from './files-here.ts';
import type { FilesProps } from './message-files.tsx';
import { createSaving } from './save-file.ts';
import { isReadHere } from './viewer-kind.ts';

interface DocumentCardProps extends FilesProps {
  readonly file: DocumentAttachment;
}

export function DocumentCard(props: DocumentCardProps) {
  const words = useWords();
  const seeing = useSeeingWords();
  const here = useFilesHere();
  const saving = createSaving(useSignedIn().messenger.files);
  const told = () => {
    const { size, pages } = props.file;
    const whole = sizeText(size, words.language);
    const received = saving.received();
    if (received !== null) return seeing.coming(sizeText(received, words.language), whole);
    const kind = seeing.kinds[kindOfFile(props.file)];
    return [kind, ...(pages === undefined ? [] : [seeing.pages(pages)]), whole].join(' · ');
  };
  const save = async () => {
    const isDone = await saving.start(here.conversationId, props.file);
    if (!isDone) here.say(seeing.notHad(props.file.name));
  };
  const open = () => {
    if (isReadHere(props.file)) here.open(props.item, props.file.hash);
    else if (saving.received() === null) void save();
  };
  return (
    <div class="document" aria-live="off">
      <button type="button" class="document-open" tabIndex={props.tabIndex} onClick={open}>
        <Show when={props.file.preview === undefined && props.file.start}>
          {(start) => <Start text={start()} ending={endingOf(props.file.name)} />}
        </Show>
        <Show when={props.file.preview !== undefined}>
          <FirstPage file={props.file} />
        </Show>
        <span class="unseen">{isReadHere(props.file) ? seeing.openIt : seeing.download} </span>
        <span class="document-line">
          <FileSign ending={endingOf(props.file.name)} />
          <span class="document-words">
            <FileName name={props.file.name} />
            <span class="document-told one-line">{told()}</span>
          </span>
        </span>
      </button>
      <div class="document-save">
        <Show
          when={saving.received() === null}
          fallback={
            <IconButton
              label={seeing.cancelOf(props.file.name)}
              tabIndex={props.tabIndex}
              onPress={() => saving.cancel()}
            >
              <X size={20} />
            </IconButton>
          }
        >
          <IconButton label={seeing.downloadOf(props.file.name)} tabIndex={props.tabIndex} onPress={() => void save()}>
            <Download size={20} />
          </IconButton>
        </Show>
      </div>
    </div>
  );
}

function FirstPage(props: { file: DocumentAttachment }) {
  const here = useFilesHere();
  const picture = createPicture(here.conversationId, () => props.file.preview ?? null);
  const blur = createMemo(() => (props.file.blur === undefined ? null : blurAddress(props.file.blur)));
  return (
    <span class="document-page">
      <Show when={picture.url() ?? blur()}>{(address) => <img src={address()} alt="" draggable={false} />}</Show>
    </span>
  );
}

/** Its colours come later, and where they cannot be had it stays plain. */
function Start(props: { text: string; ending: string }) {
  const [pieces] = createResource(
    () => props.text,
    async (text) => {
      try {
        const { highlightCode } = await import('../conversation/highlight-code.ts');
        return highlightCode(props.ending, text);
      } catch {
        return null;
      }
    },
  );
  const found = () => (pieces.state === 'ready' ? pieces() : null);
  return (
    <span class="document-start" dir="auto" aria-hidden="true">
      <Show when={found()} fallback={props.text}>
        {(all) => (
          <For each={all()}>
            {(piece) => <span class={piece.role === null ? undefined : `code-${piece.role}`}>{piece.text}</span>}
          </For>
        )}
      </Show>
    </span>
  );
}

/** A sheet of paper with the ending of the name on it. */
function FileSign(props: { ending: string }) {
  return (
    <svg class="file-sign" width="36" height="44" viewBox="0 0 36 44" aria-hidden="true">
      <path class="file-sheet" d="M4 1h18l11 11v28a3 3 0 0 1-3 3H4a3 3 0 0 1-3-3V4a3 3 0 0 1 3-3Z" />
      <path class="file-fold" d="M22 1v8a3 3 0 0 0 3 3h8" />
      <text x="17" y="33" text-anchor="middle">
        {props.ending.slice(0, 4).toUpperCase()}
      </text>
    </svg>
  );
}
