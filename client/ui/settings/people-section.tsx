// Everybody in the workspace, for whoever looks after them: a page at a time, found by name, handle or address.
// What one may do to whom is decided by the shared rules; the server decides again.
import './people-section.css';
import { createEffect, createSignal, For, Match, on, onCleanup, Show, Switch } from 'solid-js';
import { createStore, reconcile, unwrap } from 'solid-js/store';
import type { WorkspacePerson } from '../../../shared/protocol/account-api.ts';
import type { Role } from '../../../shared/protocol/people-api.ts';
import { mayChangeWorkspaceRole, mayManagePerson } from '../../../shared/rules/workspace-roles.ts';
import { useSession } from '../app/session.tsx';
import { useSignedIn } from '../frame/signed-in.tsx';
import { createAction } from '../parts/action.ts';
import { Avatar } from '../parts/avatar.tsx';
import { Button } from '../parts/button.tsx';
import { TextField } from '../parts/text-field.tsx';
import { useWords } from '../words/words.tsx';
import { OpenInvites } from './open-invites.tsx';
import { ResetLinkDialog } from './reset-link-dialog.tsx';
import { RoleField } from './role-field.tsx';
import { SuspendDialog } from './suspend-dialog.tsx';

/** While somebody types nothing is asked; the pause between two words is longer. */
const typingPauseMs = 200;

type Asked = { readonly what: 'suspend' | 'reset'; readonly person: WorkspacePerson } | null;

export function PeopleSection() {
  return (
    <>
      <PeopleList />
      <OpenInvites />
    </>
  );
}

function PeopleList() {
  const words = useWords();
  const { api } = useSignedIn();
  const [query, setQuery] = createSignal('');
  // A row stays the same through a change of its person: the focus, and what it says.
  const [people, setPeople] = createStore<WorkspacePerson[]>([]);
  const [hasMore, setMore] = createSignal(false);
  const [asked, setAsked] = createSignal<Asked>(null);
  const [isLoading, setLoading] = createSignal(true);
  const [problem, setProblem] = createSignal<string | null>(null);
  let turn = 0;

  /** The last question counts, in whatever order the answers come. */
  async function load(after: WorkspacePerson | null): Promise<void> {
    const mine = ++turn;
    setLoading(true);
    const answer = await api.workspace.listPeople({ query: query().trim(), after: after?.userId ?? null });
    if (mine !== turn) return;
    setLoading(false);
    setProblem(answer.status === 'failed' ? answer.code : null);
    if (answer.status === 'failed') return;
    const before = after === null ? [] : unwrap(people);
    setPeople(reconcile([...before, ...answer.value.people], { key: 'userId' }));
    setMore(answer.value.hasMore);
  }

  createEffect(
    on(query, (_, before) => {
      const timer = setTimeout(() => void load(null), before === undefined ? 0 : typingPauseMs);
      onCleanup(() => clearTimeout(timer));
    }),
  );
  onCleanup(() => turn++);
  const change = (changed: WorkspacePerson) => setPeople(({ userId }) => userId === changed.userId, changed);
  return (
    <section class="settings-form" aria-label={words.settings.sections.people}>
      <TextField
        name="query"
        label={words.settings.people.search}
        autocomplete="off"
        value={query()}
        error={null}
        onValue={setQuery}
      />
      <p class="settings-note" role="status">
        {!isLoading() && problem() === null && people.length === 0 ? words.people.none(query().trim()) : ''}
      </p>
      <ul class="managed" aria-label={words.people.results} aria-busy={isLoading()}>
        <For each={people}>{(person) => <PersonRow person={person} onAsk={setAsked} onChanged={change} />}</For>
      </ul>
      <Show when={problem()}>
        {(code) => (
          <p class="account-problem" role="alert">
            {words.problem(code())}
          </p>
        )}
      </Show>
      <Show when={hasMore() || problem() !== null}>
        <div class="settings-actions">
          <Button isBusy={isLoading()} onPress={() => void load(people.at(-1) ?? null)}>
            {problem() === null ? words.settings.people.more : words.tryAgain}
          </Button>
        </div>
      </Show>
      <Show when={asked()} keyed>
        {({ what, person }) => (
          <Switch>
            <Match when={what === 'suspend'}>
              <SuspendDialog person={person} onChanged={change} onClose={() => setAsked(null)} />
            </Match>
            <Match when={what === 'reset'}>
              <ResetLinkDialog person={person} onClose={() => setAsked(null)} />
            </Match>
          </Switch>
        )}
      </Show>
    </section>
  );
}

interface PersonRowProps {
  readonly person: WorkspacePerson;
  readonly onAsk: (asked: Asked) => void;
  readonly onChanged: (person: WorkspacePerson) => void;
}

function PersonRow(props: PersonRowProps) {
  const words = useWords();
  const session = useSession();
  const { api, me } = useSignedIn();
  const isMe = () => props.person.userId === me().userId;
  const mayManage = () => !isMe() && mayManagePerson(me().role, props.person.role);
  const isSuspended = () => props.person.state === 'suspended';
  const setRole = createAction(async (role: Role) => {
    const answer = await api.workspace.setRole({ userId: props.person.userId, role });
    if (answer.status === 'failed') return answer.code;
    props.onChanged({ ...props.person, role });
    if (isMe()) await session.greet();
    return null;
  });
  const letIn = createAction(async () => {
    const answer = await api.workspace.setSuspended({ userId: props.person.userId, isSuspended: false });
    if (answer.status === 'failed') return answer.code;
    props.onChanged({ ...props.person, state: 'active' });
    return null;
  });
  return (
    <li class="managed-person" aria-label={props.person.name}>
      <Avatar id={props.person.userId} name={props.person.name} />
      <div class="managed-who">
        <p class="managed-name">
          <bdi>{props.person.name}</bdi>
          <Show when={isSuspended()}>
            {' '}
            <span class="managed-state">{words.settings.people.suspended}</span>
          </Show>
        </p>
        <p class="settings-note">
          <bdi>{words.handleOf(props.person.handle)}</bdi> · <bdi>{props.person.email}</bdi>
        </p>
      </div>
      <Show
        when={mayChangeWorkspaceRole(me().role)}
        fallback={<p class="managed-role">{words.settings.people.roles[props.person.role]}</p>}
      >
        <div class="managed-role">
          <RoleField person={props.person} isMe={isMe()} onRole={(role) => setRole.start(role)} />
        </div>
      </Show>
      <Show when={mayManage()}>
        <div class="settings-actions managed-actions">
          <Show
            when={isSuspended()}
            fallback={
              <Button
                aria-label={words.settings.people.suspendNamed(props.person.name)}
                onPress={() => props.onAsk({ what: 'suspend', person: props.person })}
              >
                {words.settings.people.suspend}
              </Button>
            }
          >
            <Button
              isBusy={letIn.isBusy()}
              aria-label={words.settings.people.letInNamed(props.person.name)}
              onPress={() => letIn.start()}
            >
              {words.settings.people.letIn}
            </Button>
          </Show>
          <Button
            aria-label={words.settings.people.resetNamed(props.person.name)}
            onPress={() => props.onAsk({ what: 'reset', person: props.person })}
          >
            {words.settings.people.reset}
          </Button>
        </div>
      </Show>
      <Show when={setRole.problem() ?? letIn.problem()}>
        {(code) => (
          <p class="account-problem managed-problem" role="alert">
            {words.problem(code())}
          </p>
        )}
      </Show>
    </li>
  );
}
