// The whole application: chooses the screen by the address and by who is signed in.
// The last net for bugs stands here: a broken screen says what to do.
import {
  createEffect,
  createMemo,
  createSignal,
  ErrorBoundary,
  Match,
  onMount,
  Show,
  Switch,
  type Accessor,
  type Component,
  type JSX,
} from 'solid-js';
import { Dynamic } from 'solid-js/web';
import type { Me } from '../../../shared/protocol/people-api.ts';
import type { AppUpdate } from '../../engine/app-update/app-update.ts';
import type { Messenger } from '../../engine/messenger.ts';
import { OtherAccountScreen } from '../account/other-account-screen.tsx';
import { SignInScreen } from '../account/sign-in-screen.tsx';
import { JoinScreen, OpenSignUpScreen, SetUpScreen } from '../account/sign-up-screens.tsx';
import { showAppBadge } from '../frame/app-badge.ts';
import { Frame } from '../frame/frame.tsx';
import { SignedInProvider, useSignedIn } from '../frame/signed-in.tsx';
import { lazyScreen } from '../parts/lazy-screen.tsx';
import type { Route } from '../route.ts';
import { createDelayed } from '../parts/delayed.ts';
import { createRouter, RouterContext, useRouter } from '../router.tsx';
import { createSounds } from '../sounds/create-sounds.ts';
import { LanguageNotice } from '../preferences/language-notice.tsx';
import { PreferencesContext, type Preferences } from '../preferences/preferences.tsx';
import { TimesContext, WordsContext } from '../words/words.tsx';
import { AppUpdateContext } from './app-update-context.ts';
import { BrokenScreen } from './broken-screen.tsx';
import { decideScreen, type Screen, type SessionKind } from './decide-screen.ts';
import { createSession, SessionContext, useSession, type SessionDoors } from './session.tsx';
import { LeavingScreen, StartingScreen, UnreachableScreen } from './starting-screens.tsx';
import { UpdateBar } from './update-bar.tsx';

const SettingsScreen = lazyScreen(async () => (await import('../settings/settings-screen.tsx')).SettingsScreen);
const ResetPasswordScreen = lazyScreen(
  async () => (await import('../account/reset-password-screen.tsx')).ResetPasswordScreen,
);
const JoinGroupScreen = lazyScreen(async () => (await import('../groups/join-group-screen.tsx')).JoinGroupScreen);

interface AppParts {
  readonly doors: SessionDoors;
  readonly update: AppUpdate;
  readonly preferences: Preferences;
}

/** The root component; its parts are the same for the page's whole life. */
export function makeApp({ doors, update, preferences }: AppParts): () => JSX.Element {
  const Rooms = () => {
    const router = createRouter(window);
    const session = createSession(doors);
    onMount(() => void session.greet());
    return (
      <RouterContext.Provider value={router}>
        <SessionContext.Provider value={session}>
          <Entrance />
        </SessionContext.Provider>
      </RouterContext.Provider>
    );
  };
  return () => (
    <PreferencesContext.Provider value={preferences}>
      <WordsContext.Provider value={preferences.words}>
        <TimesContext.Provider value={preferences.times}>
          <AppUpdateContext.Provider value={update}>
            <UpdateBar />
            <LanguageNotice />
            <ErrorBoundary fallback={(error: unknown) => <BrokenScreen error={error} />}>
              <Rooms />
            </ErrorBoundary>
          </AppUpdateContext.Provider>
        </TimesContext.Provider>
      </WordsContext.Provider>
    </PreferencesContext.Provider>
  );
}

function Entrance() {
  const session = useSession();
  const isSlow = createDelayed(() => session.state().status === 'starting', 200);
  createEffect(() => {
    // While it starts, what the icon says may be so still; a window that is closed leaves it.
    const { status } = session.state();
    if (status !== 'starting' && status !== 'signed-in') showAppBadge(navigator, 0);
  });
  const open = createMemo(() => {
    const state = session.state();
    return state.status === 'signed-in' ? state : null;
  });
  const broken = () => {
    const state = session.state();
    return state.status === 'broken' ? state : null;
  };
  const unreachable = () => {
    const state = session.state();
    return state.status === 'unreachable' ? state : null;
  };
  return (
    <Switch>
      <Match when={open()} keyed>
        {({ messenger, me }) => <SignedInEntrance messenger={messenger} me={me} />}
      </Match>
      <Match when={broken()}>
        {(state) => {
          throw state().error; // for the net above
        }}
      </Match>
      <Match when={session.state().status === 'leaving'}>
        <LeavingScreen />
      </Match>
      <Match when={session.state().status === 'signed-out'}>
        <Screens session="signed-out" />
      </Match>
      <Match when={unreachable()}>
        {(state) => <UnreachableScreen code={state().code} owesSignOut={state().owesSignOut} />}
      </Match>
      <Match when={isSlow()}>
        <StartingScreen />
      </Match>
    </Switch>
  );
}

function SignedInEntrance(props: { messenger: Messenger; me: Accessor<Me> }) {
  return (
    <SignedInProvider messenger={props.messenger} me={props.me}>
      <SignedInScreens />
    </SignedInProvider>
  );
}

function SignedInScreens() {
  createSounds();
  const { link, me } = useSignedIn();
  const session = (): SessionKind => {
    const state = link();
    return state.status === 'refused' && state.reason === 'signed-out' ? 'expired' : 'signed-in';
  };
  return (
    <>
      <LateNotices />
      <Screens session={session()} myName={me().name} />
    </>
  );
}

/** Its code comes after what is looked at; where it is missing, the next start asks for it again. */
function LateNotices() {
  const [part, setPart] = createSignal<Component | null>(null);
  const bring = async () => {
    const found = await import('../notices/notices.tsx').catch(() => null);
    if (found !== null) setPart(() => found.Notices);
  };
  onMount(() => void bring());
  return <Show when={part()}>{(found) => <Dynamic component={found()} />}</Show>;
}

function Screens(props: { session: SessionKind; myName?: string }) {
  const router = useRouter();
  const screen = createMemo<Screen>(() => decideScreen(router.route().screen, props.session));
  const lastMessages = createMemo<Route>((before) => (screen() === 'messages' ? router.route() : before), {
    screen: 'home',
  });
  createEffect(() => {
    if (screen() === 'go-home') router.go({ screen: 'home' }, 'replace');
  });
  return (
    <Switch>
      <Match when={screen() === 'messages'}>
        <Frame />
      </Match>
      <Match when={screen() === 'sign-in'}>
        <SignInScreen />
      </Match>
      <Match when={screen() === 'sign-up'}>
        <OpenSignUpScreen />
      </Match>
      <Match when={screen() === 'set-up'}>
        <SetUpScreen />
      </Match>
      <Match when={screen() === 'join'}>
        <JoinScreen />
      </Match>
      <Match when={screen() === 'reset-password'}>
        <ResetPasswordScreen />
      </Match>
      <Match when={screen() === 'settings'}>
        <SettingsScreen backTo={lastMessages()} />
      </Match>
      <Match when={screen() === 'join-group'}>
        <JoinGroupScreen />
      </Match>
      <Match when={screen() === 'other-account'}>
        <Show when={props.myName}>{(name) => <OtherAccountScreen name={name()} />}</Show>
      </Match>
    </Switch>
  );
}
