// What stands around the rows: what lies beyond the first and the last, and the ways to the newest and to what came late.
import ArrowDown from 'lucide-solid/icons/arrow-down';
import ArrowUp from 'lucide-solid/icons/arrow-up';
import CheckCheck from 'lucide-solid/icons/check-check';
import { Match, Show, Switch } from 'solid-js';
import type { Edge } from '../../engine/messenger.ts';
import { createDelayed } from '../parts/delayed.ts';
import { useWords } from '../words/words.tsx';

/** Keeps its room while there is anything beyond, so that no row moves when its words come and go. */
export function EdgeSign(props: { edge: Edge; side: 'older' | 'newer' }) {
  const words = useWords();
  const isSlow = createDelayed(() => props.edge === 'loading', 400);
  const say = () =>
    props.side === 'older'
      ? { loading: words.conversation.loadingOlder, unreachable: words.conversation.olderUnreachable }
      : { loading: words.conversation.loadingNewer, unreachable: words.conversation.newerUnreachable };
  return (
    <Show when={props.edge !== 'none'}>
      <p class="timeline-edge" role="status">
        <Switch>
          <Match when={isSlow()}>{say().loading}</Match>
          <Match when={props.edge === 'unreachable'}>{say().unreachable}</Match>
        </Switch>
      </p>
    </Show>
  );
}

export function NewestButton(props: { count: number; onPress(): void }) {
  const words = useWords();
  return (
    <button type="button" class="timeline-way timeline-newest" onClick={() => props.onPress()}>
      <ArrowDown size={20} />
      <span classList={{ unseen: props.count === 0 }}>
        {props.count === 0 ? words.conversation.toNewest : words.conversation.newMessages(props.count)}
      </span>
    </button>
  );
}

/** Leads to the oldest of them; the next press to the next one, as each is seen. Or one is done with all of them. */
export function LateButton(props: { count: number; onLead(): void; onReadAll(): void }) {
  const words = useWords();
  return (
    <Show when={props.count > 0}>
      <div class="timeline-late">
        <button type="button" class="timeline-way" onClick={() => props.onLead()}>
          <ArrowUp size={20} />
          <span>{words.conversation.unreadAbove(props.count)}</span>
        </button>
        <button
          type="button"
          class="timeline-way"
          aria-label={words.conversation.markAllRead}
          title={words.conversation.markAllRead}
          onClick={() => props.onReadAll()}
        >
          <CheckCheck size={20} />
        </button>
      </div>
    </Show>
  );
}
