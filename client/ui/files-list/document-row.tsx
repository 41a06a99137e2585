// A document among others. A press opens what can be read here, and downloads everything else.
import { createSignal, Show } from 'solid-js';
import type { DocumentAttachment } from '../../../shared/conversation/attachments.ts';
import { createSaving } from '../files/save-file.ts';
import { isReadHere } from '../files/viewer-kind.ts';
import { useSignedIn } from '../frame/signed-in.tsx';
import { lazyPart } from '../parts/lazy-screen.tsx';
import { sizeText } from '../words/amounts.ts';
import { useSeeingWords } from '../words/seeing/seeing-words.ts';
import { useWords } from '../words/words.tsx';
import type { FileEntry } from './entries.ts';
import { FileRow } from './file-row.tsx';
import { FileSign } from './file-sign.tsx';
import { Thumbnail } from './thumbnail.tsx';

const ViewerDialog = lazyPart(async () => (await import('../files/viewer-dialog.tsx')).ViewerDialog);

interface DocumentRowProps {
  readonly entry: FileEntry;
  readonly file: DocumentAttachment;
  readonly isOfAll: boolean;
}

export function DocumentRow(props: DocumentRowProps) {
  const words = useWords();
  const seeing = useSeeingWords();
  const saving = createSaving(useSignedIn().messenger.files);
  const [isOpen, setOpen] = createSignal(false);
  const [problem, setProblem] = createSignal<string | null>(null);
  const where = () => props.entry.hit.conversationId;
  const save = async () => {
    setProblem(null);
    const { file } = props;
    if (!(await saving.start(where(), file))) setProblem(seeing.notHad(file.name));
  };
  const press = () => {
    if (isReadHere(props.file)) setOpen(true);
    else if (saving.received() === null) void save();
  };
  const amounts = () => {
    const whole = sizeText(props.file.size, words.language);
    const received = saving.received();
    return [received === null ? whole : seeing.coming(sizeText(received, words.language), whole)];
  };
  return (
    <>
      <FileRow
        entry={props.entry}
        isOfAll={props.isOfAll}
        amounts={amounts()}
        act={isReadHere(props.file) ? seeing.open(props.file.name) : seeing.downloadOf(props.file.name)}
        onPress={press}
        problem={problem()}
      >
        <Thumbnail conversationId={where()} attachment={props.file}>
          <FileSign attachment={props.file} size={24} />
        </Thumbnail>
      </FileRow>
      <Show when={isOpen()}>
        <ViewerDialog file={props.file} conversationId={where()} onClose={() => setOpen(false)} />
      </Show>
    </>
  );
}
