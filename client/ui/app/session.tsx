// Who uses this device, and the messenger that is open for them.
// Promises: somebody remembered on this device gets their messenger at once, with or without network;
// only signing out closes it for good. Does not know which screen is shown.
import { createContext, createSignal, onCleanup, useContext, type Accessor } from 'solid-js';
import { must } from '../../../shared/base/assert.ts';
import type { HelloAnswer, Me } from '../../../shared/protocol/people-api.ts';
import type { Api, SignUp } from '../../engine/api/api.ts';
import type { Messenger } from '../../engine/messenger.ts';
import type { SessionMemory } from '../../engine/session/session-memory.ts';

export type SessionState =
  | { readonly status: 'starting' }
  | { readonly status: 'unreachable'; readonly code: string }
  | { readonly status: 'signed-out'; readonly hello: HelloAnswer }
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
  signOut(): Promise<string | null>;
}

export interface SessionDoors {
  readonly api: Api;
  readonly memory: SessionMemory;
  openMessenger(me: Me): Messenger;
}

export function createSession(doors: SessionDoors): Session {
  const { api, memory } = doors;
  let changeMe: (me: Me) => void = () => undefined;
  const remembered = memory.read();
  const [state, setState] = createSignal<SessionState>(
    remembered === null ? { status: 'starting' } : signedIn(remembered),
  );
  const [workspaceName, setWorkspaceName] = createSignal<string | null>(null);

  function signedIn(me: Me): SessionState {
    const [currentMe, setMe] = createSignal(me);
    changeMe = (changed) => setMe(changed);
    return { status: 'signed-in', messenger: doors.openMessenger(me), me: currentMe };
  }

  async function leave(): Promise<void> {
    const current = state();
    if (current.status === 'signed-in') await current.messenger.close();
  }

  /** The open messenger stays when it is theirs already, unless the session behind it is a new one. */
  async function enter(me: Me, isNewSession: boolean): Promise<void> {
    memory.remember(me);
    const current = state();
    if (!isNewSession && current.status === 'signed-in' && current.me().userId === me.userId) {
      changeMe(me);
      return;
    }
    await leave();
    setState(signedIn(me));
  }

  async function greet(): Promise<void> {
    const answer = await api.hello();
    const isOpen = state().status === 'signed-in';
    if (answer.status === 'failed') {
      if (!isOpen) setState({ status: 'unreachable', code: answer.code });
      return;
    }
    setWorkspaceName(answer.value.workspace.name);
    if (answer.value.me !== null) await enter(answer.value.me, false);
    else if (!isOpen) setState({ status: 'signed-out', hello: answer.value });
  }

  async function enterWith(asked: ReturnType<Api['signIn']>): Promise<string | null> {
    const answer = await asked;
    if (answer.status === 'failed') return answer.code;
    await enter(answer.value.me, true);
    return null;
  }

  async function signOut(): Promise<string | null> {
    const answer = await api.signOut();
    if (answer.status === 'failed' && answer.code !== 'not-signed-in') return answer.code;
    memory.forget();
    const left = state();
    if (left.status === 'signed-in') left.messenger.drafts.wipe();
    await leave();
    setState({ status: 'starting' });
    await greet();
    return null;
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
  };
}

export const SessionContext = createContext<Session>();

export function useSession(): Session {
  return must(useContext(SessionContext), 'a session is provided above every screen');
}
