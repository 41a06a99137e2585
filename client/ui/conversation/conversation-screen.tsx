// One conversation: who it is with, its timeline, and where one writes. Open as long as it is mounted.
// One that the server keeps closed shows what this device holds of it, so that what was not sent can be copied.
import './conversation-screen.css';
import ArrowLeft from 'lucide-solid/icons/arrow-left';
import { createEffect, createMemo, Match, onCleanup, Show, Switch } from 'solid-js';
import type { ConversationId } from '../../../shared/ids.ts';
import type { ConversationSummary, Person } from '../../engine/messenger.ts';
import { createReadable } from '../../reactive/create-readable.ts';
import { LinkStatus } from '../frame/link-status.tsx';
import { partnerOf, useSignedIn } from '../frame/signed-in.tsx';
import { Avatar } from '../parts/avatar.tsx';
import { createDelayed } from '../parts/delayed.ts';
import { lazyScreen } from '../parts/lazy-screen.tsx';
import { createMedia } from '../parts/media.ts';
import { createWriting } from '../people/create-writing.ts';
import { HeadLine } from '../people/head-line.tsx';
import { PersonLink } from '../people/person-link.tsx';
import { WithPresence } from '../people/with-presence.tsx';
import type { LinkedMessage } from '../route.ts';
import { RouteLink, useRouter } from '../router.tsx';
import { useWords } from '../words/words.tsx';
import { Composer } from './composer.tsx';
import { DayJump } from './day-jump.tsx';
import { Timeline, type TimelineControl } from './timeline.tsx';

const NoWriting = lazyScreen(async () => (await import('../people/no-writing.tsx')).NoWriting);

export function ConversationScreen(props: { conversationId: ConversationId }) {
  const words = useWords();
  const { messenger, me, conversations, unreadTotal } = useSignedIn();
  const router = useRouter();
  // The frame mounts this screen anew for each conversation.
  // oxlint-disable-next-line solid/reactivity
  const open = messenger.openConversation(props.conversationId);
  onCleanup(() => open.close());
  const state = createReadable(open.state);
  const items = createReadable(open.items);
  const isClosed = () => state().status === 'unavailable';
  const isSlow = createDelayed(() => state().status === 'opening', 200);
  const summary = createMemo(() =>
    conversations().find(({ conversationId }) => conversationId === props.conversationId),
  );
  const partner = createMemo<Person | null>(() => {
    const known = summary();
    return known === undefined ? null : partnerOf(known, me());
  });
  const writing = createWriting(summary, partner);
  const mayWrite = () => writing() === 'open' || writing() === 'awaited';
  const isPending = createDelayed(() => summary()?.isPending === true, 400);
  const name = () => partner()?.name ?? words.conversation.somebody;
  const asked = createMemo<LinkedMessage | null>(() => {
    const route = router.route();
    return route.screen === 'conversation' ? (route.message ?? null) : null;
  });
  /** A link leads once: a reload later goes on where one is. */
  const forgetAsked = () => router.go({ screen: 'conversation', conversationId: props.conversationId }, 'replace');
  let timeline: TimelineControl | undefined;
  createEffect(() => {
    document.title = words.titleOf(name(), unreadTotal());
  });
  return (
    <section class="pane" aria-label={name()}>
      <ConversationHead
        summary={summary()}
        partner={partner()}
        isPending={isPending()}
        onDay={items().length > 0 ? (day) => timeline?.goToDay(day) : null}
      />
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
            partner={partner()}
            isUnwritten={summary()?.lastMessage === null}
            asked={asked()}
            onLed={forgetAsked}
            control={(control) => (timeline = control)}
          />
        </Match>
      </Switch>
      <Show when={isClosed() && items().length > 0}>
        <p class="pane-closed" role="status">
          {words.conversation.closed}
        </p>
      </Show>
      <Show when={!isClosed()}>
        <Show when={mayWrite()} fallback={<NoWriting writing={writing()} person={partner()} />}>
          <Show when={writing() === 'awaited'}>
            <p class="pane-closed">{words.contacts.awaited(name())}</p>
          </Show>
          <Composer open={open} partnerName={name()} onSent={() => timeline?.goToNewest()} />
        </Show>
      </Show>
    </section>
  );
}

interface ConversationHeadProps {
  readonly summary: ConversationSummary | undefined;
  readonly partner: Person | null;
  readonly isPending: boolean;
  /** Null while there is no timeline to lead. */
  readonly onDay: ((day: string) => void) | null;
}

function ConversationHead(props: ConversationHeadProps) {
  const words = useWords();
  const isNarrow = createMedia('(width < 960px)');
  return (
    <header class="frame-head pane-head">
      <RouteLink to={{ screen: 'home' }} class="icon-button only-phone" aria-label={words.back} title={words.back}>
        <ArrowLeft class="turns-with-text" size={24} />
      </RouteLink>
      <Show when={props.partner}>
        {(partner) => (
          <>
            <PersonLink userId={partner().userId} name={partner().name} isSecond>
              <WithPresence userId={partner().userId}>
                <Avatar id={partner().userId} name={partner().name} />
              </WithPresence>
            </PersonLink>
            <div class="pane-who">
              <h2 class="pane-name one-line" title={partner().name}>
                <PersonLink userId={partner().userId} name={partner().name}>
                  <bdi>{partner().name}</bdi>
                </PersonLink>
              </h2>
              <HeadLine
                summary={props.summary}
                partner={partner()}
                fallback={props.isPending ? words.conversation.pending : words.handleOf(partner().handle)}
              />
            </div>
          </>
        )}
      </Show>
      <LinkStatus isShort={isNarrow()} />
      <Show when={props.onDay}>{(onDay) => <DayJump onDay={(day) => onDay()(day)} />}</Show>
    </header>
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
