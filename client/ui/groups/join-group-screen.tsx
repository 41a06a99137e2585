// Where a link into a group leads: what it is, coming in, or why that cannot be.
import { createEffect, createSignal, Match, on, onMount, Show, Switch } from 'solid-js';
import type { GroupPreview } from '../../../shared/protocol/groups-api.ts';
import type { ConversationId } from '../../../shared/ids.ts';
import { AccountPage } from '../account/account-page.tsx';
import { useSignedIn } from '../frame/signed-in.tsx';
import { createAction } from '../parts/action.ts';
import { Button } from '../parts/button.tsx';
import { createDelayed } from '../parts/delayed.ts';
import { RouteLink, useRouter } from '../router.tsx';
import { useWords } from '../words/words.tsx';

export function JoinGroupScreen() {
  const words = useWords();
  const { api, messenger, link } = useSignedIn();
  const router = useRouter();
  const [found, setFound] = createSignal<GroupPreview | null>(null);
  const open = (conversationId: ConversationId) => router.go({ screen: 'conversation', conversationId }, 'replace');
  const look = createAction(async () => {
    if (router.secret() === '') return 'not-found';
    const answer = await api.readGroupLink(router.secret());
    if (answer.status === 'failed') return answer.code;
    setFound(answer.value);
    return null;
  });
  const join = createAction(async () => {
    const answer = await messenger.joinGroup(router.secret());
    if (answer.status === 'failed') return answer.code;
    open(answer.conversationId);
    return null;
  });
  onMount(() => look.start());
  // What could not be asked is asked again by itself.
  createEffect(
    on(link, ({ status }) => status === 'online' && look.problem() === 'offline' && look.start(), { defer: true }),
  );
  const isSlow = createDelayed(look.isBusy, 400);
  const isInvalid = () => look.problem() === 'not-found' || join.problem() === 'invite-invalid';
  const inside = () => found()?.conversationId ?? null;
  const title = () => {
    const group = found();
    if (isInvalid() || group?.wasRemoved === true) return words.account.linkInvalid;
    if (group === null) return words.groups.joinGroup;
    return inside() === null ? words.groups.join(group.title) : words.groups.alreadyIn(group.title);
  };
  const intro = () => {
    const group = found();
    if (isInvalid()) return words.groups.linkInvalid;
    if (group?.wasRemoved === true) return words.groups.wasRemoved;
    return group === null ? undefined : words.groups.joinIntro(words.groups.people(group.members));
  };
  const problem = () => (isInvalid() ? null : (join.problem() ?? look.problem()));
  return (
    <AccountPage
      title={title()}
      intro={intro()}
      footer={<RouteLink to={{ screen: 'home' }}>{words.account.toMessages}</RouteLink>}
    >
      <p class="group-note" role="status">
        {isSlow() ? words.groups.looking : ''}
      </p>
      <Show when={problem()}>
        {(code) => (
          <p class="account-problem" role="alert">
            {words.problem(code())}
          </p>
        )}
      </Show>
      <Switch>
        <Match when={isInvalid() || found()?.wasRemoved === true}>{null}</Match>
        <Match when={inside()}>
          {(conversationId) => (
            <Button look="accent" onPress={() => open(conversationId())}>
              {words.groups.openGroup}
            </Button>
          )}
        </Match>
        <Match when={found()}>
          <Button look="accent" isBusy={join.isBusy()} onPress={() => join.start()}>
            {join.isBusy() ? words.groups.joining : words.groups.joinNow}
          </Button>
        </Match>
        <Match when={look.problem()}>
          <Button isBusy={look.isBusy()} onPress={() => look.start()}>
            {words.tryAgain}
          </Button>
        </Match>
      </Switch>
    </AccountPage>
  );
}
