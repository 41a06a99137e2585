// Links that let people into a group: those that are open, a new one, and taking one back. The server is asked each
// time, so that this needs a connection; a link's secret is told once, to whoever makes it.
import { createEffect, createSignal, For, on, Show, type JSX } from 'solid-js';
import type { GroupLink } from '../../../shared/protocol/groups-api.ts';
import type { ConversationSummary } from '../../engine/messenger.ts';
import { makeNames } from '../conversations/shown-conversation.ts';
import { useSignedIn } from '../frame/signed-in.tsx';
import { createAction } from '../parts/action.ts';
import { Button } from '../parts/button.tsx';
import { LinkField } from '../parts/link-field.tsx';
import { pathOf } from '../route.ts';
import { useTimes, useWords } from '../words/words.tsx';

const hourMs = 3_600_000;
const lives = { hour: hourMs, day: 24 * hourMs, week: 7 * 24 * hourMs, month: 30 * 24 * hourMs } as const;
type Life = keyof typeof lives;
const uses = [1, 10, 100, 500] as const;

export function GroupLinks(props: { group: ConversationSummary }) {
  const words = useWords();
  const { api, link } = useSignedIn();
  const [links, setLinks] = createSignal<readonly GroupLink[] | null>(null);
  const [made, setMade] = createSignal<{ readonly linkId: string; readonly address: string } | null>(null);
  const id = () => props.group.conversationId;
  const load = createAction(async () => {
    const answer = await api.listGroupLinks(id());
    if (answer.status === 'failed') return answer.code;
    setLinks(answer.value.links);
    return null;
  });
  const make = createAction(async (rule: { lifeMs: number; uses: number }) => {
    const answer = await api.makeGroupLink(id(), rule);
    if (answer.status === 'failed') return answer.code;
    const { link, token } = answer.value;
    setMade({ linkId: link.linkId, address: `${location.origin}${pathOf({ screen: 'join-group' })}#${token}` });
    load.start();
    return null;
  });
  const revoke = createAction(async (linkId: string) => {
    const answer = await api.revokeGroupLink(id(), linkId);
    if (answer.status === 'failed') return answer.code;
    if (made()?.linkId === linkId) setMade(null);
    setLinks((links() ?? []).filter((one) => one.linkId !== linkId));
    return null;
  });
  const isOnline = () => link().status === 'online' && !props.group.isPending;
  createEffect(on(isOnline, (isOnline) => isOnline && load.start()));
  const problem = () => make.problem() ?? revoke.problem() ?? load.problem();
  return (
    <section class="group-section" aria-label={words.groups.links}>
      <h3 class="group-heading">{words.groups.links}</h3>
      <p class="group-note">{words.groups.linksHint}</p>
      <Show when={isOnline()} fallback={<p class="group-waits">{words.groups.linksOffline}</p>}>
        <LinkForm isBusy={make.isBusy()} onMake={(rule) => make.start(rule)} />
      </Show>
      <Show when={problem()}>
        {(code) => (
          <p class="account-problem" role="alert">
            {words.problem(code())}
          </p>
        )}
      </Show>
      <Show when={made()} keyed>
        {({ address }) => <LinkField label={words.groups.newLink} link={address} hint={words.groups.newLinkHint} />}
      </Show>
      <ul class="group-links">
        <For each={links() ?? []}>
          {(link) => <LinkRow link={link} group={props.group} onRevoke={() => revoke.start(link.linkId)} />}
        </For>
      </ul>
      <Show when={links()?.length === 0}>
        <p class="group-note">{words.groups.noLinks}</p>
      </Show>
    </section>
  );
}

function LinkForm(props: { isBusy: boolean; onMake(rule: { lifeMs: number; uses: number }): void }) {
  const words = useWords();
  const [life, setLife] = createSignal<Life>('week');
  const [count, setCount] = createSignal<number>(10);
  const submit: JSX.EventHandler<HTMLFormElement, SubmitEvent> = (event) => {
    event.preventDefault();
    if (!props.isBusy) props.onMake({ lifeMs: lives[life()], uses: count() });
  };
  return (
    <form class="group-link-form" onSubmit={submit}>
      <label class="field">
        <span class="field-label">{words.groups.linkLife}</span>
        <select class="field-input" value={life()} onChange={(event) => setLife(event.currentTarget.value as Life)}>
          <For each={Object.keys(lives) as Life[]}>
            {(one) => <option value={one}>{words.groups.linkLives[one]}</option>}
          </For>
        </select>
      </label>
      <label class="field">
        <span class="field-label">{words.groups.linkUses}</span>
        <select
          class="field-input"
          value={String(count())}
          onChange={(event) => setCount(Number(event.currentTarget.value))}
        >
          <For each={uses}>{(one) => <option value={String(one)}>{words.groups.people(one)}</option>}</For>
        </select>
      </label>
      <Button type="submit" isBusy={props.isBusy}>
        {props.isBusy ? words.groups.makingLink : words.groups.makeLink}
      </Button>
    </form>
  );
}

function LinkRow(props: { link: GroupLink; group: ConversationSummary; onRevoke(): void }) {
  const words = useWords();
  const times = useTimes();
  const { me, messenger } = useSignedIn();
  const rule = () => words.groups.linkRule(props.link.usesLeft, times.full(props.link.expiresAt));
  const maker = () =>
    makeNames({
      me: me(),
      members: props.group.members,
      personOf: (userId) => messenger.personOf(userId),
      somebody: words.conversation.somebody,
    }).nameOf(props.link.madeBy);
  return (
    <li class="group-link">
      <span>
        {rule()}
        <span class="group-note group-link-by">{words.groups.linkBy(maker())}</span>
      </span>
      <Button aria-label={words.groups.revokeOf(rule())} onPress={() => props.onRevoke()}>
        {words.groups.revoke}
      </Button>
    </li>
  );
}
