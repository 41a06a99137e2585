// That a file is on this device, so that it opens with no network.
import Check from 'lucide-solid/icons/check';
import { createMemo, Show } from 'solid-js';
import type { FileHash } from '../../../shared/conversation/attachments.ts';
import { createReadable } from '../../reactive/create-readable.ts';
import { useSignedIn } from '../frame/signed-in.tsx';
import { useFilesListWords } from '../words/files-list/files-list-words.ts';

export function HereMark(props: { hash: FileHash; class: string }) {
  const told = useFilesListWords();
  const { files } = useSignedIn().messenger;
  const changes = createReadable(files.keptChanges);
  const isHere = createMemo(() => changes() >= 0 && files.isHere(props.hash));
  return (
    <Show when={isHere()}>
      <span class={props.class} title={told.here}>
        <Check size={16} aria-hidden="true" />
        <span class="unseen">{told.here}</span>
      </span>
    </Show>
  );
}
