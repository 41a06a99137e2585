// What a message said, from its first words to those that stand now.
import { For } from 'solid-js';
import type { TimelineItem } from '../../../shared/conversation/timeline.ts';
import type { UserId } from '../../../shared/ids.ts';
import type { Names } from '../conversations/shown-conversation.ts';
import { Dialog } from '../parts/dialog.tsx';
import { useWords } from '../words/words.tsx';
import { MessageCard } from './message-card.tsx';
import { RichText } from './rich-text.tsx';

interface VersionsDialogProps {
  readonly item: TimelineItem;
  readonly me: UserId;
  readonly names: Names;
  onClose(): void;
}

export function VersionsDialog(props: VersionsDialogProps) {
  const words = useWords();
  return (
    <Dialog title={words.acts.versions} isText onClose={() => props.onClose()}>
      <ol>
        <For each={props.item.versions.toReversed()}>
          {({ at, text }, index) => (
            <li>
              <MessageCard
                author={props.item.author}
                name={props.names.nameOf(props.item.author)}
                at={at}
                note={index() === 0 ? words.acts.versionNow : undefined}
                onLead={null}
              >
                <RichText
                  text={text}
                  mentions={props.item.mentions}
                  me={props.me}
                  nameOf={props.names.calledOf}
                  isActive
                />
              </MessageCard>
            </li>
          )}
        </For>
      </ol>
    </Dialog>
  );
}
