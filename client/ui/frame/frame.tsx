// The one frame of somebody signed in: strip, list, conversation. On a phone the list and the conversation
// take turns. Holds what can be opened from everywhere: dialogs and shortcuts.
import './frame.css';
import { createSignal, Match, Show, Switch } from 'solid-js';
import { Dynamic } from 'solid-js/web';
import type { ConversationId, UserId } from '../../../shared/ids.ts';
import type { ConversationSummary } from '../../engine/messenger.ts';
import { SignOut } from '../account/sign-out.tsx';
import { ConversationScreen } from '../conversation/conversation-screen.tsx';
import { ConversationList } from '../conversations/conversation-list.tsx';
import { callingIn } from '../conversations/arrange-list.ts';
import { createListing } from '../conversations/create-listing.ts';
import { NoConversation } from '../conversations/no-conversation.tsx';
import { useSession } from '../app/session.tsx';
import { lazyPart, lazyScreen } from '../parts/lazy-screen.tsx';
import { Switcher } from '../switcher/switcher.tsx'; // at once: what is typed after its keys must find it open
import { useRouter } from '../router.tsx';
import { refuseStrayDrops } from '../sending/ways-in.ts';
import { useWords } from '../words/words.tsx';
import { createTitle } from './create-title.ts';
import { FailedCommands } from './failed-commands.tsx';
import { createFocusOnReturn } from './focus-on-return.ts';
import { NotSentBanner } from './not-sent-banner.tsx';
import { LeftOutBanner } from './left-out.tsx';
import { LinkBanner } from './link-banner.tsx';
import { LossBanner } from './loss-banner.tsx';
import { createShortcuts } from './shortcuts.ts';
import { useSignedIn } from './signed-in.tsx';
import { Strip } from './strip.tsx';

export type OpenDialog = 'switcher' | 'find-people' | 'new-group' | 'invite' | 'shortcuts' | 'status' | 'sign-out';

const GroupInfo = lazyScreen(async () => (await import('../groups/group-info.tsx')).GroupInfo);
const FilesScreen = lazyScreen(async () => (await import('../files-list/files-screen.tsx')).FilesScreen);
const FindPeopleDialog = lazyPart(async () => (await import('../people/find-people-dialog.tsx')).FindPeopleDialog);
const InviteDialog = lazyPart(async () => (await import('../people/invite-dialog.tsx')).InviteDialog);
const NewGroupDialog = lazyPart(async () => (await import('../groups/new-group-dialog.tsx')).NewGroupDialog);
const PeopleScreen = lazyScreen(async () => (await import('../people/people-screen.tsx')).PeopleScreen);
const PersonScreen = lazyScreen(async () => (await import('../people/person-screen.tsx')).PersonScreen);
const SavedScreen = lazyScreen(async () => (await import('../saved/saved-screen.tsx')).SavedScreen);
const SearchScreen = lazyScreen(async () => (await import('../search/search-screen.tsx')).SearchScreen);
const ShareScreen = lazyScreen(async () => (await import('../share/share-screen.tsx')).ShareScreen);
const StatusDialog = lazyPart(async () => (await import('../people/status-dialog.tsx')).StatusDialog);
const ShortcutsDialog = lazyPart(async () => (await import('./shortcuts-dialog.tsx')).ShortcutsDialog);

export function Frame() {
  const words = useWords();
  const session = useSession();
  const router = useRouter();
  const { marksOf, share } = useSignedIn();
  const [dialog, setDialog] = createSignal<OpenDialog | null>(null);
  const openId = (): ConversationId | null => {
    const route = router.route();
    return 'conversationId' in route ? route.conversationId : null;
  };
  const listing = createListing(openId);
  const rows = () => listing.shown().rows;
  const calls = (one: ConversationSummary) => callingIn(one, marksOf(one.conversationId)) > 0;
  const personId = (): UserId | null => {
    const route = router.route();
    return route.screen === 'person' ? route.userId : null;
  };
  const isAtPeople = () => router.route().screen === 'people';
  const isAtSaved = () => router.route().screen === 'saved';
  const isAtSearch = () => router.route().screen === 'search';
  const isAtFiles = () => router.route().screen === 'files';
  const isAtShare = () => router.route().screen === 'share';
  /** On a phone it takes the place of the list. */
  const isAtPane = () => openId() !== null || personId() !== null || isAtScreen();
  const isAtScreen = () => isAtPeople() || isAtSaved() || isAtSearch() || isAtFiles() || isAtShare();
  const open = (conversationId: ConversationId) => router.go({ screen: 'conversation', conversationId });
  const close = () => setDialog(null);
  const goTo = (conversationId: ConversationId | null) => {
    if (conversationId !== null) open(conversationId);
  };
  createShortcuts({
    switcher: () => setDialog('switcher'),
    searchEverywhere: () => router.go({ screen: 'search' }),
    newConversation: () => setDialog('find-people'),
    nextConversation: () => goTo(neighbour(rows(), openId(), 1)),
    previousConversation: () => goTo(neighbour(rows(), openId(), -1)),
    nextUnread: () => goTo(nextCalling(rows(), openId(), calls)),
    focusComposer: () => document.querySelector<HTMLElement>('.composer-text')?.focus(),
    people: () => router.go({ screen: 'people' }),
    settings: () => router.go({ screen: 'settings', section: null }),
    back: () => router.go({ screen: 'home' }),
    show: () => setDialog('shortcuts'),
  });
  createFocusOnReturn();
  refuseStrayDrops();
  createTitle(() => (isAtPane() ? null : (session.workspaceName() ?? words.frame.conversations)));
  return (
    <div class="frame" classList={{ 'frame-at-conversation': isAtPane() }}>
      <div class="frame-banners">
        <LinkBanner />
        <FailedCommands />
        <NotSentBanner />
        <LeftOutBanner />
        <LossBanner />
        <Show when={share.bar()}>{(bar) => <Dynamic component={bar()} />}</Show>
      </div>
      <Strip conversations={listing.all().rows} openId={openId()} onDialog={setDialog} />
      <main class="frame-main">
        <h1 class="unseen">{session.workspaceName() ?? words.product}</h1>
        <ConversationList listing={listing} openId={openId()} onDialog={setDialog} />
        <Switch fallback={<NoConversation onDialog={setDialog} />}>
          <Match when={openId()} keyed>
            {(conversationId) => (
              <Switch fallback={<ConversationScreen conversationId={conversationId} />}>
                <Match when={router.route().screen === 'group-info'}>
                  <GroupInfo conversationId={conversationId} />
                </Match>
                <Match when={isAtFiles()}>
                  <FilesScreen conversationId={conversationId} />
                </Match>
              </Switch>
            )}
          </Match>
          <Match when={isAtPeople()}>
            <PeopleScreen />
          </Match>
          <Match when={isAtSaved()}>
            <SavedScreen />
          </Match>
          <Match when={isAtSearch()}>
            <SearchScreen />
          </Match>
          <Match when={isAtFiles()}>
            <FilesScreen conversationId={null} />
          </Match>
          <Match when={isAtShare()}>
            <ShareScreen />
          </Match>
          <Match when={personId()} keyed>
            {(userId) => <PersonScreen userId={userId} onDialog={setDialog} />}
          </Match>
        </Switch>
      </main>
      <Switch>
        <Match when={dialog() === 'switcher'}>
          <Switcher onClose={close} onOpen={open} />
        </Match>
        <Match when={dialog() === 'find-people'}>
          <FindPeopleDialog
            onClose={close}
            onOpen={open}
            onInvite={() => setDialog('invite')}
            onGroup={() => setDialog('new-group')}
          />
        </Match>
        <Match when={dialog() === 'new-group'}>
          <NewGroupDialog onClose={close} onOpen={open} />
        </Match>
        <Match when={dialog() === 'invite'}>
          <InviteDialog onClose={close} />
        </Match>
        <Match when={dialog() === 'shortcuts'}>
          <ShortcutsDialog onClose={close} />
        </Match>
        <Match when={dialog() === 'status'}>
          <StatusDialog onClose={close} />
        </Match>
        <Match when={dialog() === 'sign-out'}>
          <SignOut onClose={close} />
        </Match>
      </Switch>
    </div>
  );
}

function neighbour(
  conversations: readonly ConversationSummary[],
  openId: ConversationId | null,
  offset: 1 | -1,
): ConversationId | null {
  const at = conversations.findIndex(({ conversationId }) => conversationId === openId);
  return conversations[at === -1 ? 0 : at + offset]?.conversationId ?? null;
}

/** Below the open one, and then from the top. */
function nextCalling(
  conversations: readonly ConversationSummary[],
  openId: ConversationId | null,
  calls: (conversation: ConversationSummary) => boolean,
): ConversationId | null {
  const at = conversations.findIndex(({ conversationId }) => conversationId === openId);
  const others = [...conversations.slice(at + 1), ...conversations.slice(0, Math.max(0, at))];
  return others.find(calls)?.conversationId ?? null;
}
