// One row of a timeline: the day it begins, who writes, what it answers, its text, when, how far it got, and what people
// reacted with. Knows its own item alone; the order and the grouping were decided before. Step 9 of a message's path.
import './message-row.css';
import { createSignal, Show, type Accessor } from 'solid-js';
import type { ReplyTo } from '../../../shared/conversation/events.ts';
import type { TimelineItem } from '../../../shared/conversation/timeline.ts';
import type { UserId } from '../../../shared/ids.ts';
import type { Mark, Quote } from '../../engine/messenger.ts';
import type { Names } from '../conversations/shown-conversation.ts';
import { lineOf } from '../conversations/line-of.ts';
import { Avatar } from '../parts/avatar.tsx';
import { PersonLink } from '../people/person-link.tsx';
import { useSignedIn } from '../frame/signed-in.tsx';
import { useTimes, useWords } from '../words/words.tsx';
import { createLongPress } from './long-press.ts';
import { ForwardedFrom } from './forwarded-from.tsx';
import { isPicture } from '../files/is-picture.ts';
import { MessageFiles } from '../files/message-files.tsx';
import { MarkSign } from './mark-sign.tsx';
import { MessageQuote } from './message-quote.tsx';
import { MessageReactions } from './message-reactions.tsx';
import { PinSign } from './pin-bar.tsx';
import { RefusedActions } from './refused-actions.tsx';
import { RichText } from './rich-text.tsx';
import type { Row } from './rows.ts';

/** What somebody does at a row. */
export interface RowActs {
  /** Asks what can be done with the message. */
  menu(item: TimelineItem, opener: HTMLElement): void;
  reply(item: TimelineItem): void;
  react(item: TimelineItem, emoji: string): void;
  versions(item: TimelineItem): void;
  lead(place: ReplyTo): void;
  select(item: TimelineItem): void;
  /** What the person decided about a refused message. */
  settle(item: TimelineItem, how: 'retry' | 'discard'): void;
}

interface MessageRowProps {
  readonly row: Row;
  readonly me: UserId;
  readonly names: Names;
  readonly mark: Accessor<Mark | null>;
  readonly quote: Accessor<Quote | null>;
  readonly now: Accessor<number>;
  readonly acts: RowActs;
  /** Else nothing is answered or reacted to. */
  readonly mayWrite: boolean;
  /** What is unread begins here. */
  readonly startsUnread: boolean;
  /** The keys are at this row: its buttons and links can be reached. */
  readonly isActive: boolean;
  /** One was led here. */
  readonly isHighlighted: boolean;
  /** Null while nobody selects messages. */
  readonly isSelected: boolean | null;
  onActive(): void;
}

export function MessageRow(props: MessageRowProps) {
  const words = useWords();
  const times = useTimes();
  const item = () => props.row.item;
  const isMine = () => item().author === props.me;
  const authorName = () => props.names.nameOf(item().author) ?? words.you;
  const isRefused = () => props.mark()?.status === 'refused';
  const tabIndex = () => (props.isActive ? 0 : -1);
  const [isNear, setNear] = createSignal(false);
  const mayReply = () => props.mayWrite && item().place !== null && item().text !== null;
  /** With nothing below them: the time stands on the last one. */
  const isOfPictures = () => {
    const { text, attachments } = item();
    return text === '' && attachments.length > 0 && attachments.every(isPicture);
  };
  let bubble!: HTMLDivElement;
  let more: HTMLButtonElement | undefined;
  /** The button of a row that has been refused meanwhile is gone. */
  const openMenu = () => {
    if (more?.isConnected === true) props.acts.menu(item(), more);
  };
  const press = createLongPress(() => {
    if (props.isSelected === null) openMenu();
  });
  const pressKey = (event: KeyboardEvent & { currentTarget: HTMLElement }) => {
    if (event.key !== 'Enter' || event.target !== event.currentTarget) return;
    event.preventDefault();
    if (props.isSelected === null) openMenu();
    else select();
  };
  /** Of what is deleted nothing can be selected. */
  const select = () => {
    if (item().text !== null) props.acts.select(item());
  };
  const pressRow = ({ target }: MouseEvent) => {
    const isOwn = target instanceof Element && target.closest('a, button, input') !== null; // it does something itself
    if (props.isSelected !== null && !isOwn) select();
  };
  return (
    <li
      class="row"
      classList={{
        'row-mine': isMine(),
        'row-starts-turn': props.row.startsTurn,
        'row-starts-group': props.row.startsGroup,
        'row-highlighted': props.isHighlighted,
        'row-selecting': props.isSelected !== null,
        'row-selected': props.isSelected === true,
      }}
      tabIndex={-1}
      data-day={props.row.startsDay ? '' : undefined}
      onFocusIn={() => props.onActive()}
      onKeyDown={pressKey}
      onClick={pressRow}
      onPointerEnter={({ pointerType }) => pointerType === 'mouse' && setNear(true)}
      onPointerLeave={() => setNear(false)}
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
        <Show when={props.isSelected !== null && item().text !== null}>
          <input
            type="checkbox"
            class="row-check"
            checked={props.isSelected === true}
            aria-label={words.acts.selectOne(
              props.names.nameOf(item().author),
              lineOf(item(), props.names.calledOf, words),
            )}
            onChange={() => props.acts.select(item())}
          />
        </Show>
        <Show when={props.row.startsTurn && !isMine()}>
          <PersonLink userId={item().author} name={authorName()} isSecond>
            <Avatar id={item().author} name={authorName()} size="small" />
          </PersonLink>
        </Show>
        <div
          ref={(element) => (bubble = element)}
          class="bubble"
          classList={{
            'bubble-deleted': item().text === null,
            'bubble-with-files': item().attachments.length > 0,
            'bubble-of-pictures': isOfPictures(),
          }}
          {...press}
        >
          <Show
            when={props.row.startsTurn && !isMine()}
            fallback={
              <p class="unseen">
                <bdi>{authorName()}</bdi>
              </p>
            }
          >
            <p class="bubble-author one-line" data-heading="">
              <PersonLink userId={item().author} name={authorName()} tabIndex={tabIndex()}>
                <bdi>{authorName()}</bdi>
              </PersonLink>
            </p>
          </Show>
          <Show when={item().forwarded}>
            {(forwarded) => (
              <ForwardedFrom source={forwarded().source} nameOf={props.names.nameOf} tabIndex={tabIndex()} />
            )}
          </Show>
          <Show when={item().replyTo}>
            {(replyTo) => (
              <Show when={props.quote()}>
                {(quote) => (
                  <MessageQuote
                    replyTo={replyTo()}
                    quote={quote()}
                    names={props.names}
                    tabIndex={tabIndex()}
                    onLead={() => props.acts.lead(replyTo())}
                  />
                )}
              </Show>
            )}
          </Show>
          <Show when={item().attachments.length > 0}>
            <MessageFiles item={item()} isMine={isMine()} tabIndex={tabIndex()} />
          </Show>
          <MessageText
            item={item()}
            mark={props.mark()}
            me={props.me}
            names={props.names}
            isActive={props.isActive}
            onVersions={() => props.acts.versions(item())}
          />
          <MessageNotes item={item()} mark={props.mark()} />
        </div>
        <Show when={!isRefused() && props.isSelected === null}>
          <div class="row-acts">
            <Show when={(isNear() || props.isActive) && mayReply()}>
              <button
                type="button"
                class="row-act row-act-wide"
                tabIndex={tabIndex()}
                aria-label={words.acts.reply}
                title={words.acts.reply}
                onClick={() => props.acts.reply(item())}
              >
                <ReplySign />
              </button>
            </Show>
            <button
              ref={(element) => (more = element)}
              type="button"
              class="row-act"
              tabIndex={tabIndex()}
              aria-label={words.conversation.actions}
              title={words.conversation.actions}
              aria-haspopup="menu"
              onClick={openMenu}
            >
              <MoreSign />
            </button>
          </div>
        </Show>
      </div>
      <Show when={item().reactions.length > 0}>
        <MessageReactions
          reactions={item().reactions}
          me={props.me}
          nameOf={props.names.nameOf}
          tabIndex={tabIndex()}
          onToggle={props.mayWrite ? (emoji) => props.acts.react(item(), emoji) : null}
        />
      </Show>
      <Show when={isRefused() && item().text !== null}>
        <RefusedActions
          text={item().text ?? ''}
          isEdit={isRefusedEdit(props.mark())}
          selectText={() => selectWords(bubble)}
          onRetry={() => props.acts.settle(item(), 'retry')}
          onDiscard={() => props.acts.settle(item(), 'discard')}
        />
      </Show>
    </li>
  );
}

interface MessageTextProps {
  readonly item: TimelineItem;
  readonly mark: Mark | null;
  readonly me: UserId;
  readonly names: Names;
  readonly isActive: boolean;
  onVersions(): void;
}

function MessageText(props: MessageTextProps) {
  const words = useWords();
  const times = useTimes();
  const { presence } = useSignedIn().messenger;
  const deleted = () => {
    const { deletedBy } = props.item;
    return deletedBy === null ? words.conversation.deleted : words.acts.deletedBy(props.names.nameOf(deletedBy));
  };
  /** Looked up when asked for: of hundreds of rows hardly one is. */
  const bothTimes = () => {
    const { at, author } = props.item;
    const zone = presence.of(author as UserId).get()?.timeZone ?? null; // of the server nothing is known
    const there = zone === null ? null : times.fullIn(at, zone);
    return there === null ? times.full(at) : `${times.full(at)}\n${words.acts.detailsAuthorTime}: ${there}`;
  };
  return (
    <div class="bubble-text" dir="auto">
      <div class="bubble-words">
        <Show when={props.item.text !== null} fallback={deleted()}>
          <Show when={props.item.text !== ''}>
            <RichText
              text={props.item.text ?? ''}
              mentions={props.item.mentions}
              me={props.me}
              nameOf={props.names.calledOf}
              isActive={props.isActive}
            />
          </Show>
        </Show>
      </div>
      <span class="bubble-end">
        <span class="bubble-meta" dir={words.direction}>
          <Show when={props.item.isPinned}>
            <PinSign size={14} label={words.acts.pinned} />
          </Show>
          <Show when={props.item.isAutomatic}>
            <span>{words.errands.automatic}</span>
          </Show>
          <Show when={props.item.isEdited}>
            <button
              type="button"
              class="bubble-edited"
              tabIndex={props.isActive ? 0 : -1}
              title={words.acts.showVersions}
              aria-haspopup="dialog"
              onClick={() => props.onVersions()}
            >
              {words.conversation.edited}
            </button>
          </Show>
          <time
            datetime={new Date(props.item.at).toISOString()}
            title={times.full(props.item.at)}
            onPointerEnter={(event) => (event.currentTarget.title = bothTimes())}
          >
            {times.clock(props.item.at)}
          </time>
          <Show when={props.mark}>{(mark) => <MarkSign mark={mark()} />}</Show>
        </span>
      </span>
    </div>
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

function ReplySign() {
  return (
    <svg class="turns-with-text reply-sign" width="20" height="20" viewBox="0 0 24 24" aria-hidden="true">
      <path d="m9 8-5 5 5 5M4 13h11a5 5 0 0 1 5 5v2" />
    </svg>
  );
}

/** What needs saying in words: that it came late, that it was not taken. */
function MessageNotes(props: { item: TimelineItem; mark: Mark | null }) {
  const words = useWords();
  const times = useTimes();
  const refusal = () => {
    if (props.mark?.status !== 'refused') return null;
    const { code, isEdit } = props.mark;
    return isEdit === true ? words.acts.refusedEdit(words.acts.refusedReason(code)) : words.conversation.refused(code);
  };
  return (
    <>
      <Show when={props.item.lateAt}>
        {(lateAt) => (
          <p class="bubble-note">
            {words.conversation.late(times.clock(props.item.at), times.clockBeside(lateAt(), props.item.at))}
          </p>
        )}
      </Show>
      <Show when={refusal()}>{(said) => <p class="bubble-note bubble-refused">{said()}</p>}</Show>
    </>
  );
}

function isRefusedEdit(mark: Mark | null): boolean {
  return mark?.status === 'refused' && mark.isEdit === true;
}

/** For a browser that keeps its clipboard closed, and for a finger that selects a part. */
export function selectWords(bubble: Element): void {
  const text = bubble.querySelector('.bubble-words');
  if (text !== null) getSelection()?.selectAllChildren(text);
}
