// Who is in a group, as what, and what I may change about each. A part at a time: 500 rows are more than anybody reads.
import { createComputed, createEffect, createMemo, createSignal, For, on, Show, type Accessor } from 'solid-js';
import { groupRoles, mayManageGroup } from '../../../shared/rules/group-roles.ts';
import { foldName } from '../../../shared/rules/display-name.ts';
import type { UserId } from '../../../shared/ids.ts';
import type { Member, Person } from '../../engine/messenger.ts';
import { useSignedIn } from '../frame/signed-in.tsx';
import { Avatar } from '../parts/avatar.tsx';
import { Button } from '../parts/button.tsx';
import { PersonLink } from '../people/person-link.tsx';
import { WithPresence } from '../people/with-presence.tsx';
import { useWords } from '../words/words.tsx';
import { AddPeopleDialog } from './add-people-dialog.tsx';
import { ConfirmDialog } from '../parts/confirm-dialog.tsx';
import type { GroupChange } from './group-change.ts';
import type { GroupView } from './group-info.tsx';
import { MemberMenu } from './member-menu.tsx';
import { RefusedChanges } from './refused-changes.tsx';

const partSize = 50;
/** From here on one looks somebody up by name. */
const manyMembers = 20;

export function GroupMembers(props: GroupView) {
  const words = useWords();
  const { me, messenger } = useSignedIn();
  const [query, setQuery] = createSignal('');
  const [shownCount, setShownCount] = createSignal(partSize);
  const [isAdding, setAdding] = createSignal(false);
  const [leaving, setLeaving] = createSignal<Person | null>(null);
  const members = createMemo(() => {
    const asked = foldName(query().trim());
    const all = props.group.members.toSorted(byRoleAndName);
    return asked === ''
      ? all
      : all.filter(({ name, handle }) => foldName(name).includes(asked) || handle.includes(asked));
  });
  // A row is one person's and stays through what changes about them.
  const shownIds = createMemo(
    () =>
      members()
        .slice(0, shownCount())
        .map(({ userId }) => userId),
    [],
    { equals: areSame },
  );
  const memberOf = createMemo(() => new Map(props.group.members.map((member) => [member.userId, member])));
  const owners = () => props.group.members.filter(({ role }) => role === 'owner').length;
  const added = createMemo(() => {
    const ids = props.commands.waiting().flatMap((change) => (change.kind === 'add-members' ? change.userIds : []));
    const known = new Set<UserId>(props.group.members.map(({ userId }) => userId));
    return [...new Set(ids)]
      .filter((userId) => !known.has(userId))
      .flatMap((userId) => messenger.personOf(userId) ?? []);
  });
  createKeptFocus(shownIds);
  const group = () => props.group.conversationId;
  const remove = ({ userId }: Person) => {
    props.commands.give({ kind: 'remove-member', conversationId: group(), userId });
    setLeaving(null);
  };
  return (
    <section class="group-section" aria-label={words.groups.members}>
      <header class="group-head">
        <h3 class="group-heading">{words.groups.people(props.group.members.length)}</h3>
        <Show when={mayManageGroup(props.mine)}>
          <Button onPress={() => setAdding(true)}>{words.groups.add}</Button>
        </Show>
      </header>
      <RefusedChanges commands={props.commands} kinds={['add-members', 'remove-member', 'set-role']} />
      <Show when={props.group.members.length > manyMembers}>
        <input
          class="field-input"
          type="search"
          aria-label={words.groups.findMember}
          placeholder={words.groups.findMember}
          autocomplete="off"
          value={query()}
          onInput={(event) => setQuery(event.currentTarget.value)}
        />
      </Show>
      <ul class="group-members">
        <For each={shownIds()}>
          {(userId) => (
            <Show when={memberOf().get(userId)}>
              {(member) => (
                <li class="group-member">
                  <MemberSign member={member()} />
                  <MemberName member={member()} isMe={userId === me().userId} />
                  <span class="group-role">{words.groups.roles[member().role]}</span>
                  <MemberMenu
                    member={member()}
                    mine={props.mine}
                    isMe={userId === me().userId}
                    isLastOwner={member().role === 'owner' && owners() === 1}
                    onRole={(role) => props.commands.give({ kind: 'set-role', conversationId: group(), userId, role })}
                    onRemove={() => setLeaving(member())}
                  />
                  <MemberWaits changes={changesOf(props.commands.waiting(), userId)} />
                </li>
              )}
            </Show>
          )}
        </For>
        <For each={added()}>
          {(person) => (
            <li class="group-member">
              <MemberSign member={person} />
              <MemberName member={person} isMe={false} />
              <span class="group-waits" role="status">
                {words.groups.waits.added}
              </span>
            </li>
          )}
        </For>
      </ul>
      <Show when={members().length > shownCount()}>
        <Button onPress={() => setShownCount(shownCount() + partSize)}>
          {words.groups.showMore(Math.min(partSize, members().length - shownCount()))}
        </Button>
      </Show>
      <Show when={isAdding()}>
        <AddPeopleDialog
          group={props.group}
          onAdd={(userIds) =>
            props.commands.give({ kind: 'add-members', conversationId: group(), userIds: [...userIds] })
          }
          onClose={() => setAdding(false)}
        />
      </Show>
      <Show when={leaving()} keyed>
        {(person) => (
          <ConfirmDialog
            title={words.groups.removeTitle(person.name)}
            hint={words.groups.removeHint}
            act={words.groups.remove}
            onAct={() => remove(person)}
            onClose={() => setLeaving(null)}
          />
        )}
      </Show>
    </section>
  );
}

/** A row that moves to its new place would lose the focus. */
function createKeptFocus(rows: Accessor<unknown>): void {
  let held: Element | null = null;
  createComputed(on(rows, () => (held = document.activeElement)));
  createEffect(
    on(rows, () => {
      if (document.activeElement === document.body && held instanceof HTMLElement) held.focus();
    }),
  );
}

function areSame(some: readonly UserId[], others: readonly UserId[]): boolean {
  return some.length === others.length && some.every((userId, index) => userId === others[index]);
}

function MemberSign(props: { member: Person }) {
  return (
    <WithPresence userId={props.member.userId}>
      <PersonLink userId={props.member.userId} name={props.member.name} isSecond>
        <Avatar id={props.member.userId} name={props.member.name} />
      </PersonLink>
    </WithPresence>
  );
}

function MemberName(props: { member: Person; isMe: boolean }) {
  const words = useWords();
  return (
    <span class="group-member-who">
      <span class="group-member-name">
        <span class="one-line">
          <PersonLink userId={props.member.userId} name={props.member.name}>
            <bdi>{props.member.name}</bdi>
          </PersonLink>
        </span>
        <Show when={props.isMe}>
          {' '}
          <span class="group-member-me">({words.you})</span>
        </Show>
      </span>
      <span class="group-note one-line">{words.handleOf(props.member.handle)}</span>
    </span>
  );
}

function MemberWaits(props: { changes: readonly MemberChange[] }) {
  const words = useWords();
  const say = () => {
    const change = props.changes.at(-1);
    if (change === undefined) return null;
    return change.kind === 'set-role'
      ? words.groups.waits.role(words.groups.roles[change.role])
      : words.groups.waits.removed;
  };
  return (
    <Show when={say()}>
      {(text) => (
        <span class="group-waits group-member-waits" role="status">
          {text()}
        </span>
      )}
    </Show>
  );
}

type MemberChange = GroupChange & { readonly kind: 'set-role' | 'remove-member' };

function changesOf(changes: readonly GroupChange[], userId: UserId): readonly MemberChange[] {
  return changes.filter(
    (change): change is MemberChange =>
      (change.kind === 'set-role' || change.kind === 'remove-member') && change.userId === userId,
  );
}

function byRoleAndName(one: Member, other: Member): number {
  return groupRoles.indexOf(one.role) - groupRoles.indexOf(other.role) || one.name.localeCompare(other.name);
}
