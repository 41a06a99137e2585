// What a group is called and what it says of itself; whoever manages it changes both.
import { createSignal, Match, Show, Switch, type JSX } from 'solid-js';
import { parseDisplayName } from '../../../shared/rules/display-name.ts';
import { maxDescriptionLength, mayManageGroup, parseGroupDescription } from '../../../shared/rules/group-roles.ts';
import type { ConversationSummary } from '../../engine/messenger.ts';
import { useSignedIn } from '../frame/signed-in.tsx';
import { Avatar } from '../parts/avatar.tsx';
import { Button } from '../parts/button.tsx';
import { isForInputMethod } from '../parts/input-method.ts';
import { TextField } from '../parts/text-field.tsx';
import { createTyping } from '../people/create-typing.ts';
import { GroupPictureField } from '../pictures/picture-field.tsx';
import { useWords } from '../words/words.tsx';
import { showConversation } from '../conversations/shown-conversation.ts';
import type { GroupChange } from './group-change.ts';
import type { GroupView } from './group-info.tsx';
import { RefusedChanges } from './refused-changes.tsx';

export function GroupFace(props: GroupView) {
  const words = useWords();
  const { me } = useSignedIn();
  const [editing, setEditing] = createSignal<'name' | 'description' | null>(null);
  const shown = () => showConversation(props.group, me(), words);
  const mayManage = () => mayManageGroup(props.mine);
  const newest = <Kind extends GroupChange['kind']>(kind: Kind) =>
    props.commands.waiting().findLast((change): change is GroupChange & { kind: Kind } => change.kind === kind) ?? null;
  let actions: HTMLDivElement | undefined;
  /** The form goes, and the focus is where it was opened. */
  const close = () => {
    const at = editing() === 'name' ? 0 : 1;
    setEditing(null);
    actions?.querySelectorAll('button')[at]?.focus();
  };
  const give = (change: GroupChange) => {
    props.commands.give(change);
    close();
  };
  return (
    <section class="group-section" aria-label={shown().name}>
      <Show
        when={mayManage() && !props.group.isPending}
        fallback={
          <div class="group-face">
            <Avatar id={shown().avatarId} name={shown().name} shape="group" size="large" />
            <Who group={props.group} name={shown().name} />
          </div>
        }
      >
        <GroupPictureField conversation={props.group} name={shown().name}>
          <Who group={props.group} name={shown().name} />
        </GroupPictureField>
      </Show>
      <Show when={props.group.description !== ''}>
        <p class="group-description" dir="auto">
          {props.group.description}
        </p>
      </Show>
      <p class="group-note">{props.group.history === 'all' ? words.groups.seesAll : words.groups.seesFromJoining}</p>
      <div role="status">
        <Show when={newest('rename-group')}>
          {(change) => <p class="group-waits">{words.groups.waits.name(change().title)}</p>}
        </Show>
        <Show when={newest('describe-group')}>
          <p class="group-waits">{words.groups.waits.description}</p>
        </Show>
      </div>
      <RefusedChanges commands={props.commands} kinds={['rename-group', 'describe-group']} />
      <Show when={mayManage()}>
        <Switch
          fallback={
            <div ref={(element) => (actions = element)} class="group-actions">
              <Button onPress={() => setEditing('name')}>{words.groups.changeName}</Button>
              <Button onPress={() => setEditing('description')}>
                {props.group.description === '' ? words.groups.addDescription : words.groups.changeDescription}
              </Button>
            </div>
          }
        >
          <Match when={editing() === 'name'}>
            <NameForm
              title={shown().name}
              onSave={(title) => give({ kind: 'rename-group', conversationId: props.group.conversationId, title })}
              onCancel={close}
            />
          </Match>
          <Match when={editing() === 'description'}>
            <DescriptionForm
              description={props.group.description}
              onSave={(description) =>
                give({ kind: 'describe-group', conversationId: props.group.conversationId, description })
              }
              onCancel={close}
            />
          </Match>
        </Switch>
      </Show>
    </section>
  );
}

function Who(props: { group: ConversationSummary; name: string }) {
  const words = useWords();
  const typing = createTyping(() => props.group);
  const note = () =>
    typing() ?? (props.group.isPending ? words.conversation.pending : words.groups.people(props.group.members.length));
  return (
    <div class="group-who">
      <h3 class="group-title">
        <bdi>{props.name}</bdi>
      </h3>
      <p class="group-note">{note()}</p>
    </div>
  );
}

interface FormProps {
  onSave(text: string): void;
  onCancel(): void;
}

function NameForm(props: FormProps & { title: string }) {
  const words = useWords();
  // What stands there when the form opens; what others write meanwhile does not take the words away.
  // oxlint-disable-next-line solid/reactivity
  const [title, setTitle] = createSignal(props.title);
  const error = () => (parseDisplayName(title()) === null ? words.problem('name-invalid') : null);
  const save = () => {
    if (error() === null) props.onSave(title());
  };
  return (
    <EditForm onSave={save} onCancel={() => props.onCancel()}>
      <TextField
        name="group"
        label={words.groups.name}
        error={error()}
        value={title()}
        autocomplete="off"
        autocapitalize="words"
        hasFocus
        onValue={setTitle}
      />
    </EditForm>
  );
}

function DescriptionForm(props: FormProps & { description: string }) {
  const words = useWords();
  // oxlint-disable-next-line solid/reactivity -- as the name's
  const [text, setText] = createSignal(props.description);
  const left = () => maxDescriptionLength - text().trim().length;
  const save = () => {
    const description = parseGroupDescription(text());
    if (description !== null) props.onSave(description);
  };
  return (
    <EditForm onSave={save} onCancel={() => props.onCancel()}>
      <label class="field">
        <span class="field-label">{words.groups.description}</span>
        <textarea
          ref={(element) => queueMicrotask(() => element.focus())}
          class="field-input group-text"
          rows={4}
          dir="auto"
          value={text()}
          aria-invalid={left() < 0 ? 'true' : undefined}
          onInput={(event) => setText(event.currentTarget.value)}
        />
      </label>
      <p class={left() < 0 ? 'field-error' : 'field-hint'} role="status">
        {left() < 0 ? words.contacts.tooLong(-left()) : left() <= 200 ? words.composer.charactersLeft(left()) : ''}
      </p>
    </EditForm>
  );
}

function EditForm(props: { onSave(): void; onCancel(): void; children: JSX.Element }) {
  const words = useWords();
  const submit: JSX.EventHandler<HTMLFormElement, SubmitEvent> = (event) => {
    event.preventDefault();
    props.onSave();
  };
  const pressKey = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || isForInputMethod(event)) return;
    event.preventDefault(); // it leaves the form, not the screen
    props.onCancel();
  };
  return (
    <form class="group-form" onSubmit={submit} onKeyDown={pressKey}>
      {props.children}
      <div class="group-actions">
        <Button type="submit" look="accent">
          {words.groups.save}
        </Button>
        <Button onPress={() => props.onCancel()}>{words.cancel}</Button>
      </div>
    </form>
  );
}
