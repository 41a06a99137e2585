// Who uses this device, and the messenger that is open for them.
// Promises: somebody remembered on this device gets their messenger as soon as the disk has answered, with or without
// network; only signing out closes it for good. Does not know which screen is shown.
import { createContext, createSignal, onCleanup, useContext, type Accessor } from 'solid-js';
import { must } from '../../../shared/base/assert.ts';
import type { HelloAnswer, Me } from '../../../shared/protocol/people-api.ts';
import type { Api, SignUp } from '../../engine/api/api.ts';
import type { Messenger } from '../../engine/messenger.ts';
import type { Departures } from '../../engine/session/departures.ts';
import type { SessionMemory } from '../../engine/session/session-memory.ts';

export type SessionState =
  | { readonly status: 'starting' }
  /** `owesSignOut`: somebody left with no network, and the server is still to be told. */
  | { readonly status: 'unreachable'; readonly code: string; readonly owesSignOut: boolean }
  | { readonly status: 'signed-out'; readonly hello: HelloAnswer }
  /** Somebody is being signed out and wiped from this device. */
  | { readonly status: 'leaving' }
  /** A bug: there is no messenger. */
  | { readonly status: 'broken'; readonly error: unknown }
  | { readonly status: 'signed-in'; readonly messenger: Messenger; readonly me: Accessor<Me> };

export interface Session {
  readonly state: Accessor<SessionState>;
  /** Null until the server told it. */
  readonly workspaceName: Accessor<string | null>;
  readonly api: Api;
  /** Asks the server anew who is signed in. */
  greet(): Promise<void>;
  /** Each answers the code of what went wrong, or null. */
  signIn(body: { email: string; password: string }): Promise<string | null>;
  signUp(body: SignUp): Promise<string | null>;
  /** Signs out of this device and wipes what is here, without asking. */
  signOut(): Promise<void>;
  /** How many messages were lost when another device signed this one out; null unless that was the last that happened. */
  readonly lostElsewhere: Accessor<number | null>;
}

export interface SessionDoors {
  readonly api: Api;
  readonly memory: SessionMemory;
  readonly departures: Departures;
  /** Null when they begin to leave in another tab meanwhile. */
  openMessenger(me: Me): Promise<Messenger | null>;
}

export function createSession(doors: SessionDoors): Session {
  const { api, memory, departures } = doors;
  let changeMe: (me: Me) => void = () => undefined;
  const [state, setState] = createSignal<SessionState>({ status: 'starting' });
  const [workspaceName, setWorkspaceName] = createSignal<string | null>(null);
  const [lostElsewhere, setLostElsewhere] = createSignal(departures.notice()?.unsent ?? null);

  const remembered = memory.read();
  /** One after the other: whoever comes in finds whoever came before. */
  let entering = remembered === null ? Promise.resolve() : settled(open(remembered));

  /** False when there is no messenger for them, because they are leaving. */
  async function open(me: Me): Promise<boolean> {
    const messenger = await doors.openMessenger(me);
    if (messenger === null) return false;
    const [currentMe, setMe] = createSignal(me);
    changeMe = (changed) => setMe(changed);
    messenger.departure.subscribe(() => void followDeparture(messenger));
    messenger.accountNews.subscribe(() => void learnMe(me.userId));
    setState({ status: 'signed-in', messenger, me: currentMe });
    return true;
  }

  /** What was changed in another tab, on another device, or by somebody who may. */
  async function learnMe(userId: Me['userId']): Promise<void> {
    const answer = await api.hello();
    const current = state();
    if (answer.status === 'failed' || current.status !== 'signed-in' || current.me().userId !== userId) return;
    if (answer.value.me?.userId !== userId) return; // somebody else's session is the link's to notice
    setWorkspaceName(answer.value.workspace.name);
    memory.remember(answer.value.me);
    changeMe(answer.value.me);
  }

  function settled(opening: Promise<unknown>): Promise<void> {
    return opening.then(
      () => undefined,
      (error: unknown) => void setState({ status: 'broken', error }),
    );
  }

  /** The screens go first: nothing of theirs may be written after the wipe. */
  async function followDeparture({ departure }: Messenger): Promise<void> {
    if (departure.get()?.status === 'leaving') setState({ status: 'leaving' });
    if (departure.get()?.status !== 'gone') return;
    setLostElsewhere(departures.notice()?.unsent ?? null);
    setState({ status: 'starting' });
    await greet();
  }

  async function leave(): Promise<void> {
    const current = state();
    if (current.status === 'signed-in') await current.messenger.close();
  }

  function enter(me: Me, isNewSession: boolean): Promise<void> {
    return (entering = entering.then(() => settled(letIn(me, isNewSession))));
  }

  /** The open messenger stays when it is theirs already, unless the session behind it is a new one. */
  async function letIn(me: Me, isNewSession: boolean): Promise<void> {
    const current = state();
    if (!isNewSession && current.status === 'signed-in' && current.me().userId === me.userId) {
      memory.remember(me);
      changeMe(me);
      return;
    }
    await leave();
    if (await open(me)) return memory.remember(me);
    setState({ status: 'starting' });
    void greet(); // it ends their going before it asks again
  }

  async function greet(): Promise<void> {
    const areAllGone = await departures.finish();
    const answer = await api.hello();
    await entering;
    if (state().status === 'broken') return;
    const isOpen = state().status === 'signed-in';
    if (!isOpen && !areAllGone) return void setState({ status: 'unreachable', code: 'offline', owesSignOut: true });
    if (answer.status === 'failed') {
      if (!isOpen) setState({ status: 'unreachable', code: answer.code, owesSignOut: false });
      return;
    }
    setWorkspaceName(answer.value.workspace.name);
    if (answer.value.me !== null) await enter(answer.value.me, false);
    else if (!isOpen) setState({ status: 'signed-out', hello: answer.value });
  }

  async function enterWith(asked: ReturnType<Api['signIn']>): Promise<string | null> {
    const answer = await asked;
    if (answer.status === 'failed') return answer.code;
    departures.noteSignIn(answer.value.me.userId);
    setLostElsewhere(null);
    await enter(answer.value.me, true);
    return null;
  }

  async function signOut(): Promise<void> {
    const current = state();
    if (current.status === 'signed-in') await current.messenger.signOut();
  }

  onCleanup(() => void leave());
  return {
    state,
    workspaceName,
    api,
    greet,
    signIn: (body) => enterWith(api.signIn(body)),
    signUp: (body) => enterWith(api.signUp(body)),
    signOut,
    lostElsewhere,
  };
}

export const SessionContext = createContext<Session>();

export function useSession(): Session {
  return must(useContext(SessionContext), 'a session is provided above every screen');
}
