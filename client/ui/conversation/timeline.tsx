// The rows of a conversation, the newest at the bottom. Who reads at the bottom stays there; who scrolled back
// is not moved and sees how many came. The box is filled from its end (`column-reverse`), so that the browser itself
// keeps the place: scrolling is 0 at the newest and negative above. Step 9 of a message's path.
import './timeline.css';
import ArrowDown from 'lucide-solid/icons/arrow-down';
import { createComputed, createMemo, createSignal, For, on, Show } from 'solid-js';
import type { TimelineItem } from '../../../shared/conversation/timeline.ts';
import type { Mark, OpenConversation, Person } from '../../engine/messenger.ts';
import { createReadable } from '../../reactive/create-readable.ts';
import { useSignedIn } from '../frame/signed-in.tsx';
import { Avatar } from '../parts/avatar.tsx';
import { useTimes, useWords } from '../words/words.tsx';
import { MessageRow } from './message-row.tsx';
import { makeRowReader } from './rows.ts';
import { firstAfterChange, firstAfterScroll } from './shown-rows.ts';

export interface TimelineControl {
  goToNewest(): void;
}

interface TimelineProps {
  readonly open: OpenConversation;
  readonly partner: Person | null;
  control(control: TimelineControl): void;
}

/** This near to an end counts as being there. */
const nearPixels = 48;
const olderAheadPixels = 800;

export function Timeline(props: TimelineProps) {
  const words = useWords();
  const times = useTimes();
  const { me, now } = useSignedIn();
  let box!: HTMLDivElement;
  const readRows = makeRowReader((atMs) => times.dayKey(atMs));
  // oxlint-disable-next-line solid/reactivity -- the conversation is one for the whole life of this timeline
  const items = createReadable(props.open.items);
  const markOf = createMarks(() => props.open);
  const [isAtNewest, setAtNewest] = createSignal(true);
  const [isReachingBack, setReachingBack] = createSignal(false);
  const [first, setFirst] = createSignal(0);
  createComputed(on(items, (items) => setFirst(firstAfterChange(first(), items.length, isAtNewest()))));
  const rows = createMemo(() => readRows(items(), first()));
  const newCount = createNewCount({ items, isAtNewest, myId: () => me().userId });

  const goToNewest = () => box.scrollTo({ top: 0 });
  // oxlint-disable-next-line solid/reactivity -- handed over once
  props.control({ goToNewest });

  /** Rows that join above are history, not news: they are not read out. */
  const showOlder = () => {
    setReachingBack(true);
    setFirst(firstAfterScroll(first()));
    requestAnimationFrame(() => setReachingBack(false));
  };
  const followScroll = () => {
    const fromNewest = Math.abs(box.scrollTop);
    setAtNewest(fromNewest < nearPixels);
    const fromOldest = box.scrollHeight - box.clientHeight - fromNewest;
    if (first() > 0 && fromOldest < olderAheadPixels) showOlder();
  };
  /** The refused message leaves its place, and the focus that was in it stays near. */
  const settle = (item: TimelineItem, how: 'retry' | 'discard') => {
    const hadFocus = box.contains(document.activeElement);
    props.open[how](item);
    if (hadFocus) box.focus({ preventScroll: true });
  };
  const nameOf = (author: string) => {
    if (author === me().userId) return words.you;
    return author === props.partner?.userId ? props.partner.name : words.conversation.somebody;
  };
  return (
    <div class="timeline">
      <div
        ref={(element) => (box = element)}
        class="timeline-box"
        role="log"
        tabIndex={0}
        aria-label={words.conversation.messages(props.partner?.name ?? words.conversation.somebody)}
        aria-live={isReachingBack() ? 'off' : 'polite'}
        onScroll={followScroll}
      >
        <Show when={items().length > 0} fallback={<Beginning partner={props.partner} />}>
          <ol class="timeline-rows">
            <For each={rows()}>
              {(row) => {
                const mark = markOf(row.item);
                return (
                  <MessageRow
                    row={row}
                    isMine={row.item.author === me().userId}
                    authorName={nameOf(row.item.author)}
                    mark={mark}
                    now={now}
                    onSettle={(how) => settle(row.item, how)}
                  />
                );
              }}
            </For>
          </ol>
        </Show>
      </div>
      <Show when={!isAtNewest()}>
        <button type="button" class="timeline-newest" onClick={goToNewest}>
          <ArrowDown size={20} />
          <span classList={{ unseen: newCount() === 0 }}>
            {newCount() === 0 ? words.conversation.toNewest : words.conversation.newMessages(newCount())}
          </span>
        </button>
      </Show>
    </div>
  );
}

function Beginning(props: { partner: Person | null }) {
  const words = useWords();
  return (
    <div class="timeline-beginning">
      <Show when={props.partner}>
        {(partner) => (
          <>
            <Avatar id={partner().userId} name={partner().name} size="large" />
            <p class="pane-notice-title">{words.conversation.emptyTitle(partner().name)}</p>
          </>
        )}
      </Show>
      <p>{words.conversation.emptyHint}</p>
    </div>
  );
}

/** The mark of one row; it changes only when its status does, whatever else was acknowledged. */
function createMarks(open: () => OpenConversation): (item: TimelineItem) => () => Mark | null {
  const marks = createReadable(open().marks);
  return (item) =>
    createMemo<Mark | null>(
      () => {
        marks();
        return open().markOf(item);
      },
      null,
      { equals: isSameMark },
    );
}

function isSameMark(one: Mark | null, other: Mark | null): boolean {
  if (one?.status !== other?.status) return false;
  return one?.status !== 'refused' || other?.status !== 'refused' || one.code === other.code;
}

interface NewCountParts {
  readonly items: () => readonly TimelineItem[];
  readonly isAtNewest: () => boolean;
  readonly myId: () => string;
}

/** How many messages of others came since one left the newest. */
function createNewCount({ items, isAtNewest, myId }: NewCountParts): () => number {
  const seenItems = createMemo<readonly TimelineItem[]>((before) => (isAtNewest() ? items() : before), []);
  const seenKeys = createMemo(() => new Set(isAtNewest() ? [] : seenItems().map((item) => item.key)));
  const isNew = (item: TimelineItem) => item.author !== myId() && !seenKeys().has(item.key);
  return createMemo(() => (isAtNewest() ? 0 : items().filter(isNew).length));
}
