// The rows of a conversation, the newest at the bottom. Who reads at the bottom stays there; who scrolled back is not
// moved and sees how many came. It opens at the first unread message, else at the newest. Step 9 of a message's path.
// What stands in the page and what holds its place is scroller.ts's; where to lead is decided in decide-place.ts.
import './timeline.css';
import { createEffect, createMemo, createSignal, For, on, onCleanup, onMount, Show } from 'solid-js';
import { must } from '../../../shared/base/assert.ts';
import type { TimelineItem } from '../../../shared/conversation/timeline.ts';
import type { OpenConversation } from '../../engine/messenger.ts';
import { createReadable } from '../../reactive/create-readable.ts';
import { FilesHereContext, type FilesHere } from '../files/files-here.ts';
import { useSignedIn } from '../frame/signed-in.tsx';
import { noticeText } from '../conversations/notice-text.ts';
import type { Names, ShownConversation } from '../conversations/shown-conversation.ts';
import { Avatar } from '../parts/avatar.tsx';
import { copyText } from '../parts/copying.ts';
import { createDelayed } from '../parts/delayed.ts';
import { lazyPart } from '../parts/lazy-screen.tsx';
import { createPassing } from '../parts/passing.ts';
import type { LinkedMessage } from '../route.ts';
import { useTimes, useWords } from '../words/words.tsx';
import { actsOf, type Reader } from './acts-of.ts';
import type { Aim } from './aim.ts';
import { createArrived } from './arrived.ts';
import { arrivedBelow, countAbove, countBelow, dayAtTop, decideOpening, wantsMore } from './decide-place.ts';
import { createMessageActs } from './create-message-acts.ts';
import { createQuotes } from './create-quotes.ts';
import { createSelection } from './create-selection.ts';
import { createLeading } from './leading.ts';
import { createLooking } from './looking.ts';
import type { ScrollerElements } from './measure-rows.ts';
import { MessageRow, selectWords, type RowActs } from './message-row.tsx';
import { NoticeRow } from './notice-row.tsx';
import { PinBar } from './pin-bar.tsx';
import { createMarks } from './row-marks.ts';
import type { MenuAct } from './row-menu.tsx';
import { makeRowReader, type Row } from './rows.ts';
import { createScroller } from './scroller.ts';
import { createSeen } from './seen.ts';
import { EdgeSign, LateButton, NewestButton } from './timeline-signs.tsx';

export interface TimelineControl {
  goToNewest(): void;
  /** Leads to the first message of a calendar day `yyyy-mm-dd`, or the next one that has any. */
  goToDay(day: string): void;
  /** Leads to a message, and leaves the focus where it is. */
  show(message: LinkedMessage): void;
}

const MessageLayer = lazyPart(async () => (await import('./message-layer.tsx')).MessageLayer);
const SelectionBar = lazyPart(async () => (await import('./selection-bar.tsx')).SelectionBar);

interface TimelineProps {
  readonly open: OpenConversation;
  /** Null while nothing is known of it. */
  readonly shown: ShownConversation | null;
  readonly names: Names;
  /** Whoever looks, and as what. */
  readonly reader: Reader;
  /** Known to be empty: else that nothing is on hand says nothing about the conversation. */
  readonly isUnwritten: boolean;
  /** A message to be led to, from the address; each new one once. */
  readonly asked: LinkedMessage | null;
  onLed(): void;
  /** Begins a reply or a change in the composer. */
  onAim(aim: Aim): void;
  control(control: TimelineControl): void;
}

const highlightMs = 2_500;
const noticeMs = 6_000;
/** So long the day stays in view after one has scrolled. */
const stillMs = 1_000;
/** What the sign of the day takes at the top of the view. */
const dayRoomPixels = 44;

export function Timeline(props: TimelineProps) {
  const words = useWords();
  const times = useTimes();
  const { me, now, link } = useSignedIn();
  // oxlint-disable-next-line solid/reactivity -- the conversation is one for the whole life of this timeline
  const { open } = props;
  const elements = {} as { -readonly [name in keyof ScrollerElements]: ScrollerElements[name] }; // each by its ref
  const readRows = makeRowReader((atMs) => times.dayKey(atMs));
  const state = createReadable(open.state);
  /** What was shown last time stands in until it is read: what is new or unread is told after that. */
  const isStandIn = () => state().status === 'opening';
  const edges = createReadable(open.edges);
  const unread = createReadable(open.unread);
  const markOf = createMarks(open);
  const isLooking = createLooking();
  const [lineKey, setLineKey] = createSignal<string | null>(null);
  const [activeKey, setActiveKey] = createSignal<string | null>(null);
  const [highlightedKey, highlightKey] = createPassing<string>(highlightMs);
  const [notice, showNotice] = createPassing<string>(noticeMs);
  const [dayAt, setDayAt] = createSignal<number | null>(null);
  const quoteOf = createQuotes(open);
  const acts = createMessageActs(open, showNotice);
  const selection = createSelection(open);
  const arrived = createArrived();
  /** Whether the last of the rows before was the newest of all: only then are those below it news. */
  let hadNewest = edges().newer === 'none' && !isStandIn();
  const scroller = createScroller({
    items: open.items,
    hasNewer: () => edges().newer !== 'none',
    onItems(before, after) {
      const first = arrived.first();
      if (hadNewest) arrived.add(arrivedBelow({ before, after, myId: me().userId }));
      hadNewest = edges().newer === 'none' && !isStandIn();
      if (first === null && !(isLooking() && scroller.isAtEnd())) setLineKey(arrived.first()?.key ?? lineKey());
      return arrived.first();
    },
    onHeldBack: (item) => setLineKey(item.key),
    onMotion: () => leading.giveUp(),
    onView: () => viewChanged(),
  });
  const isStill = createDelayed(scroller.isResting, stillMs);
  const rows = createMemo(() => {
    const { items, stretch } = scroller.shown();
    return readRows(items, stretch);
  });
  /** By the key of the message: a row that changes stays the same element, and keeps what has the focus in it. */
  const rowByKey = createMemo(() => new Map(rows().map((row) => [row.item.key, row])));
  const seen = createSeen({
    isLooking,
    look: () => scroller.look(),
    isJumping: () => leading.isUnderWay() || isStandIn(),
    onSeen(items) {
      open.noteSeen(items.map(({ key }) => key));
      arrived.drop(items);
    },
  });
  const viewChanged = () => {
    const screen = scroller.look();
    const { older, newer } = edges();
    if (wantsMore(older, screen.above, screen.pixels)) open.showOlder();
    if (wantsMore(newer, screen.below, screen.pixels)) open.showNewer();
    setDayAt(dayAtTop(screen.rows, dayRoomPixels));
    seen.schedule();
  };
  const edgesChanged = () => {
    scroller.noteEdges();
    viewChanged();
  };
  createEffect(on(edges, edgesChanged, { defer: true }));

  /** Somebody goes from one result to the next, and writes on where they look for them. */
  let showing: LinkedMessage | null = null;
  const leading = createLeading({
    open,
    scroller,
    onMessage(item) {
      if (item === null) {
        const isOnline = link().status === 'online';
        return showNotice(isOnline ? words.conversation.messageNotHere : words.conversation.messageUnreachable);
      }
      highlightKey(item.key);
      if (showing === null) scroller.focus(item);
    },
    onArrival: () => seen.schedule(),
  });
  const pressNewest = () => {
    elements.box.focus({ preventScroll: true }); // the button goes away
    void leading.toEnd();
  };
  // oxlint-disable-next-line solid/reactivity -- handed over once
  props.control({
    goToNewest: () => void leading.toEnd(),
    goToDay: (day) => void leading.toMoment(times.dayStart(day)),
    show(message) {
      showing = message;
      void leading.toMessage(message).finally(() => {
        if (showing === message) showing = null;
      });
    },
  });

  let beganAtNewest = false;
  const start = () => {
    const opening = decideOpening(props.asked, unread());
    const key = opening.to === 'unread' ? opening.message.key : null;
    const item = open.items.get().find((item) => item.key === key) ?? null;
    beganAtNewest = opening.to === 'newest';
    if (opening.to === 'unread') setLineKey(opening.message.key);
    scroller.start(elements, item);
    if (opening.to === 'unread' && item === null) void leading.to(opening.message, 'top');
    if (opening.to === 'unread-elsewhere') void goOnReading();
    if (opening.to === 'message') void answerAsked(opening.message);
  };
  /** The chapter where one stopped is opened first; what is on the view until then counts as not seen. */
  const goOnReading = async () => {
    const item = await leading.toFirstUnread();
    if (item !== null) setLineKey(item.key);
  };
  /** The address keeps the link until one has been led: what is on its way there may be taken off the screen. */
  const answerAsked = async (message: LinkedMessage) => {
    await leading.toMessage(message);
    if (!isGone && props.asked === message) props.onLed();
  };
  /** Who has not moved meanwhile goes on where there is something unread. More is asked for only now. */
  const startAgain = () => {
    if (isGone) return;
    viewChanged();
    hadNewest = edges().newer === 'none';
    const isUnread = decideOpening(null, unread()).to !== 'newest';
    if (isUnread && beganAtNewest && scroller.isAtEnd() && !leading.isUnderWay()) void goOnReading();
  };
  createEffect(on(isStandIn, (isEarly) => isEarly || queueMicrotask(startAgain), { defer: true }));
  let isGone = false;
  onCleanup(() => (isGone = true));
  // After this turn, when the rows that are shown stand in the page at once; nothing is painted before.
  onMount(() => queueMicrotask(() => isGone || start()));
  createEffect(
    on(
      () => props.asked,
      (asked) => asked !== null && queueMicrotask(() => void answerAsked(asked)),
      { defer: true },
    ),
  );

  const markUnread = (item: TimelineItem) => {
    open.markUnreadFrom(item);
    setLineKey(item.key);
  };
  const markAllRead = () => {
    void open.markAllRead();
    arrived.clear();
    setLineKey(null);
    elements.box.focus({ preventScroll: true }); // the button goes away
  };
  /** The refused message leaves its place, and the focus that was in it stays near. */
  const settle = (item: TimelineItem, how: 'retry' | 'discard') => {
    const hadFocus = elements.box.contains(document.activeElement);
    open[how](item);
    if (hadFocus) elements.box.focus({ preventScroll: true });
  };
  const rowActs: RowActs = {
    menu: (item, opener) => acts.ask({ kind: 'menu', item, opener }),
    reply: (item) => props.onAim({ kind: 'reply', item }),
    react: (item, emoji) => acts.react(item, emoji),
    versions: (item) => acts.ask({ kind: 'versions', item }),
    lead: (place) => void leading.toMessage(place),
    select: (item) => selection.toggle(item),
    settle,
  };
  const filesHere: FilesHere = {
    conversationId: open.conversationId,
    items: () => open.items.get(),
    nameOf: (author) => props.names.nameOf(author) ?? words.you,
    open: (item, hash) => acts.ask({ kind: 'file', item, hash }),
    say: showNotice,
  };
  const act = (done: MenuAct, item: TimelineItem, opener: HTMLElement) => {
    if (done === 'reply' || done === 'edit') props.onAim({ kind: done, item });
    else if (done === 'unread') markUnread(item);
    else if (done === 'readAll') markAllRead();
    else if (done === 'select') selection.toggle(item);
    else if (done === 'selectText') selectByFinger(opener);
  };
  const endSelection = () => {
    if (selection.keys() === null) return;
    selection.end();
    elements.box.focus({ preventScroll: true }); // the bar goes away
  };
  const keepSelected = (left: readonly TimelineItem[]) => {
    if (left.length === 0) endSelection();
    else selection.keep(left);
  };
  const copySelected = async () => {
    const lines = selection.items().map(({ author, at, text }) => {
      const name = props.names.nameOf(author) ?? me().name;
      return `[${times.clockBeside(at, now())}] ${name}: ${text ?? ''}`;
    });
    const isCopied = await copyText(lines.join('\n'));
    showNotice(isCopied ? words.acts.done.copied : words.acts.done.notCopied);
    if (isCopied) endSelection();
  };
  const step = (by: 1 | -1) => {
    leading.giveUp();
    const { rows, pixels } = scroller.look();
    const at = rows.findIndex(({ element }) => element.contains(document.activeElement));
    const onView = rows.filter(({ top, bottom }) => bottom > 0 && top < pixels);
    const next = at === -1 ? onView.at(by === -1 ? -1 : 0) : rows[at + by];
    next?.element.focus({ preventScroll: true });
    next?.element.scrollIntoView({ block: 'nearest' });
    scroller.follow(); // the next key may come before the next frame
  };
  /** From the box to the row that is read, then from row to row; the ends are those of the whole history. */
  const keys: Record<string, () => void> = {
    ArrowUp: () => step(-1),
    ArrowDown: () => step(1),
    Home: () => void leading.to({ at: 0 }, 'top'),
    End: () => void leading.toEnd(),
  };
  const pressKey = (event: KeyboardEvent) => {
    const act = keys[event.key];
    if (act === undefined || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    act();
  };
  const isQuiet = () => !scroller.isAtEnd() || !scroller.isResting() || leading.isUnderWay();
  return (
    <FilesHereContext.Provider value={filesHere}>
      <PinBar
        open={open}
        names={props.names}
        quoteOf={quoteOf}
        onLead={(pin) => void leading.toMessage(pin)}
        onAll={() => acts.ask({ kind: 'pins' })}
      />
      <div class="timeline">
        <div
          ref={(element) => (elements.box = element)}
          class="timeline-box"
          role="log"
          tabIndex={0}
          aria-label={words.conversation.messages(props.shown?.name ?? words.conversation.somebody)}
          aria-busy={isStandIn() ? 'true' : undefined}
          aria-live={isQuiet() ? 'off' : 'polite'}
          onKeyDown={pressKey}
        >
          <Show when={scroller.shown().items.length === 0 && edges().older === 'none'}>
            <Beginning shown={props.shown} isUnwritten={props.isUnwritten} />
          </Show>
          <div class="timeline-rows">
            <EdgeSign edge={edges().older} side="older" />
            <div ref={(element) => (elements.spaceAbove = element)} />
            <ol ref={(element) => (elements.list = element)}>
              <For each={[...rowByKey().keys()]}>
                {(key) => {
                  const first = must(rowByKey().get(key), 'a row of these');
                  const row = createMemo<Row>((last) => rowByKey().get(key) ?? last, first);
                  const mark = markOf(() => row().item);
                  const quote = quoteOf(() => row().item.replyTo);
                  return (
                    <Show
                      when={row().item.notice}
                      fallback={
                        <MessageRow
                          row={row()}
                          me={me().userId}
                          names={props.names}
                          mark={mark}
                          quote={quote}
                          now={now}
                          acts={rowActs}
                          mayWrite={props.reader.mayWrite}
                          startsUnread={lineKey() === key}
                          isActive={activeKey() === key}
                          isHighlighted={highlightedKey() === key}
                          isSelected={selection.keys()?.has(key) ?? null}
                          onActive={() => setActiveKey(key)}
                        />
                      }
                    >
                      {(notice) => (
                        <NoticeRow row={row()} text={noticeText(notice(), props.names.nameOf, words)} now={now} />
                      )}
                    </Show>
                  );
                }}
              </For>
            </ol>
            <div ref={(element) => (elements.spaceBelow = element)} />
            <EdgeSign edge={edges().newer} side="newer" />
          </div>
        </div>
        <Show when={isStill() ? null : dayAt()}>
          {(atMs) => (
            <p class="timeline-day" aria-hidden="true">
              {times.day(atMs(), now())}
            </p>
          )}
        </Show>
        <LateButton count={countAbove(unread())} onLead={() => void leading.toLate()} onReadAll={markAllRead} />
        <div class="timeline-notice" role="status">
          <Show when={notice()}>{(notice) => <p>{notice()}</p>}</Show>
        </div>
        <Show when={!scroller.isAtEnd()}>
          <NewestButton count={countBelow(unread(), arrived.count())} onPress={pressNewest} />
        </Show>
        <Show when={acts.asked()} keyed>
          {(asked) => (
            <MessageLayer
              open={open}
              asked={asked}
              reader={props.reader}
              names={props.names}
              acts={acts}
              onAct={act}
              onLead={(message) => void leading.toMessage(message)}
              onDone={keepSelected}
              onClose={() => acts.close(asked)}
            />
          )}
        </Show>
      </div>
      <Show when={selection.keys()}>
        {(keys) => (
          <SelectionBar
            count={keys().size}
            mayDelete={selection.items().some((item) => actsOf(item, props.reader).has('delete'))}
            onCopy={() => void copySelected()}
            onForward={() => acts.ask({ kind: 'forward', items: selection.items() })}
            onSave={() => {
              acts.save(selection.items(), true);
              endSelection();
            }}
            onDelete={() => acts.ask({ kind: 'delete', items: selection.items() })}
            onClose={endSelection}
          />
        )}
      </Show>
    </FilesHereContext.Provider>
  );
}

/** The browser's own handles are then at the words: what a finger rests on is not selected otherwise. */
function selectByFinger(opener: HTMLElement): void {
  const bubble = opener.closest('.row')?.querySelector('.bubble');
  if (!(bubble instanceof HTMLElement)) return;
  bubble.classList.add('bubble-selectable');
  selectWords(bubble);
}

function Beginning(props: { shown: ShownConversation | null; isUnwritten: boolean }) {
  const words = useWords();
  return (
    <div class="timeline-beginning">
      <Show when={props.shown}>
        {(shown) => <Avatar id={shown().avatarId} name={shown().name} shape={shown().shape} size="large" />}
      </Show>
      <Show when={props.isUnwritten} fallback={<p>{words.conversation.notHere}</p>}>
        <p class="pane-notice-title">
          {props.shown?.shape === 'group'
            ? words.conversation.emptyGroupTitle(props.shown.name)
            : words.conversation.emptyTitle(props.shown?.name ?? words.conversation.somebody)}
        </p>
        <p>{words.conversation.emptyHint}</p>
      </Show>
    </div>
  );
}
