// A document that can be read here, in a window of its own: its pages or its text, its name, and a way to keep it. What
// draws them comes when the first is opened.
import './viewer-dialog.css';
import Download from 'lucide-solid/icons/download';
import X from 'lucide-solid/icons/x';
import { createSignal, createUniqueId, Match, onCleanup, onMount, Show, Switch } from 'solid-js';
import type { DocumentAttachment } from '../../../shared/conversation/attachments.ts';
import type { ConversationId } from '../../../shared/ids.ts';
import { useSignedIn } from '../frame/signed-in.tsx';
import { Button, IconButton } from '../parts/button.tsx';
import { lazyPart } from '../parts/lazy-screen.tsx';
import { sizeText } from '../words/amounts.ts';
import { useSeeingWords } from '../words/seeing/seeing-words.ts';
import { useWords } from '../words/words.tsx';
import { FileName } from './file-name.tsx';
import { saveAs } from './save-file.ts';
import { viewerKind } from './viewer-kind.ts';

const PdfPages = lazyPart(async () => (await import('../viewer/pdf-pages.tsx')).PdfPages);
const TextPages = lazyPart(async () => (await import('../viewer/text-pages.tsx')).TextPages);

interface ViewerDialogProps {
  readonly file: DocumentAttachment;
  readonly conversationId: ConversationId;
  onClose(): void;
}

export function ViewerDialog(props: ViewerDialogProps) {
  const words = useWords();
  const seeing = useSeeingWords();
  const { files } = useSignedIn().messenger;
  const titleId = createUniqueId();
  const [content, setContent] = createSignal<Blob | null>(null);
  const [received, setReceived] = createSignal(0);
  const [isMissing, setMissing] = createSignal(false);
  const asking = new AbortController();
  let dialog!: HTMLDialogElement;
  let isGone = false;
  const bring = async () => {
    setMissing(false);
    const found = await files.read(props.conversationId, props.file, {
      signal: asking.signal,
      onProgress: setReceived,
    });
    if (isGone) return;
    setContent(found);
    setMissing(found === null);
  };
  onMount(() => {
    dialog.showModal();
    void bring();
  });
  onCleanup(() => {
    isGone = true;
    asking.abort();
    dialog.close();
  });
  const size = (bytes: number) => sizeText(bytes, words.language);
  return (
    <dialog
      ref={(element) => (dialog = element)}
      class="viewer"
      aria-labelledby={titleId}
      onClose={() => isGone || props.onClose()}
    >
      <header class="viewer-head">
        <h2 id={titleId} class="viewer-title">
          <FileName name={props.file.name} />
        </h2>
        <Show when={content()}>
          {(found) => (
            <IconButton label={seeing.downloadOf(props.file.name)} onPress={() => saveAs(found(), props.file.name)}>
              <Download size={20} />
            </IconButton>
          )}
        </Show>
        <IconButton label={words.close} autofocus onPress={() => dialog.close()}>
          <X size={20} />
        </IconButton>
      </header>
      <div class="viewer-body">
        <Switch fallback={<p class="viewer-wait">{seeing.coming(size(received()), size(props.file.size))}</p>}>
          <Match when={isMissing()}>
            <div class="viewer-wait" role="alert">
              <p>{seeing.notHad(props.file.name)}</p>
              <Button onPress={() => void bring()}>{words.tryAgain}</Button>
            </div>
          </Match>
          <Match when={viewerKind(props.file) === 'pdf' && content()}>{(found) => <PdfPages file={found()} />}</Match>
          <Match when={content()}>{(found) => <TextPages file={found()} name={props.file.name} />}</Match>
        </Switch>
      </div>
    </dialog>
  );
}
