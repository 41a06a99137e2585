// A message outside its conversation's rows: who, when, and what it says. A press leads to where it stands.
import './message-card.css';
import { Show, type JSX } from 'solid-js';
import { Avatar } from '../parts/avatar.tsx';
import { useTimes, useWords } from '../words/words.tsx';

interface MessageCardProps {
  readonly author: string;
  /** Null where it is the reader. */
  readonly name: string | null;
  readonly at: number;
  /** Beside the time: where it stands, or what else is worth a word. */
  readonly note?: string | undefined;
  readonly children: JSX.Element;
  /** Null where it leads nowhere. */
  readonly onLead: (() => void) | null;
}

export function MessageCard(props: MessageCardProps) {
  const words = useWords();
  const times = useTimes();
  const name = () => props.name ?? words.you;
  return (
    <article class="card">
      <Avatar id={props.author} name={name()} size="small" />
      <div class="card-body">
        <p class="card-head">
          <bdi class="card-name one-line">{name()}</bdi>
          <time datetime={new Date(props.at).toISOString()}>{times.full(props.at)}</time>
          <Show when={props.note}>
            <span dir="auto">{props.note}</span>
          </Show>
        </p>
        <div class="card-text bubble-words" dir="auto">
          {props.children}
        </div>
        <Show when={props.onLead}>
          {(onLead) => (
            <button type="button" class="card-lead" onClick={() => onLead()()}>
              {words.acts.goThere}
            </button>
          )}
        </Show>
      </div>
    </article>
  );
}
