// How far one message got: when it was written and reached the server, on whose devices it is, who has read it, and who
// reacted with what.
import './details-dialog.css';
import { createMemo, For, onCleanup, Show } from 'solid-js';
import type { TimelineItem } from '../../../shared/conversation/timeline.ts';
import type { UserId } from '../../../shared/ids.ts';
import type { OpenConversation } from '../../engine/messenger.ts';
import { createReadable } from '../../reactive/create-readable.ts';
import type { Names } from '../conversations/shown-conversation.ts';
import { useSignedIn } from '../frame/signed-in.tsx';
import { Avatar } from '../parts/avatar.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { useTimes, useWords } from '../words/words.tsx';

interface DetailsDialogProps {
  readonly open: OpenConversation;
  readonly item: TimelineItem;
  readonly names: Names;
  onClose(): void;
}

export function DetailsDialog(props: DetailsDialogProps) {
  const words = useWords();
  const times = useTimes();
  // oxlint-disable-next-line solid/reactivity -- one conversation for the whole life of this dialog
  const marks = createReadable(props.open.marks);
  const details = createMemo(() => {
    marks();
    return props.open.detailsOf(props.item);
  });
  const { presence } = useSignedIn().messenger;
  // oxlint-disable-next-line solid/reactivity -- one message for the whole life of this dialog
  const author = props.item.author as UserId; // the server's own rows have no details
  onCleanup(presence.watch([author]));
  const sight = createReadable(presence.of(author));
  const authorTime = () => {
    const zone = sight()?.timeZone ?? null;
    return zone === null ? null : times.fullIn(details().writtenAt, zone);
  };
  const isOnServer = () => {
    const { mark } = details();
    return mark === null || mark.status === 'sent' || mark.status === 'delivered' || mark.status === 'read';
  };
  const arrived = () => {
    const { arrivedAt } = details();
    if (arrivedAt !== null) return times.full(arrivedAt);
    return isOnServer() ? words.acts.detailsAtOnce : words.acts.detailsNotYet;
  };
  const delivered = () => {
    const { deliveredTo, readBy } = details();
    return deliveredTo.filter((userId) => !readBy.includes(userId));
  };
  return (
    <Dialog title={words.acts.details} isText onClose={() => props.onClose()}>
      <dl class="details">
        <dt>{words.acts.detailsWritten}</dt>
        <dd>{times.full(details().writtenAt)}</dd>
        <Show when={authorTime()}>
          {(there) => (
            <>
              <dt>{words.acts.detailsAuthorTime}</dt>
              <dd>{there()}</dd>
            </>
          )}
        </Show>
        <dt>{words.acts.detailsArrived}</dt>
        <dd>{arrived()}</dd>
        <Show when={details().mark !== null}>
          <dt>{words.acts.detailsRead}</dt>
          <dd>
            <People userIds={details().readBy} names={props.names} />
          </dd>
          <Show when={delivered().length > 0}>
            <dt>{words.acts.detailsDelivered}</dt>
            <dd>
              <People userIds={delivered()} names={props.names} />
            </dd>
          </Show>
        </Show>
        <For each={props.item.reactions}>
          {({ emoji, userIds }) => (
            <>
              <dt class="details-emoji">{emoji}</dt>
              <dd>
                <People userIds={userIds} names={props.names} />
              </dd>
            </>
          )}
        </For>
      </dl>
    </Dialog>
  );
}

function People(props: { userIds: readonly UserId[]; names: Names }) {
  const words = useWords();
  return (
    <Show when={props.userIds.length > 0} fallback={words.acts.detailsNobody}>
      <ul class="details-people">
        <For each={props.userIds}>
          {(userId) => {
            const name = () => props.names.nameOf(userId) ?? words.you;
            return (
              <li>
                <Avatar id={userId} name={name()} size="small" />
                <bdi class="one-line">{name()}</bdi>
              </li>
            );
          }}
        </For>
      </ul>
    </Show>
  );
}
