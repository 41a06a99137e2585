// One conversation: who it is with, its timeline, and where one writes. Open as long as it is mounted.
// One that the server keeps closed shows what this device holds of it, so that what was not sent can be copied.
import './conversation-screen.css';
import ArrowLeft from 'lucide-solid/icons/arrow-left';
import Folder from 'lucide-solid/icons/folder';
import Info from 'lucide-solid/icons/info';
import { createMemo, createSignal, Match, onCleanup, Show, Switch } from 'solid-js';
import type { ConversationId } from '../../../shared/ids.ts';
import type { ConversationSummary } from '../../engine/messenger.ts';
import { createReadable } from '../../reactive/create-readable.ts';
import { makeNames, showConversation, type ShownConversation } from '../conversations/shown-conversation.ts';
import { LinkStatus } from '../frame/link-status.tsx';
import { createShortcuts } from '../frame/shortcuts.ts';
import { createTitle } from '../frame/create-title.ts';
import { useSignedIn } from '../frame/signed-in.tsx';
import { Avatar } from '../parts/avatar.tsx';
import { IconButton } from '../parts/button.tsx';
import { createDelayed } from '../parts/delayed.ts';
import { lazyPart } from '../parts/lazy-screen.tsx';
import { createMedia } from '../parts/media.ts';
import { createWriting } from '../people/create-writing.ts';
import { HeadLine } from '../people/head-line.tsx';
import { PersonLink } from '../people/person-link.tsx';
import { WithPresence } from '../people/with-presence.tsx';
import type { LinkedMessage } from '../route.ts';
import { RouteLink, useRouter } from '../router.tsx';
import { SearchSign } from '../search/search-entry.tsx';
import { useWords } from '../words/words.tsx';
import type { Reader } from './acts-of.ts';
import type { Aim } from './aim.ts';
import { Composer } from './composer.tsx';
import { DayJump } from './day-jump.tsx';
import { Timeline, type TimelineControl } from './timeline.tsx';

const NoWriting = lazyPart(async () => (await import('../people/no-writing.tsx')).NoWriting);
const RefusedNotices = lazyPart(async () => (await import('./refused-notices.tsx')).RefusedNotices);
const ConversationSearch = lazyPart(async () => (await import('../search/conversation-search.tsx')).ConversationSearch);
const ScheduledMessages = lazyPart(async () => (await import('./scheduled-messages.tsx')).ScheduledMessages);
const UnsentDraft = lazyPart(async () => (await import('./unsent-draft.tsx')).UnsentDraft);

const nobody: ConversationSummary['members'] = [];

export function ConversationScreen(props: { conversationId: ConversationId }) {
  const words = useWords();
  const { messenger, me, conversations } = useSignedIn();
  const router = useRouter();
  // The frame mounts this screen anew for each conversation.
  // oxlint-disable-next-line solid/reactivity
  const open = messenger.openConversation(props.conversationId);
  onCleanup(() => open.close());
  const state = createReadable(open.state);
  const items = createReadable(open.items);
  const refused = createReadable(open.refusedActs);
  const errands = createReadable(messenger.errands.all);
  const scheduled = createMemo(() =>
    errands().scheduled.filter(({ conversationId }) => conversationId === props.conversationId),
  );
  const isSlow = createDelayed(() => state().status === 'opening', 200);
  const listed = createMemo(() =>
    conversations().find(({ conversationId }) => conversationId === props.conversationId),
  );
  /** What one looks at keeps its name when it leaves the list. */
  const summary = createMemo<ConversationSummary | undefined>((last) => listed() ?? last);
  const hasLeft = () => summary() !== undefined && listed()?.isClosed !== false;
  const isClosed = () => state().status === 'unavailable' || hasLeft();
  const role = () => summary()?.members.find(({ userId }) => userId === me().userId)?.role ?? 'member';
  const isReader = () => role() === 'reader';
  const shown = createMemo<ShownConversation | null>(() => {
    const known = summary();
    return known === undefined ? null : showConversation(known, me(), words);
  });
  const partner = () => shown()?.partner ?? null;
  const writing = createWriting(summary, partner);
  const mayWrite = () => writing() === 'open' || writing() === 'awaited';
  /** The same as long as nobody comes or goes, however much is written. */
  const members = createMemo(() => summary()?.members ?? nobody);
  const names = createMemo(() =>
    makeNames({
      me: me(),
      members: members(),
      personOf: (userId) => messenger.personOf(userId),
      somebody: words.conversation.somebody,
    }),
  );
  const reader = createMemo<Reader>(() => ({
    me: me().userId,
    kind: summary()?.kind ?? 'direct',
    role: role(),
    mayWrite: mayWrite() && !isClosed() && !isReader(),
  }));
  const isPending = createDelayed(() => summary()?.isPending === true, 400);
  const isOpenGroup = () => summary()?.kind === 'group' && !isClosed();
  /** Of a group that one is out of, one does not know who is in it. */
  const subtitle = () => {
    if (isPending()) return words.conversation.pending;
    return partner() === null && isClosed() ? '' : (shown()?.subtitle ?? '');
  };
  const name = () => shown()?.name ?? words.conversation.somebody;
  const asked = createMemo<LinkedMessage | null>(() => {
    const route = router.route();
    return route.screen === 'conversation' ? (route.message ?? null) : null;
  });
  /** A link leads once: a reload later goes on where one is. */
  const forgetAsked = () => router.go({ screen: 'conversation', conversationId: props.conversationId }, 'replace');
  let timeline: TimelineControl | undefined;
  const [isSearching, setSearching] = createSignal(false);
  createShortcuts({ searchHere: () => setSearching(true) });
  const endSearch = () => {
    setSearching(false);
    document.querySelector<HTMLElement>('.timeline-box')?.focus({ preventScroll: true }); // the field goes away
  };
  const [aim, setAim] = createSignal<Aim | null>(null);
  createTitle(name);
  return (
    <section class="pane" aria-label={name()}>
      <ConversationHead
        summary={summary()}
        shown={shown()}
        groupId={isOpenGroup() ? props.conversationId : null}
        subtitle={subtitle()}
        onDay={items().length > 0 ? (day) => timeline?.goToDay(day) : null}
        onSearch={() => setSearching(!isSearching())}
      />
      <Show when={isSearching()}>
        <ConversationSearch
          conversationId={props.conversationId}
          onLead={(message) => timeline?.show(message)}
          onClose={endSearch}
        />
      </Show>
      <Switch>
        <Match when={isClosed() && items().length === 0}>
          <div class="pane-notice" role="alert">
            <p class="pane-notice-title">{words.conversation.unavailable}</p>
            <p>{words.problem(unavailableCode(state()))}</p>
          </div>
        </Match>
        <Match when={state().status === 'opening' && items().length === 0}>
          <Show when={isSlow()} fallback={<div class="pane-notice" />}>
            <TimelineSkeleton />
          </Show>
        </Match>
        <Match when={true}>
          <Timeline
            open={open}
            shown={shown()}
            names={names()}
            reader={reader()}
            isUnwritten={summary()?.lastMessage === null}
            asked={asked()}
            onLed={forgetAsked}
            onAim={setAim}
            control={(control) => (timeline = control)}
          />
        </Match>
      </Switch>
      <Show when={refused().length > 0}>
        <RefusedNotices open={open} />
      </Show>
      <Show when={isClosed() && items().length > 0}>
        <p class="pane-closed" role="status">
          {summary()?.kind === 'group' ? words.groups.closed : words.conversation.closed}
        </p>
      </Show>
      <Show when={!isClosed() && isReader()}>
        <p class="pane-closed" role="status">
          {words.groups.readOnly}
        </p>
      </Show>
      <Show when={scheduled().length > 0}>
        <ScheduledMessages scheduled={scheduled()} />
      </Show>
      <Show when={isClosed() || isReader()}>
        <UnsentDraft conversationId={props.conversationId} />
      </Show>
      <Show when={!isClosed() && !isReader()}>
        <Show when={mayWrite()} fallback={<NoWriting writing={writing()} person={partner()} />}>
          <Show when={writing() === 'awaited'}>
            <p class="pane-closed">{words.contacts.awaited(name())}</p>
          </Show>
          <Composer
            open={open}
            partnerName={name()}
            conversation={summary()}
            names={names()}
            aim={aim()}
            onAimTaken={() => setAim(null)}
            onSent={() => timeline?.goToNewest()}
          />
        </Show>
      </Show>
    </section>
  );
}

interface ConversationHeadProps {
  readonly summary: ConversationSummary | undefined;
  readonly shown: ShownConversation | null;
  /** Null where there is no information to open. */
  readonly groupId: ConversationId | null;
  readonly subtitle: string;
  /** Null while there is no timeline to lead. */
  readonly onDay: ((day: string) => void) | null;
  onSearch(): void;
}

function ConversationHead(props: ConversationHeadProps) {
  const words = useWords();
  const isNarrow = createMedia('(width < 960px)');
  return (
    <header class="frame-head pane-head">
      <RouteLink to={{ screen: 'home' }} class="icon-button only-phone" aria-label={words.back} title={words.back}>
        <ArrowLeft class="turns-with-text" size={24} />
      </RouteLink>
      <Show when={props.shown}>
        {(shown) => (
          <>
            <HeadSign shown={shown()} />
            <div class="pane-who">
              <h2
                class="pane-name"
                classList={{ 'one-line': shown().partner === null }}
                dir="auto"
                title={shown().name}
              >
                <Show when={shown().partner} fallback={shown().name}>
                  {(partner) => (
                    <PersonLink userId={partner().userId} name={partner().name}>
                      {partner().name}
                    </PersonLink>
                  )}
                </Show>
              </h2>
              <HeadLine summary={props.summary} partner={shown().partner} fallback={props.subtitle} />
            </div>
          </>
        )}
      </Show>
      <LinkStatus isShort={isNarrow()} />
      <IconButton label={words.search.here} onPress={() => props.onSearch()}>
        <SearchSign size={20} />
      </IconButton>
      <Show when={props.summary}>
        {(summary) => (
          <RouteLink
            to={{ screen: 'files', conversationId: summary().conversationId, tab: 'media' }}
            class="icon-button pane-files"
            aria-label={words.conversation.files}
            title={words.conversation.files}
          >
            <Folder size={20} />
          </RouteLink>
        )}
      </Show>
      <Show when={props.groupId}>
        {(conversationId) => (
          <RouteLink
            to={{ screen: 'group-info', conversationId: conversationId() }}
            class="icon-button pane-info"
            aria-label={words.groups.info}
            title={words.groups.info}
          >
            <Info size={20} />
          </RouteLink>
        )}
      </Show>
      <Show when={props.onDay}>{(onDay) => <DayJump onDay={(day) => onDay()(day)} />}</Show>
    </header>
  );
}

function HeadSign(props: { shown: ShownConversation }) {
  const sign = () => <Avatar id={props.shown.avatarId} name={props.shown.name} shape={props.shown.shape} />;
  return (
    <Show when={props.shown.partner} fallback={sign()}>
      {(partner) => (
        <PersonLink userId={partner().userId} name={partner().name} isSecond>
          <WithPresence userId={partner().userId}>{sign()}</WithPresence>
        </PersonLink>
      )}
    </Show>
  );
}

function TimelineSkeleton() {
  const words = useWords();
  return (
    <div class="timeline-skeleton" role="status">
      <span class="unseen">{words.conversation.opening}</span>
      <i class="skeleton" />
      <i class="skeleton skeleton-mine" />
      <i class="skeleton" />
    </div>
  );
}

function unavailableCode(state: { status: string; code?: string }): string {
  return state.code ?? '';
}
