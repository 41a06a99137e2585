// One file of a message, opened above the conversation: pictures and videos as large as the screen, documents page by page.
import { createMemo, Match, Switch } from 'solid-js';
import type { DocumentAttachment, FileHash } from '../../../shared/conversation/attachments.ts';
import type { TimelineItem } from '../../../shared/conversation/timeline.ts';
import type { OpenConversation } from '../../engine/messenger.ts';
import { createReadable } from '../../reactive/create-readable.ts';
import type { LinkedMessage } from '../route.ts';
import { useFilesHere } from './files-here.ts';
import { Lightbox } from './lightbox.tsx';
import { picturesOf } from './pictures-of.ts';
import { ViewerDialog } from './viewer-dialog.tsx';

interface OpenedFileProps {
  readonly open: OpenConversation;
  readonly item: TimelineItem;
  readonly hash: FileHash;
  onLead(message: LinkedMessage): void;
  onClose(): void;
}

export function OpenedFile(props: OpenedFileProps) {
  // oxlint-disable-next-line solid/reactivity -- one conversation for the whole life of what is opened
  const { open } = props;
  const here = useFilesHere();
  const items = createReadable(open.items);
  const edges = createReadable(open.edges);
  const pictures = createMemo(() => picturesOf(items(), open.conversationId));
  const first = () => picturesOf([props.item], open.conversationId).find(({ picture }) => picture.hash === props.hash);
  const document = createMemo(() =>
    props.item.attachments.find((one): one is DocumentAttachment => one.form === 'document' && one.hash === props.hash),
  );
  return (
    <Switch>
      <Match when={document()}>
        {(file) => <ViewerDialog file={file()} conversationId={open.conversationId} onClose={() => props.onClose()} />}
      </Match>
      <Match when={first()?.id}>
        {(id) => (
          <Lightbox
            pictures={pictures()}
            first={id()}
            edges={edges()}
            showOlder={() => open.showOlder()}
            showNewer={() => open.showNewer()}
            nameOf={(author) => here.nameOf(author)}
            onLead={({ message }) => props.onLead(message)}
            onClose={() => props.onClose()}
          />
        )}
      </Match>
    </Switch>
  );
}
