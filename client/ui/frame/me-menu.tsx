// Me, and what is mine to do: settings, invite, see the keys, sign out. The browser's popover closes it and gives the focus back.
import '../parts/menu.css';
import './me-menu.css';
import Bookmark from 'lucide-solid/icons/bookmark';
import CircleUser from 'lucide-solid/icons/circle-user';
import Contact from 'lucide-solid/icons/contact';
import Folder from 'lucide-solid/icons/folder';
import Keyboard from 'lucide-solid/icons/keyboard';
import LogOut from 'lucide-solid/icons/log-out';
import Settings from 'lucide-solid/icons/settings';
import UserPlus from 'lucide-solid/icons/user-plus';
import NotebookPen from 'lucide-solid/icons/notebook-pen';
import { createUniqueId, Show } from 'solid-js';
import { Avatar } from '../parts/avatar.tsx';
import { moveFocus } from '../parts/menu-keys.ts';
import { createPresence } from '../people/create-presence.ts';
import { presenceText } from '../people/presence-text.ts';
import { WithPresence } from '../people/with-presence.tsx';
import { RouteLink, useRouter } from '../router.tsx';
import { useTimes, useWords } from '../words/words.tsx';
import type { OpenDialog } from './frame.tsx';
import { useSignedIn } from './signed-in.tsx';

interface MeMenuProps {
  readonly place: 'strip' | 'head';
  onDialog(dialog: OpenDialog): void;
}

export function MeMenu(props: MeMenuProps) {
  const words = useWords();
  const times = useTimes();
  const router = useRouter();
  const { me, now, messenger } = useSignedIn();
  const presenceOf = createPresence(() => [me().userId]);
  const id = createUniqueId();
  let menu!: HTMLDivElement;
  const openDialog = (dialog: OpenDialog) => {
    menu.hidePopover();
    props.onDialog(dialog);
  };
  const goTo = (screen: 'people' | 'saved') => {
    menu.hidePopover();
    router.go({ screen });
  };
  const goToFiles = () => {
    menu.hidePopover();
    router.go({ screen: 'files', conversationId: null, tab: 'media' });
  };
  const goToNotes = async () => {
    menu.hidePopover();
    const begun = await messenger.startDirect(me().userId);
    if (begun.status === 'ok') router.go({ screen: 'conversation', conversationId: begun.conversationId });
  };
  const mayInvite = () => me().role !== 'member';
  return (
    <>
      <button
        type="button"
        class="me-button"
        aria-label={words.frame.menu(me().name)}
        title={me().name}
        aria-haspopup="menu"
        popovertarget={id}
      >
        <WithPresence userId={me().userId}>
          <Avatar id={me().userId} name={me().name} />
        </WithPresence>
      </button>
      <div
        ref={(element) => (menu = element)}
        id={id}
        popover="auto"
        class={`me-menu me-menu-${props.place}`}
        onToggle={(event) => {
          if (event.newState === 'open') itemsOf(menu)[0]?.focus();
        }}
        onKeyDown={(event) => moveFocus(event, itemsOf(menu))}
      >
        <p class="me-name one-line">
          <bdi>{me().name}</bdi>
        </p>
        <p class="me-note one-line">{words.handleOf(me().handle)}</p>
        <p class="me-note one-line">{me().email}</p>
        <p class="me-note">
          <bdi>{presenceText(presenceOf(me().userId), { words, times, nowMs: now() })}</bdi>
        </p>
        <div class="me-items" role="menu" aria-label={words.frame.menu(me().name)}>
          <RouteLink to={{ screen: 'settings', section: null }} class="menu-item" role="menuitem">
            <Settings size={20} />
            {words.settings.title}
          </RouteLink>
          <button type="button" class="menu-item" role="menuitem" onClick={() => openDialog('status')}>
            <CircleUser size={20} />
            {words.frame.status}
          </button>
          <button type="button" class="menu-item" role="menuitem" onClick={() => goTo('people')}>
            <Contact size={20} />
            {words.contacts.title}
          </button>
          <button type="button" class="menu-item" role="menuitem" onClick={() => goTo('saved')}>
            <Bookmark size={20} />
            {words.saved.title}
          </button>
          <button type="button" class="menu-item" role="menuitem" onClick={goToFiles}>
            <Folder size={20} />
            {words.frame.files}
          </button>
          <button type="button" class="menu-item" role="menuitem" onClick={() => void goToNotes()}>
            <NotebookPen size={20} />
            {words.notes.name}
          </button>
          <Show when={mayInvite()}>
            <button type="button" class="menu-item" role="menuitem" onClick={() => openDialog('invite')}>
              <UserPlus size={20} />
              {words.frame.invite}
            </button>
          </Show>
          <button type="button" class="menu-item" role="menuitem" onClick={() => openDialog('shortcuts')}>
            <Keyboard size={20} />
            {words.frame.shortcuts}
          </button>
          <button type="button" class="menu-item" role="menuitem" onClick={() => openDialog('sign-out')}>
            <LogOut size={20} />
            {words.frame.signOut}
          </button>
        </div>
      </div>
    </>
  );
}

function itemsOf(menu: HTMLElement): HTMLElement[] {
  return [...menu.querySelectorAll<HTMLElement>('[role=menuitem]')];
}
