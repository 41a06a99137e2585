// The one frame of somebody signed in: strip, list, conversation. On a phone the list and the conversation
// take turns. Holds what can be opened from everywhere: dialogs and shortcuts.
import './frame.css';
import { createEffect, createSignal, Match, Show, Switch } from 'solid-js';
import type { ConversationId } from '../../../shared/ids.ts';
import { SignOut } from '../account/sign-out.tsx';
import { ConversationScreen } from '../conversation/conversation-screen.tsx';
import { ConversationList } from '../conversations/conversation-list.tsx';
import { NoConversation } from '../conversations/no-conversation.tsx';
import { DevicesDialog } from '../devices/devices-dialog.tsx';
import { FindPeopleDialog } from '../people/find-people-dialog.tsx';
import { InviteDialog } from '../people/invite-dialog.tsx';
import { useSession } from '../app/session.tsx';
import { lazyScreen } from '../parts/lazy-screen.tsx';
import { useRouter } from '../router.tsx';
import { useWords } from '../words/words.tsx';
import { FailedCommands } from './failed-commands.tsx';
import { LinkBanner } from './link-banner.tsx';
import { LossBanner } from './loss-banner.tsx';
import { createShortcuts } from './shortcuts.ts';
import { ShortcutsDialog } from './shortcuts-dialog.tsx';
import { useSignedIn } from './signed-in.tsx';
import { Strip } from './strip.tsx';

const GroupInfo = lazyScreen(async () => (await import('../groups/group-info.tsx')).GroupInfo);
const NewGroupDialog = lazyScreen(async () => (await import('../groups/new-group-dialog.tsx')).NewGroupDialog);

export type OpenDialog = 'find-people' | 'new-group' | 'invite' | 'shortcuts' | 'devices' | 'sign-out';

export function Frame() {
  const words = useWords();
  const session = useSession();
  const router = useRouter();
  const { conversations, unreadTotal } = useSignedIn();
  const [dialog, setDialog] = createSignal<OpenDialog | null>(null);
  const openId = (): ConversationId | null => {
    const route = router.route();
    return route.screen === 'conversation' || route.screen === 'group-info' ? route.conversationId : null;
  };
  const open = (conversationId: ConversationId) => router.go({ screen: 'conversation', conversationId });
  const close = () => setDialog(null);
  createShortcuts({
    isBlocked: () => dialog() !== null,
    show: setDialog,
    step: (offset) => {
      const next = neighbour(
        conversations().map((conversation) => conversation.conversationId),
        openId(),
        offset,
      );
      if (next !== null) open(next);
    },
  });
  createEffect(() => {
    const place = session.workspaceName() ?? words.frame.conversations;
    if (openId() === null) document.title = words.titleOf(place, unreadTotal());
  });
  return (
    <div class="frame" classList={{ 'frame-at-conversation': openId() !== null }}>
      <div class="frame-banners">
        <LinkBanner />
        <FailedCommands />
        <LossBanner />
      </div>
      <Strip openId={openId()} onDialog={setDialog} />
      <main class="frame-main">
        <h1 class="unseen">{session.workspaceName() ?? words.product}</h1>
        <ConversationList openId={openId()} onDialog={setDialog} />
        <Show when={openId()} keyed fallback={<NoConversation onDialog={setDialog} />}>
          {(conversationId) => (
            <Show
              when={router.route().screen === 'group-info'}
              fallback={<ConversationScreen conversationId={conversationId} />}
            >
              <GroupInfo conversationId={conversationId} />
            </Show>
          )}
        </Show>
      </main>
      <Switch>
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
        <Match when={dialog() === 'devices'}>
          <DevicesDialog onClose={close} />
        </Match>
        <Match when={dialog() === 'sign-out'}>
          <SignOut onClose={close} />
        </Match>
      </Switch>
    </div>
  );
}

function neighbour(
  ids: readonly ConversationId[],
  openId: ConversationId | null,
  offset: 1 | -1,
): ConversationId | null {
  const at = openId === null ? -1 : ids.indexOf(openId);
  const next = at === -1 ? 0 : at + offset;
  return ids[next] ?? null;
}
