// What stands under the name of whom one writes with: that they write, how they are to be found, or how else to know them.
import { Show } from 'solid-js';
import type { ConversationSummary, Person } from '../../engine/messenger.ts';
import { useSignedIn } from '../frame/signed-in.tsx';
import { useTimes, useWords } from '../words/words.tsx';
import { createPresence } from './create-presence.ts';
import { createTyping } from './create-typing.ts';
import { presenceText } from './presence-text.ts';

interface HeadLineProps {
  /** Undefined while the list does not know the conversation. */
  readonly summary: ConversationSummary | undefined;
  /** Null for a group. */
  readonly partner: Person | null;
  readonly fallback: string;
}

export function HeadLine(props: HeadLineProps) {
  const words = useWords();
  const times = useTimes();
  const { now } = useSignedIn();
  const presenceOf = createPresence(() => (props.partner === null ? [] : [props.partner.userId]));
  const presence = () =>
    props.partner === null ? '' : presenceText(presenceOf(props.partner.userId), { words, times, nowMs: now() });
  return (
    <p class="pane-handle one-line">
      <Show when={props.summary} fallback={props.fallback}>
        {(summary) => {
          const typing = createTyping(summary);
          return <bdi>{typing() ?? (presence() || props.fallback)}</bdi>;
        }}
      </Show>
    </p>
  );
}
