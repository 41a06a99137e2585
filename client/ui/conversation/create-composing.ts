// What stands in the composer and where it goes: the draft of the next message with what stands beside it, or one's own
// message that is being changed. The draft waits unchanged behind a change, which is given up only where nothing of it
// would be lost, or whoever made it says so. Knows no element.
import { createComputed, createEffect, createMemo, createSignal, on, onCleanup, type Accessor } from 'solid-js';
import { parseUserId, type ConversationId, type UserId } from '../../../shared/ids.ts';
import { maxTextLength, type LaterMessage, type ReplyTo } from '../../../shared/conversation/events.ts';
import type { TimelineItem } from '../../../shared/conversation/timeline.ts';
import { nothingBeside, type Beside } from '../../../shared/personal/beside.ts';
import { standingMentions, type Mention } from '../../../shared/rules/mentions.ts';
import type { Drafts } from '../../engine/drafts/open-drafts.ts';
import type { ChosenFile, FilesView } from '../../engine/files/files.ts';
import type { ActionProblem, OpenConversation } from '../../engine/messenger.ts';
import { createReadable } from '../../reactive/create-readable.ts';
import { whenKept } from '../sending/when-kept.ts';
import type { Aim } from './aim.ts';

interface ComposingParts {
  readonly open: OpenConversation;
  readonly drafts: Drafts;
  readonly files: FilesView;
  readonly me: UserId;
  /** Each is taken up once. */
  readonly aim: Accessor<Aim | null>;
  readonly onAimTaken: () => void;
  /** One has turned to a message: here one writes about it. */
  readonly onAimed: () => void;
  readonly onSent: () => void;
}

export interface Composing {
  readonly text: Accessor<string>;
  readonly mentions: Accessor<readonly Mention[]>;
  /** The message that is being changed; null while one writes the next. */
  readonly editing: Accessor<TimelineItem | null>;
  /** What the next message answers. Null also while another is being changed. */
  readonly replyTo: Accessor<ReplyTo | null>;
  /** What goes along with the next message; those with a problem stay. */
  readonly chosen: Accessor<readonly ChosenFile[]>;
  /** There is something to send, as far as one sees. */
  readonly hasSomething: Accessor<boolean>;
  /** It goes as soon as the conversation is open. */
  readonly isEarly: Accessor<boolean>;
  /** Why it did not go. */
  readonly problem: Accessor<ActionProblem | null>;
  write(text: string): void;
  mention(mentions: readonly Mention[]): void;
  /** Changes the last that one has written here, where nothing stands in the composer. False where it does not. */
  editLast(): boolean;
  /** Nothing is answered or changed any more; the draft stays. False where nothing was. */
  endAim(): boolean;
  /** One has turned from a change that would be lost. */
  readonly isInDoubt: Accessor<boolean>;
  /** It is lost, or it goes on. */
  settleDoubt(isGivenUp: boolean): void;
  send(): void;
  /** What may be sent later: null while it is nothing, too much, or another text for a message. */
  readonly later: Accessor<LaterMessage | null>;
  /** It goes another way: nothing stands here any more. */
  clear(): void;
}

interface Edit {
  readonly text: string;
  readonly mentions: readonly Mention[];
}

/** With what a change began: what was left as it was changes nothing, whatever became of the message meanwhile. */
interface Change extends Edit {
  readonly item: TimelineItem;
  readonly from: Edit;
}

/** Changes that were left under way, for whoever comes back to their conversation before the page goes. */
const leftUnderWay = new WeakMap<Drafts, Map<ConversationId, Change>>();

export function createComposing(parts: ComposingParts): Composing {
  const { open, drafts, files, me, aim, onAimTaken, onAimed, onSent } = parts;
  const { conversationId } = open;
  const [draft, setDraft] = createSignal(drafts.read(conversationId));
  const [beside, setBeside] = createSignal(drafts.besideOf(conversationId));
  const [isEarly, setEarly] = createSignal(false);
  const [problem, setProblem] = createSignal<ActionProblem | null>(null);
  const left = leftUnderWay.get(drafts) ?? new Map<ConversationId, Change>();
  leftUnderWay.set(drafts, left);
  const [edit, setEdit] = createSignal<Change | null>(left.get(conversationId) ?? null);
  left.delete(conversationId);
  const editing = createMemo(() => edit()?.item ?? null);
  /** What one has turned to, as long as it is not said what becomes of the change. */
  const [doubt, setDoubt] = createSignal<{ readonly next: Aim | null } | null>(null);
  const text = () => edit()?.text ?? draft();
  const chosen = createReadable(files.chosenIn(conversationId));
  const hasFiles = () => chosen().some(({ state }) => state !== 'problem');
  const mentions = () => edit()?.mentions ?? beside().mentions;
  /** What was meant to go at once is another thing now. */
  const noteChange = () => {
    setEarly(false);
    setProblem(null);
  };
  const changeBeside = (next: Beside) => {
    setBeside(next);
    drafts.writeBeside(conversationId, next);
    noteChange();
  };
  const items = createReadable(open.items);
  const isGone = ({ key }: TimelineItem) => items().some((item) => item.key === key && item.deletedBy !== null);
  /** What was to become of a message that is deleted now is the next one, behind what was begun of that. */
  const keepAsDraft = (changed: Change | null) => {
    setProblem('not-there');
    if (changed === null || isSameEdit(changed, changed.from)) return;
    const joined = draft() === '' ? changed.text : `${draft()}\n${changed.text}`;
    setDraft(joined);
    drafts.write(conversationId, joined);
    const next = { ...beside(), mentions: standingMentions(joined, [...beside().mentions, ...changed.mentions]) };
    setBeside(next);
    drafts.writeBeside(conversationId, next);
  };
  const begin = (next: Aim | null) => {
    noteChange();
    setDoubt(null);
    setEdit(next?.kind === 'edit' ? asItIs(next.item) : null);
    if (next === null) return;
    onAimed();
    const { author, id, at } = next.item;
    const userId = parseUserId(author);
    if (next.kind === 'reply' && userId !== null) changeBeside({ ...beside(), replyTo: { author: userId, id, at } });
  };
  const turnTo = (next: Aim | null) => {
    const change = edit();
    const isSame = next?.kind === 'edit' && next.item.key === change?.item.key;
    if (isSame) onAimed();
    else if (change === null || isSameEdit(change, change.from)) begin(next);
    else setDoubt({ next });
  };
  createEffect(() => {
    const item = editing();
    if (item !== null) onCleanup(open.hold(item));
  });
  createEffect(() => {
    const item = editing();
    if (item === null || !isGone(item)) return;
    const change = edit();
    begin(null);
    keepAsDraft(change);
  });
  createComputed(
    on(aim, (next) => {
      if (next === null) return;
      turnTo(next);
      onAimTaken();
    }),
  );
  const follow = () => {
    const next = drafts.read(conversationId);
    if (next !== draft()) noteChange();
    setDraft(next);
    setBeside(drafts.besideOf(conversationId));
  };
  onCleanup(drafts.onChangedElsewhere(conversationId, follow));
  onCleanup(() => {
    setEarly(false);
    const change = edit();
    if (change !== null) left.set(conversationId, change);
  });

  function sendNow(): ActionProblem | null {
    const item = editing();
    const { replyTo } = beside();
    if (item !== null) return change(item);
    if (hasFiles()) return files.send(conversationId, { text: text(), mentions: mentions(), replyTo });
    if (replyTo === null) return open.send(text(), mentions());
    return open.reply({ ...replyTo, notice: null }, text(), mentions());
  }

  function change(item: TimelineItem): ActionProblem | null {
    // As it stands now: somebody may have deleted it meanwhile.
    const now = open.items.get().find(({ key }) => key === item.key) ?? item;
    const next: Edit = { text: text(), mentions: standingMentions(text(), mentions()) };
    const before = edit()?.from;
    const isSame = (before !== undefined && isSameEdit(next, before)) || isSameEdit(next, editOf(now));
    return isSame ? null : open.edit(now, next.text, next.mentions);
  }

  function noteSent(): void {
    if (editing() !== null) return begin(null);
    clear();
    onSent();
  }

  function clear(): void {
    drafts.end(conversationId);
    setDraft('');
    setBeside(nothingBeside);
    noteChange();
  }

  function later(): LaterMessage | null {
    if (editing() !== null || chosen().length > 0 || draft().trim() === '' || draft().length > maxTextLength)
      return null;
    const { replyTo, mentions } = beside();
    return { text: draft(), mentions: [...mentions], ...(replyTo !== null && { replyTo }) };
  }

  function send(isLastTry = false): void {
    const found = sendNow();
    if (found === null) return noteSent();
    if (found === 'not-ready' && !isLastTry) void sendWhenReady();
    // That there is nothing to send yet, one sees.
    else if (found !== 'empty' || editing() !== null) setProblem(found);
  }

  /** What was meant to go goes as soon as it can, unless it is changed before: here, or in another tab. */
  async function sendWhenReady(): Promise<void> {
    setEarly(true);
    const isReady = await open.whenReady(editing() ?? undefined);
    const tray = files.chosenIn(conversationId);
    const meant = new Set(tray.get().flatMap(({ id, state }) => (state === 'problem' ? [] : id)));
    if (isReady && editing() === null) await whenKept(tray);
    if (!isEarly()) return;
    setEarly(false);
    // Nothing that was meant to go is left out in silence: the tray says what became of it.
    if (tray.get().some(({ id, state }) => state === 'problem' && meant.has(id))) return;
    if (isReady) send(editing() !== null);
  }

  return {
    ...{ text, mentions, editing, chosen, isEarly, problem, later, clear },
    hasSomething: () => text().trim() !== '' || (editing() === null && hasFiles()),
    replyTo: () => (editing() === null ? beside().replyTo : null),
    write(next) {
      const changed = edit();
      noteChange();
      if (changed !== null) return void setEdit({ ...changed, text: next });
      setDraft(next);
      drafts.write(conversationId, next);
    },
    mention(next) {
      const changed = edit();
      if (changed === null) changeBeside({ ...beside(), mentions: next });
      else setEdit({ ...changed, mentions: next });
    },
    editLast() {
      const isNewest = open.edges.get().newer === 'none'; // else the last may be one that is not on hand
      const mine = open.items.get().findLast((item) => item.author === me && item.text !== null && item.place !== null);
      if (text() !== '' || editing() !== null || !isNewest || mine === undefined) return false;
      begin({ kind: 'edit', item: mine });
      return true;
    },
    endAim() {
      const [item, { replyTo }] = [editing(), beside()];
      if (item !== null) turnTo(null);
      else if (replyTo !== null) changeBeside({ ...beside(), replyTo: null });
      return item !== null || replyTo !== null;
    },
    isInDoubt: () => doubt() !== null,
    settleDoubt(isGivenUp) {
      const asked = doubt();
      setDoubt(null);
      if (asked !== null && isGivenUp) begin(asked.next);
    },
    send: () => send(),
  };
}

function asItIs(item: TimelineItem): Change {
  const from = editOf(item);
  return { ...from, from, item };
}

function editOf({ text, mentions }: TimelineItem): Edit {
  return { text: text ?? '', mentions };
}

function isSameEdit(one: Edit, other: Edit): boolean {
  return one.text === other.text && JSON.stringify(one.mentions) === JSON.stringify(other.mentions);
}
