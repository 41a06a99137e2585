// One row of a timeline: the day it begins, who writes, the text as it was written, when, and how far it got.
// Knows its own item alone; the order and the grouping were decided before. Step 9 of a message's path.
import './message-row.css';
import { Show, type Accessor } from 'solid-js';
import type { TimelineItem } from '../../../shared/conversation/timeline.ts';
import type { Mark } from '../../engine/messenger.ts';
import { Avatar } from '../parts/avatar.tsx';
import { PersonLink } from '../people/person-link.tsx';
import { useTimes, useWords } from '../words/words.tsx';
import { MarkSign } from './mark-sign.tsx';
import { RefusedActions } from './refused-actions.tsx';
import type { Row } from './rows.ts';

interface MessageRowProps {
  readonly row: Row;
  readonly isMine: boolean;
  readonly authorName: string;
  readonly mark: Accessor<Mark | null>;
  readonly now: Accessor<number>;
  /** What is unread begins here. */
  readonly startsUnread: boolean;
  /** The keys are at this row: its button can be reached. */
  readonly isActive: boolean;
  /** One was led here. */
  readonly isHighlighted: boolean;
  onActive(): void;
  /** Asks what can be done with this message. */
  onMenu(opener: HTMLElement): void;
  /** What the person decided about a refused message. */
  onSettle(how: 'retry' | 'discard'): void;
}

export function MessageRow(props: MessageRowProps) {
  const words = useWords();
  const times = useTimes();
  const item = () => props.row.item;
  const isRefused = () => props.mark()?.status === 'refused';
  const refusedText = () => (isRefused() ? item().text : null);
  let bubble!: HTMLDivElement;
  let more: HTMLButtonElement | undefined;
  /** The button of a row that has been refused meanwhile is gone. */
  const openMenu = () => {
    if (more?.isConnected === true) props.onMenu(more);
  };
  const pressKey = (event: KeyboardEvent & { currentTarget: HTMLElement }) => {
    if (event.key !== 'Enter' || event.target !== event.currentTarget) return;
    event.preventDefault();
    openMenu();
  };
  /** Where nothing hovers a touch asks; one that ends a selection or follows a link does not. */
  const touch = (event: MouseEvent) => {
    if (event.defaultPrevented) return;
    if (matchMedia('(hover: none)').matches && getSelection()?.isCollapsed !== false) openMenu();
  };
  return (
    <li
      class="row"
      classList={{
        'row-mine': props.isMine,
        'row-starts-turn': props.row.startsTurn,
        'row-starts-group': props.row.startsGroup,
        'row-highlighted': props.isHighlighted,
      }}
      tabIndex={-1}
      data-day={props.row.startsDay ? '' : undefined}
      onFocusIn={() => props.onActive()}
      onKeyDown={pressKey}
    >
      <Show when={props.row.startsDay}>
        <h3 class="row-day">{times.day(item().at, props.now())}</h3>
      </Show>
      <Show when={props.startsUnread}>
        <p class="row-unread">
          <span>{words.conversation.unreadFromHere}</span>
        </p>
      </Show>
      <div class="row-line" data-line="">
        <Show when={props.row.startsTurn && !props.isMine}>
          <PersonLink userId={item().author} name={props.authorName} isSecond>
            <Avatar id={item().author} name={props.authorName} size="small" />
          </PersonLink>
        </Show>
        <div
          ref={(element) => (bubble = element)}
          class="bubble"
          classList={{ 'bubble-deleted': item().text === null }}
          onClick={touch}
        >
          <Show
            when={props.row.startsTurn && !props.isMine}
            fallback={
              <p class="unseen">
                <bdi>{props.authorName}</bdi>
              </p>
            }
          >
            <p class="bubble-author one-line">
              <PersonLink userId={item().author} name={props.authorName} tabIndex={props.isActive ? 0 : -1}>
                <bdi>{props.authorName}</bdi>
              </PersonLink>
            </p>
          </Show>
          <MessageText item={item()} mark={props.mark()} />
          <MessageNotes item={item()} mark={props.mark()} />
        </div>
        <Show when={!isRefused()}>
          <button
            ref={(element) => (more = element)}
            type="button"
            class="row-more"
            tabIndex={props.isActive ? 0 : -1}
            aria-label={words.conversation.actions}
            title={words.conversation.actions}
            aria-haspopup="menu"
            onClick={openMenu}
          >
            <MoreSign />
          </button>
        </Show>
      </div>
      <Show when={refusedText()}>
        {(text) => (
          <RefusedActions
            text={text()}
            selectText={() => selectWords(bubble)}
            onRetry={() => props.onSettle('retry')}
            onDiscard={() => props.onSettle('discard')}
          />
        )}
      </Show>
    </li>
  );
}

function MessageText(props: { item: TimelineItem; mark: Mark | null }) {
  const words = useWords();
  const times = useTimes();
  return (
    <p class="bubble-text" dir="auto">
      <span class="bubble-words">{props.item.text ?? words.conversation.deleted}</span>
      <span class="bubble-end">
        <span class="bubble-meta" dir={words.direction}>
          <Show when={props.item.isAutomatic}>
            <span>{words.errands.automatic}</span>
          </Show>
          <Show when={props.item.isEdited}>
            <span>{words.conversation.edited}</span>
          </Show>
          <time datetime={new Date(props.item.at).toISOString()} title={times.full(props.item.at)}>
            {times.clock(props.item.at)}
          </time>
          <Show when={props.mark}>{(mark) => <MarkSign mark={mark()} />}</Show>
        </span>
      </span>
    </p>
  );
}

/** A plain drawing: there is one in every row. */
function MoreSign() {
  return (
    <svg width="20" height="20" viewBox="0 0 24 24" fill="currentColor" aria-hidden="true">
      <circle cx="5" cy="12" r="1.8" />
      <circle cx="12" cy="12" r="1.8" />
      <circle cx="19" cy="12" r="1.8" />
    </svg>
  );
}

/** What needs saying in words: that it came late, that it was not taken. */
function MessageNotes(props: { item: TimelineItem; mark: Mark | null }) {
  const words = useWords();
  const times = useTimes();
  const refusal = () => (props.mark?.status === 'refused' ? props.mark.code : null);
  return (
    <>
      <Show when={props.item.lateAt}>
        {(lateAt) => (
          <p class="bubble-note">
            {words.conversation.late(times.clock(props.item.at), times.clockBeside(lateAt(), props.item.at))}
          </p>
        )}
      </Show>
      <Show when={refusal()}>
        {(code) => <p class="bubble-note bubble-refused">{words.conversation.refused(code())}</p>}
      </Show>
    </>
  );
}

function selectWords(bubble: HTMLElement): void {
  const text = bubble.querySelector('.bubble-words');
  if (text !== null) getSelection()?.selectAllChildren(text);
}
