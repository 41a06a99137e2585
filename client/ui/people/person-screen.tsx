// Somebody's profile: who they are, how they are to be found, how one stands to them and what one can do about it, and
// where one meets them.
import './people-screen.css';
import ArrowLeft from 'lucide-solid/icons/arrow-left';
import { createMemo, For, Show } from 'solid-js';
import { directConversationId, type UserId } from '../../../shared/ids.ts';
import type { ConversationSummary, Person } from '../../engine/messenger.ts';
import type { OpenDialog } from '../frame/frame.tsx';
import { LinkStatus } from '../frame/link-status.tsx';
import { partnerOf } from '../conversations/shown-conversation.ts';
import { createTitle } from '../frame/create-title.ts';
import { useSignedIn } from '../frame/signed-in.tsx';
import { createAction } from '../parts/action.ts';
import { Avatar } from '../parts/avatar.tsx';
import { Button } from '../parts/button.tsx';
import { BackLink, RouteLink, useRouter } from '../router.tsx';
import { useTimes, useWords } from '../words/words.tsx';
import { createPresence } from './create-presence.ts';
import { createMayWriteTo } from './create-writing.ts';
import { presenceText } from './presence-text.ts';
import { RelationActions } from './relation-actions.tsx';
import { RequestText } from './request-text.tsx';
import { WithPresence } from './with-presence.tsx';

interface PersonScreenProps {
  readonly userId: UserId;
  onDialog(dialog: OpenDialog): void;
}

export function PersonScreen(props: PersonScreenProps) {
  const words = useWords();
  const { messenger, me, contacts, conversations } = useSignedIn();
  /** Who becomes known while one looks is shown. */
  const person = createMemo<Person | null>(() => {
    contacts();
    conversations();
    return props.userId === me().userId ? me() : messenger.personOf(props.userId);
  });
  createTitle(() => person()?.name ?? words.contacts.title);
  return (
    <section class="pane" aria-label={person()?.name ?? words.contacts.unknown}>
      <header class="frame-head pane-head">
        <BackLink otherwise={{ screen: 'people' }} class="icon-button" aria-label={words.back} title={words.back}>
          <ArrowLeft class="turns-with-text" size={24} />
        </BackLink>
        <p class="list-title one-line">{words.contacts.title}</p>
        <LinkStatus isShort />
      </header>
      <div class="people-scroll">
        <div class="people-body">
          <Show when={person()} fallback={<Unknown />}>
            {(person) => (
              <>
                <PersonHead person={person()} />
                <Show
                  when={person().userId !== me().userId}
                  fallback={
                    <div class="person-actions">
                      <p class="person-note">{words.contacts.you}</p>
                      <Button onPress={() => props.onDialog('status')}>{words.frame.status}</Button>
                    </div>
                  }
                >
                  <Relations person={person()} />
                  <InCommon person={person()} />
                </Show>
              </>
            )}
          </Show>
        </div>
      </div>
    </section>
  );
}

function Unknown() {
  const words = useWords();
  return (
    <>
      <h2 class="person-name">{words.contacts.unknown}</h2>
      <p class="person-note">{words.contacts.unknownHint}</p>
      <div class="person-actions">
        <RouteLink to={{ screen: 'people' }} class="button">
          {words.contacts.search}
        </RouteLink>
      </div>
    </>
  );
}

function PersonHead(props: { person: Person }) {
  const words = useWords();
  const times = useTimes();
  const { now } = useSignedIn();
  const presenceOf = createPresence(() => [props.person.userId]);
  return (
    <div class="person-head">
      <WithPresence userId={props.person.userId}>
        <Avatar id={props.person.userId} name={props.person.name} size="large" />
      </WithPresence>
      <div class="person-who">
        <h2 class="person-name">
          <bdi>{props.person.name}</bdi>
        </h2>
        <p class="person-note">
          <bdi>{words.handleOf(props.person.handle)}</bdi>
        </p>
        <p class="person-note">
          <bdi>{presenceText(presenceOf(props.person.userId), { words, times, nowMs: now() })}</bdi>
        </p>
      </div>
    </div>
  );
}

function Relations(props: { person: Person }) {
  const words = useWords();
  const router = useRouter();
  const { messenger, me, conversations, relationTo } = useSignedIn();
  const direct = () => directConversationId(me().userId, props.person.userId);
  const hasWritten = () => conversations().some(({ conversationId }) => conversationId === direct());
  const standing = () => relationTo(props.person.userId).standing;
  const mayWriteTo = createMayWriteTo();
  const write = createAction(async () => {
    const answer = await messenger.startDirect(props.person.userId);
    if (answer.status === 'failed') return answer.code;
    router.go({ screen: 'conversation', conversationId: answer.conversationId });
    return null;
  });
  return (
    <>
      <Show when={words.contacts.standing[standing()]}>
        {(text) => (
          <p class="person-note" role="status">
            {text()}
          </p>
        )}
      </Show>
      <RequestText userId={props.person.userId} />
      <div class="person-actions">
        <Show when={mayWriteTo(props.person.userId)}>
          <Button look="accent" isBusy={write.isBusy()} onPress={() => write.start()}>
            {words.contacts.write}
          </Button>
        </Show>
        <RelationActions person={props.person} />
        <Show when={hasWritten()}>
          <RouteLink to={{ screen: 'files', conversationId: direct(), tab: 'media' }} class="button">
            {words.conversation.files}
          </RouteLink>
        </Show>
      </div>
      <Show when={write.problem()}>
        {(code) => (
          <p class="account-problem" role="alert">
            {words.problem(code())}
          </p>
        )}
      </Show>
    </>
  );
}

function InCommon(props: { person: Person }) {
  const words = useWords();
  const { me, conversations } = useSignedIn();
  const shared = createMemo(() => {
    const direct = directConversationId(me().userId, props.person.userId);
    const isIn = ({ conversationId, members }: ConversationSummary) =>
      conversationId === direct || members.some(({ userId }) => userId === props.person.userId);
    return conversations().filter(isIn);
  });
  const nameOf = (conversation: ConversationSummary) => conversation.title ?? partnerOf(conversation, me()).name;
  return (
    <section aria-label={words.contacts.inCommon}>
      <h3 class="people-title">{words.contacts.inCommon}</h3>
      <ul class="people-rows">
        <For each={shared()} fallback={<li class="people-none">{words.contacts.noneInCommon}</li>}>
          {(conversation) => (
            <li class="people-row">
              <RouteLink
                to={{ screen: 'conversation', conversationId: conversation.conversationId }}
                class="people-link"
              >
                <Avatar
                  id={conversation.kind === 'group' ? conversation.conversationId : props.person.userId}
                  name={nameOf(conversation)}
                  shape={conversation.kind === 'group' ? 'group' : 'person'}
                />
                <span class="one-line" dir="auto">
                  {nameOf(conversation)}
                </span>
              </RouteLink>
            </li>
          )}
        </For>
      </ul>
    </section>
  );
}
