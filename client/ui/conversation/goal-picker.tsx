// Where something may go: all conversations that one may write in, the last used first, one's own notes always. Several may
// be picked.
import './goal-picker.css';
import { createMemo, createSignal, For, type Accessor } from 'solid-js';
import type { ConversationId } from '../../../shared/ids.ts';
import { mayWriteInGroup } from '../../../shared/rules/group-roles.ts';
import type { ConversationSummary, Messenger } from '../../engine/messenger.ts';
import { partnerOf, showConversation } from '../conversations/shown-conversation.ts';
import { useSignedIn } from '../frame/signed-in.tsx';
import { Avatar, type AvatarShape } from '../parts/avatar.tsx';
import { decideWriting } from '../people/relation.ts';
import { findPlaces } from '../switcher/find-places.ts';
import { useWords } from '../words/words.tsx';

export interface Goal {
  /** `notes` before one has written any. */
  readonly id: ConversationId | 'notes';
  readonly name: string;
  readonly avatarId: string;
  readonly shape: AvatarShape;
  readonly names: readonly string[];
}

export type PickedGoals = ReadonlySet<Goal['id']>;

interface GoalPickerProps {
  readonly goals: readonly Goal[];
  readonly picked: PickedGoals;
  /** What the list is called. */
  readonly label: string;
  onPick(picked: PickedGoals): void;
}

export function GoalPicker(props: GoalPickerProps) {
  const words = useWords();
  const [query, setQuery] = createSignal('');
  const found = createMemo(() => findPlaces(query(), props.goals));
  const toggle = (id: Goal['id']) => props.onPick(new Set([id]).symmetricDifference(props.picked));
  return (
    <>
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
      <ul class="goals" aria-label={props.label}>
        <For each={found()} fallback={<li class="goals-none">{words.acts.forwardNone}</li>}>
          {(goal) => (
            <li>
              <label class="goal">
                <input type="checkbox" checked={props.picked.has(goal.id)} onChange={() => toggle(goal.id)} />
                <Avatar id={goal.avatarId} name={goal.name} shape={goal.shape} size="small" />
                <span class="one-line" dir="auto">
                  {goal.name}
                </span>
              </label>
            </li>
          )}
        </For>
      </ul>
    </>
  );
}

/** Begins one's own notes where there are none yet; null where they cannot be. */
export async function conversationOf(id: Goal['id'], messenger: Messenger): Promise<ConversationId | null> {
  if (id !== 'notes') return id;
  const begun = await messenger.startDirect(messenger.me.userId);
  return begun.status === 'ok' ? begun.conversationId : null;
}

export function createGoals(): Accessor<readonly Goal[]> {
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
