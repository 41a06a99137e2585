// One row of a timeline that is no message: what happened in the group, quietly, in the middle.
import './notice-row.css';
import { Show, type Accessor } from 'solid-js';
import { useTimes } from '../words/words.tsx';
import type { Row } from './rows.ts';

interface NoticeRowProps {
  readonly row: Row;
  readonly text: string;
  readonly now: Accessor<number>;
}

export function NoticeRow(props: NoticeRowProps) {
  const times = useTimes();
  const at = () => props.row.item.at;
  return (
    <li class="row" tabIndex={-1} data-day={props.row.startsDay ? '' : undefined}>
      <Show when={props.row.startsDay}>
        <h3 class="row-day">{times.day(at(), props.now())}</h3>
      </Show>
      <p class="row-notice" data-line="">
        <span dir="auto">{props.text}</span>{' '}
        <time datetime={new Date(at()).toISOString()} title={times.full(at())}>
          {times.clock(at())}
        </time>
      </p>
    </li>
  );
}
