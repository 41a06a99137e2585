// Forwards messages into conversations that one chooses; one's own notes are among them. Says which could not be opened.
import './forward-dialog.css';
import { createMemo, createSignal, For, Show, type JSX } from 'solid-js';
import type { TimelineItem } from '../../../shared/conversation/timeline.ts';
import type { ConversationId } from '../../../shared/ids.ts';
import { mayWriteInGroup } from '../../../shared/rules/group-roles.ts';
import type { ConversationSummary } from '../../engine/messenger.ts';
import { lineOf } from '../conversations/line-of.ts';
import { partnerOf, showConversation, type Names } from '../conversations/shown-conversation.ts';
import { useSignedIn } from '../frame/signed-in.tsx';
import { createAction } from '../parts/action.ts';
import { Avatar, type AvatarShape } from '../parts/avatar.tsx';
import { Button } from '../parts/button.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { decideWriting } from '../people/relation.ts';
import { findPlaces } from '../switcher/find-places.ts';
import { useWords } from '../words/words.tsx';

interface ForwardDialogProps {
  readonly from: ConversationId;
  readonly items: readonly TimelineItem[];
  readonly names: Names;
  onDone(): void;
  onClose(): void;
}

interface Goal {
  /** `notes` before one has written any. */
  readonly id: ConversationId | 'notes';
  readonly name: string;
  readonly avatarId: string;
  readonly shape: AvatarShape;
  readonly names: readonly string[];
}

export function ForwardDialog(props: ForwardDialogProps) {
  const words = useWords();
  const { messenger, me } = useSignedIn();
  const goals = createGoals();
  const [query, setQuery] = createSignal('');
  const [picked, setPicked] = createSignal<ReadonlySet<Goal['id']>>(new Set());
  const [failed, setFailed] = createSignal<readonly string[]>([]);
  const found = createMemo(() => findPlaces(query(), goals()));
  const toggle = (id: Goal['id']) => setPicked((ids) => new Set([id]).symmetricDifference(ids));
  const idOf = async (id: Goal['id']) => {
    if (id !== 'notes') return id;
    const begun = await messenger.startDirect(me().userId);
    return begun.status === 'ok' ? begun.conversationId : null;
  };
  const forwarding = createAction(async () => {
    const ids = await Promise.all([...picked()].map(idOf));
    const to = ids.filter((id) => id !== null);
    const left = new Set(await messenger.forward({ from: props.from, items: props.items, to }));
    const missed = goals().filter(({ id }) => left.has(id as ConversationId)); // `notes` is in no answer
    setFailed(missed.map(({ name }) => name));
    setPicked(new Set(missed.map(({ id }) => id)));
    if (missed.length === 0) props.onDone();
    return null;
  });
  const submit: JSX.EventHandler<HTMLFormElement, SubmitEvent> = (event) => {
    event.preventDefault();
    if (picked().size > 0) forwarding.start();
  };
  const preview = () => {
    const [first] = props.items;
    if (first === undefined) return '';
    const line = lineOf(first, props.names.calledOf, words);
    return props.items.length === 1 ? line : `${line} … ${words.acts.andMore(props.items.length - 1)}`;
  };
  return (
    <Dialog title={words.acts.forwardTitle(props.items.length)} onClose={() => props.onClose()}>
      <form class="forward" onSubmit={submit}>
        <p class="forward-preview">
          <bdi class="forward-author">{props.names.nameOf(props.items[0]?.author ?? '') ?? words.you}</bdi>
          <span class="one-line" dir="auto">
            {preview()}
          </span>
        </p>
        <input
          class="field-input"
          type="search"
          aria-label={words.acts.forwardSearch}
          placeholder={words.acts.forwardSearch}
          autocomplete="off"
          autofocus
          value={query()}
          onInput={(event) => setQuery(event.currentTarget.value)}
        />
        <ul class="forward-goals" aria-label={words.acts.forwardTo}>
          <For each={found()} fallback={<li class="forward-none">{words.acts.forwardNone}</li>}>
            {(goal) => (
              <li>
                <label class="forward-goal">
                  <input type="checkbox" checked={picked().has(goal.id)} onChange={() => toggle(goal.id)} />
                  <Avatar id={goal.avatarId} name={goal.name} shape={goal.shape} size="small" />
                  <span class="one-line" dir="auto">
                    {goal.name}
                  </span>
                </label>
              </li>
            )}
          </For>
        </ul>
        <div role="status">
          <Show when={failed().length > 0}>
            <p class="forward-failed">{words.acts.forwardFailed(failed())}</p>
          </Show>
        </div>
        <Button type="submit" look="accent" isBusy={picked().size === 0 || forwarding.isBusy()}>
          {words.acts.forwardNow(picked().size)}
        </Button>
      </form>
    </Dialog>
  );
}

/** Where one may write, the last used first; one's own notes always. */
function createGoals() {
  const words = useWords();
  const { me, conversations, contacts, relationTo } = useSignedIn();
  const mayWrite = (summary: ConversationSummary) => {
    if (summary.isClosed) return false;
    if (summary.kind === 'group') {
      return mayWriteInGroup(summary.members.find(({ userId }) => userId === me().userId)?.role ?? 'reader');
    }
    const partner = partnerOf(summary, me());
    const { standing } = relationTo(partner.userId);
    const isBeginning = summary.isAwaited || summary.isPending;
    const writing = decideWriting({ standing, whoMayWrite: contacts().whoMayWrite, isBeginning });
    return partner.userId === me().userId || writing === 'open' || writing === 'awaited';
  };
  return createMemo<readonly Goal[]>(() => {
    const goals = conversations()
      .filter(mayWrite)
      .map((summary) => {
        const { name, avatarId, shape, partner } = showConversation(summary, me(), words);
        return { id: summary.conversationId, name, avatarId, shape, names: [name, partner?.handle ?? ''] };
      });
    if (goals.some(({ shape }) => shape === 'notes')) return goals;
    const { name } = words.notes;
    return [...goals, { id: 'notes', name, avatarId: me().userId, shape: 'notes', names: [name] }];
  });
}
