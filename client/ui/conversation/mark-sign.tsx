// How far one of my messages got, as a small sign with a name. A plain drawing: there is one in every row.
import { Match, Switch } from 'solid-js';
import type { Mark } from '../../engine/messenger.ts';
import { useWords } from '../words/words.tsx';

const wordOf = {
  writing: 'writing',
  waiting: 'waiting',
  sent: 'sent',
  delivered: 'delivered',
  read: 'read',
  refused: 'notTaken',
} as const satisfies Record<Mark['status'], string>;

export function MarkSign(props: { mark: Mark }) {
  const words = useWords();
  const name = () => words.conversation[wordOf[props.mark.status]];
  return (
    <svg class={`mark mark-${props.mark.status}`} viewBox="0 0 16 16" role="img" aria-label={name()}>
      <title>{name()}</title>
      <Switch>
        <Match when={props.mark.status === 'writing'}>
          <circle cx="8" cy="8" r="5.5" />
        </Match>
        <Match when={props.mark.status === 'waiting'}>
          <circle cx="8" cy="8" r="5.5" />
          <path d="M8 5v3l2 1.5" />
        </Match>
        <Match when={props.mark.status === 'sent'}>
          <path d="m3 8.5 3.2 3.2L13 5" />
        </Match>
        <Match when={props.mark.status === 'delivered' || props.mark.status === 'read'}>
          <path d="m1 8.5 3.2 3.2L11 5M8.4 11.2l.5.5L15.5 5" />
        </Match>
        <Match when={props.mark.status === 'refused'}>
          <circle cx="8" cy="8" r="5.5" />
          <path d="M8 5v3.5M8 10.8v.2" />
        </Match>
      </Switch>
    </svg>
  );
}
