// One chain of replies read alone: what a message answers, back to where it began, and the answers to it that are on
// hand. Chapters are brought here as the chain leads into them.
import { createMemo, createSignal, For, onCleanup, onMount, Show } from 'solid-js';
import { subjectKey } from '../../../shared/conversation/events.ts';
import type { TimelineItem } from '../../../shared/conversation/timeline.ts';
import type { UserId } from '../../../shared/ids.ts';
import type { OpenConversation } from '../../engine/messenger.ts';
import { createReadable } from '../../reactive/create-readable.ts';
import type { Names } from '../conversations/shown-conversation.ts';
import { Dialog } from '../parts/dialog.tsx';
import type { LinkedMessage } from '../route.ts';
import { useWords } from '../words/words.tsx';
import { MessageCard } from './message-card.tsx';
import { answersTo } from './reply-chain.ts';
import { RichText } from './rich-text.tsx';

interface ChainDialogProps {
  readonly open: OpenConversation;
  readonly item: TimelineItem;
  readonly me: UserId;
  readonly names: Names;
  onLead(message: LinkedMessage): void;
  onClose(): void;
}

/** Nobody reads further up in one go. */
const maxSteps = 100;

export function ChainDialog(props: ChainDialogProps) {
  const words = useWords();
  const [above, setAbove] = createSignal<readonly TimelineItem[]>([]);
  const [state, setState] = createSignal<'looking' | 'whole' | 'broken'>('looking');
  let isGone = false;
  onCleanup(() => (isGone = true));
  const lookUp = async () => {
    let { replyTo } = props.item;
    for (let step = 0; replyTo !== null && step < maxSteps; step++) {
      const quote = await props.open.find(replyTo);
      if (isGone) return;
      if (quote.status !== 'here') return void setState('broken');
      setAbove((items) => [quote.item, ...items]);
      ({ replyTo } = quote.item);
    }
    setState('whole');
  };
  onMount(() => void lookUp());
  // oxlint-disable-next-line solid/reactivity -- one conversation for the whole life of this dialog
  const onHand = createReadable(props.open.items);
  const chain = createMemo(() => {
    const known = new Map(onHand().map((item) => [item.key, item]));
    const upwards = [...above(), props.item].map((item) => known.get(subjectKey(item.author, item.id)) ?? item);
    return [...upwards, ...answersTo(props.item, onHand())];
  });
  return (
    <Dialog title={words.acts.chainTitle} isText onClose={() => props.onClose()}>
      <div role="status">
        <Show when={state() !== 'whole'}>
          <p class="card-quiet">{state() === 'looking' ? words.acts.chainLooking : words.acts.chainBroken}</p>
        </Show>
      </div>
      <ol>
        <For each={chain()}>
          {(item) => (
            <li>
              <MessageCard
                author={item.author}
                name={props.names.nameOf(item.author)}
                at={item.at}
                onLead={() => props.onLead(item)}
              >
                <Show when={item.text} fallback={<span class="card-quiet">{words.acts.quoteDeleted}</span>}>
                  {(text) => (
                    <RichText
                      text={text()}
                      mentions={item.mentions}
                      me={props.me}
                      nameOf={props.names.calledOf}
                      isActive
                    />
                  )}
                </Show>
              </MessageCard>
            </li>
          )}
        </For>
      </ol>
    </Dialog>
  );
}
