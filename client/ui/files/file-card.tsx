// A file of a message that is no picture: a sound that plays, or a document. While it is on its way from here, how far.
import { createMemo, Match, Switch } from 'solid-js';
import type { AudioAttachment, DocumentAttachment, VoiceAttachment } from '../../../shared/conversation/attachments.ts';
import { DocumentCard } from './document-card.tsx';
import type { FilesProps } from './message-files.tsx';
import { SoundCard } from './sound-card.tsx';

interface FileCardProps extends FilesProps {
  readonly file: DocumentAttachment | AudioAttachment | VoiceAttachment;
}

export function FileCard(props: FileCardProps) {
  const document = createMemo(() => (props.file.form === 'document' ? props.file : null));
  const sound = createMemo(() => (props.file.form === 'document' ? null : props.file));
  return (
    <Switch>
      <Match when={document()}>
        {(file) => <DocumentCard item={props.item} tabIndex={props.tabIndex} file={file()} />}
      </Match>
      <Match when={sound()}>{(file) => <SoundCard item={props.item} tabIndex={props.tabIndex} sound={file()} />}</Match>
    </Switch>
  );
}
