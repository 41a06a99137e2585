// Everything that a person can set: a list of sections, and the one that is open. On a phone they take turns.
import './settings.css';
import ArrowLeft from 'lucide-solid/icons/arrow-left';
import { createEffect, createMemo, createSignal, For, on, onMount, Show } from 'solid-js';
import { Dynamic } from 'solid-js/web';
import { useSession } from '../app/session.tsx';
import { LinkBanner } from '../frame/link-banner.tsx';
import { LinkStatus } from '../frame/link-status.tsx';
import { createShortcuts } from '../frame/shortcuts.ts';
import { createTitle } from '../frame/create-title.ts';
import { useSignedIn } from '../frame/signed-in.tsx';
import { lazyPart } from '../parts/lazy-screen.tsx';
import { createMedia } from '../parts/media.ts';
import type { Route } from '../route.ts';
import { RouteLink, useRouter } from '../router.tsx';
import { useWords } from '../words/words.tsx';
import { AccountSection } from './account-section.tsx';
import { AppearanceSection } from './appearance-section.tsx';
import { AutoReplySection } from './auto-reply-section.tsx';
import { DevicesSection } from './devices-section.tsx';
import { FilesSection } from './files-section.tsx';
import { NotificationsSection } from './notifications-section.tsx';
import { PeopleSection } from './people-section.tsx';
import { PrivacySection } from './privacy-section.tsx';
import { ProfileSection } from './profile-section.tsx';
import { ScheduledSection } from './scheduled-section.tsx';
import { maySeeSection, settingsSections, type SettingsSection } from './sections.ts';
import { SoundsSection } from './sounds-section.tsx';
import { WorkspaceSection } from './workspace-section.tsx';

const ShortcutsDialog = lazyPart(async () => (await import('../frame/shortcuts-dialog.tsx')).ShortcutsDialog);

const parts: Record<SettingsSection, () => ReturnType<typeof ProfileSection>> = {
  profile: ProfileSection,
  account: AccountSection,
  devices: DevicesSection,
  appearance: AppearanceSection,
  notifications: NotificationsSection,
  sounds: SoundsSection,
  files: FilesSection,
  privacy: PrivacySection,
  'auto-reply': AutoReplySection,
  scheduled: ScheduledSection,
  people: PeopleSection,
  workspace: WorkspaceSection,
};

/** `backTo`: what was on the screen before. */
export function SettingsScreen(props: { backTo: Route }) {
  const words = useWords();
  const session = useSession();
  const router = useRouter();
  const { me } = useSignedIn();
  const isNarrow = createMedia('(width < 720px)');
  const asked = createMemo(() => {
    const route = router.route();
    const section = route.screen === 'settings' ? route.section : null;
    return section !== null && maySeeSection(section, me().role) ? section : null;
  });
  const open = createMemo(() => asked() ?? (isNarrow() ? null : 'profile'));
  let nav!: HTMLElement;
  let back!: HTMLAnchorElement;
  // Where one comes from the list, the list is gone on a phone, and the other way round: the focus goes along.
  createEffect(
    on(open, (_, before) => {
      if (open() === null && before) nav.querySelector<HTMLElement>(`[data-section=${before}]`)?.focus();
    }),
  );
  createTitle(() => {
    const section = open();
    return section === null ? words.settings.title : words.settings.sections[section];
  });
  const backTo = (): Route => (isNarrow() && asked() !== null ? { screen: 'settings', section: null } : props.backTo);
  onMount(() => void session.greet()); // the role may be another by now
  onMount(() => {
    if (open() === null || !isNarrow()) back.focus(); // where the heading of the section does not take it
  });
  const [isListingKeys, listKeys] = createSignal(false);
  createShortcuts({
    people: () => router.go({ screen: 'people' }),
    back: () => router.go(backTo()),
    show: () => listKeys(true),
  });
  return (
    <main class="settings" classList={{ 'settings-at-section': asked() !== null }}>
      <LinkBanner />
      <header class="frame-head settings-head">
        <RouteLink
          ref={(element) => (back = element)}
          to={backTo()}
          class="icon-button settings-back"
          aria-label={words.back}
          title={words.back}
        >
          <ArrowLeft size={20} />
        </RouteLink>
        <h1 class="settings-title one-line">{words.settings.title}</h1>
        <LinkStatus isShort />
      </header>
      <nav ref={(element) => (nav = element)} class="settings-nav" aria-label={words.settings.title}>
        <ul>
          <For each={settingsSections.filter((section) => maySeeSection(section, me().role))}>
            {(section) => (
              <li>
                <RouteLink
                  to={{ screen: 'settings', section }}
                  class="settings-link"
                  data-section={section}
                  aria-current={open() === section ? 'page' : undefined}
                >
                  {words.settings.sections[section]}
                </RouteLink>
              </li>
            )}
          </For>
        </ul>
      </nav>
      <div class="settings-open">
        <Show when={open()} keyed>
          {(section) => <Section section={section} takesFocus={isNarrow()} />}
        </Show>
      </div>
      <Show when={isListingKeys()}>
        <ShortcutsDialog onClose={() => listKeys(false)} />
      </Show>
    </main>
  );
}

function Section(props: { section: SettingsSection; takesFocus: boolean }) {
  const words = useWords();
  let heading!: HTMLHeadingElement;
  onMount(() => {
    if (props.takesFocus) heading.focus();
  });
  return (
    <div class="settings-section">
      <h2 ref={(element) => (heading = element)} class="settings-heading" tabindex="-1">
        {words.settings.sections[props.section]}
      </h2>
      <Dynamic component={parts[props.section]} />
    </div>
  );
}
