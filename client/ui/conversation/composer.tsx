// Where one writes: the next message, an answer, or another text for one's own. What stands here unsent stays with its
// conversation while one looks at others. Enter sends, unless the keyboard is still composing a character, or one has
// chosen that it begins a new line. Step 1 of a message's path.
import './composer.css';
import Check from 'lucide-solid/icons/check';
import Mic from 'lucide-solid/icons/mic';
import Smile from 'lucide-solid/icons/face-slightly-smiling';
import SendHorizontal from 'lucide-solid/icons/send-horizontal';
import {
  createEffect,
  createMemo,
  createSignal,
  createUniqueId,
  on,
  onCleanup,
  onMount,
  Show,
  type JSX,
} from 'solid-js';
import { maxTextLength } from '../../../shared/conversation/events.ts';
import { placeAfter, spliceBetween } from '../../../shared/personal/merge-texts.ts';
import type { ConversationSummary, OpenConversation } from '../../engine/messenger.ts';
import { createReadable } from '../../reactive/create-readable.ts';
import { lineOf } from '../conversations/line-of.ts';
import type { Names } from '../conversations/shown-conversation.ts';
import { isPressedFor } from '../frame/shortcuts.ts';
import { useSignedIn } from '../frame/signed-in.tsx';
import { IconButton } from '../parts/button.tsx';
import { isForInputMethod } from '../parts/input-method.ts';
import { lazyPart } from '../parts/lazy-screen.tsx';
import { usePreferences } from '../preferences/preferences.tsx';
import { AttachButton } from '../sending/attach-button.tsx';
import { canRecord } from '../sending/can-record.ts';
import type { Recorded } from '../sending/record-voice.ts';
import { withName } from '../sending/taken-files.ts';
import { createWaysIn } from '../sending/ways-in.ts';
import { useWords } from '../words/words.tsx';
import type { Aim } from './aim.ts';
import type { Typed } from './complete-mention.ts';
import { ComposerAim } from './composer-aim.tsx';
import { createComposing } from './create-composing.ts';
import { DiskNotice } from './disk-notice.tsx';
import { formatText, type Format } from './format-text.ts';
import { replaceIn } from './replace-in.ts';
import { SendLater } from './send-later.tsx';

const EmojiPicker = lazyPart(async () => (await import('../emoji/emoji-picker.tsx')).EmojiPicker);
const ConfirmDialog = lazyPart(async () => (await import('../parts/confirm-dialog.tsx')).ConfirmDialog);
const Completion = lazyPart(async () => (await import('./completion.tsx')).Completion);
const Recorder = lazyPart(async () => (await import('../sending/recorder.tsx')).Recorder);
const Tray = lazyPart(async () => (await import('../sending/tray.tsx')).Tray);

interface ComposerProps {
  readonly open: OpenConversation;
  readonly partnerName: string;
  readonly conversation: ConversationSummary | undefined;
  readonly names: Names;
  /** Null while one writes the next message. */
  readonly aim: Aim | null;
  onAimTaken(): void;
  onSent(): void;
}

/** From here on the composer says how much room is left. */
const nearlyFullCharacters = 500;
const formats = ['bold', 'italic', 'strike', 'code'] as const satisfies readonly Format[];
/** Something that may be completed is being typed. */
const unfinished = /[@:][^\n]{0,40}$/;

export function Composer(props: ComposerProps) {
  const words = useWords();
  const preferences = usePreferences();
  const { messenger, me } = useSignedIn();
  const { drafts, files, presence } = messenger;
  const [noteId, aimId] = [createUniqueId(), createUniqueId()];
  // oxlint-disable-next-line solid/reactivity -- the conversation is one for the whole life of this composer
  const { open } = props;
  let field!: HTMLTextAreaElement;
  let emojiButton!: HTMLButtonElement;
  let form!: HTMLFormElement;
  // Before whoever writes into the field: it must be seen where the caret stood.
  onCleanup(drafts.onChangedElsewhere(open.conversationId, () => follow()));
  const composing = createComposing({
    ...{ open, drafts, files, aim: () => props.aim, me: me().userId },
    onAimTaken: () => props.onAimTaken(),
    onAimed: () => queueMicrotask(() => field.focus()),
    onSent: () => props.onSent(),
  });
  const { text, editing, replyTo, chosen } = composing;
  const [caret, setCaret] = createSignal(drafts.caretOf(open.conversationId) ?? text().length);
  const [isPicking, setPicking] = createSignal(false);
  const [isRecording, record] = createSignal(false);
  /** About what was chosen or recorded; until something is done about it. */
  const [said, say] = createSignal<string | null>(null);
  const isAsking = createMemo(() => unfinished.test(text().slice(0, caret())));
  const limits = createReadable(files.limits);
  const mostVoiceBytes = () => limits()?.maxBytes.voice ?? Infinity;
  const isKeeping = () => chosen().some(({ state }) => state === 'keeping');
  const room = () => maxTextLength - text().length;
  const note = createMemo(() => {
    const code = composing.problem();
    if (room() < 0) return words.composer.tooLong(-room());
    if (composing.isEarly()) return isKeeping() ? words.composer.filesNotReady : words.composer.notReady;
    if (code !== null) return words.composer.problem(code);
    if (said() !== null) return said();
    return room() <= nearlyFullCharacters ? words.composer.charactersLeft(room()) : null;
  });
  const disk = createReadable(open.disk);
  const items = createReadable(open.items);
  const aim = createMemo(() => {
    const [item, target] = [editing(), replyTo()];
    if (item !== null)
      return { kind: 'edit', title: words.composer.editing, quote: lineOf(item, props.names.calledOf, words) } as const;
    if (target === null) return null;
    const name = props.names.nameOf(target.author);
    const title = name === null ? words.composer.replyToSelf : words.composer.replyTo(name);
    items(); // what is quoted may come, change or go
    const quote = open.quoteOf({ replyTo: target });
    if (quote?.status === 'here')
      return { kind: 'reply', title, quote: lineOf(quote.item, props.names.calledOf, words) } as const;
    const isDeleted = quote?.status === 'deleted';
    return { kind: 'reply', title, quote: isDeleted ? words.conversation.deleted : words.composer.quoteAway } as const;
  });
  const noteCaret = () => {
    setCaret(field.selectionEnd);
    if (editing() === null) drafts.noteCaret(open.conversationId, field.selectionEnd);
  };
  const placeCaret = (from: number, to = from) => {
    field.setSelectionRange(from, to);
    noteCaret();
  };
  const follow = () => {
    if (editing() !== null) return;
    const { value, selectionStart, selectionEnd } = field;
    const next = drafts.read(open.conversationId);
    const moved = spliceBetween(value, next);
    const follows = (place: number) => (place === value.length ? next.length : placeAfter(moved, place));
    const [start, end] = [follows(selectionStart), follows(selectionEnd)];
    field.value = next;
    // Whoever is typing goes on where they were; else it goes on where it was typed elsewhere.
    if (document.activeElement === field) placeCaret(start, end);
    else placeCaret(drafts.caretOf(open.conversationId) ?? next.length);
  };
  createEffect(on(text, () => fitHeight(field)));
  createEffect(
    on(editing, (item, before) => {
      if (item !== null) placeCaret(text().length);
      else if (before !== undefined) placeCaret(drafts.caretOf(open.conversationId) ?? text().length);
    }),
  );
  const take = (typed: Typed) => {
    const { at, removed, text: added } = spliceBetween(field.value, typed.text);
    composing.mention(typed.mentions);
    replaceIn(field, { from: at, to: at + removed, text: added });
    placeCaret(typed.caret);
  };
  const addEmoji = (emoji: string) => {
    field.focus();
    replaceIn(field, { from: field.selectionStart, to: field.selectionEnd, text: emoji });
  };
  const format = (how: Format) => {
    const { value, selectionStart, selectionEnd } = field;
    const { selection, ...replaced } = formatText({ text: value, from: selectionStart, to: selectionEnd }, how);
    replaceIn(field, replaced);
    placeCaret(...selection);
  };
  const choose = (brought: readonly File[]) => {
    say(null);
    files.choose(open.conversationId, brought);
    if (hasKeyboard()) field.focus();
  };
  const isHeld = createWaysIn({
    pane: () => form.closest<HTMLElement>('.pane') ?? form,
    field: () => field,
    isOffered: () => editing() === null && !isRecording(),
    onFiles: (brought) => choose(brought.map((file) => withName(file, words.composer.pastedPicture))),
    onRefused: (why) => say(words.composer.refusedFiles[why]),
  });
  const takeVoice = ({ file, ...voice }: Recorded, goes: boolean) => {
    files.choose(open.conversationId, [file], { voice });
    if (goes && editing() === null) composing.send();
  };
  const endRecording = (note: string | null) => {
    record(false);
    say(note);
    field.focus();
  };
  /** A microphone where there is nothing to send yet. */
  const offersVoice = () => canRecord() && mostVoiceBytes() > 0 && editing() === null && !composing.hasSomething();
  const leaveAim = () => {
    composing.endAim();
    field.focus();
  };
  const settleDoubt = (isGivenUp: boolean) => {
    composing.settleDoubt(isGivenUp);
    field.focus();
  };
  const clear = () => {
    composing.clear();
    field.focus();
  };
  const submit: JSX.EventHandler<HTMLFormElement, SubmitEvent> = (event) => {
    event.preventDefault();
    composing.send();
    field.focus();
  };
  const sends = (event: KeyboardEvent) =>
    event.ctrlKey || event.metaKey || event.shiftKey === (preferences.choices().enter === 'breaks');
  const act = (event: KeyboardEvent): boolean => {
    if (event.key === 'Enter' && sends(event)) {
      composing.send();
      return true;
    }
    if (isPressedFor('editLast', event)) return composing.editLast();
    if (isPressedFor('close', event)) return composing.endAim();
    const how = formats.find((one) => isPressedFor(one, event));
    if (how !== undefined) format(how);
    return how !== undefined;
  };
  const pressKey = (event: KeyboardEvent) => {
    if (event.defaultPrevented || isForInputMethod(event)) return;
    if (act(event)) event.preventDefault();
  };
  onMount(() => {
    fitHeight(field);
    placeCaret(Math.min(caret(), text().length));
    const noteMoved = () => {
      if (document.activeElement === field) noteCaret();
    };
    document.addEventListener('selectionchange', noteMoved);
    onCleanup(() => document.removeEventListener('selectionchange', noteMoved));
    if (!hasKeyboard()) return;
    queueMicrotask(() => field.focus()); // the rows have been laid out then: giving the focus asks for that too
  });
  const describedBy = () => [note() === null ? [] : noteId, aim() === null ? [] : aimId].flat().join(' ');
  return (
    <>
      <form ref={(element) => (form = element)} class="composer" onSubmit={submit}>
        <DiskNotice disk={disk()} />
        <div class="composer-box">
          <Show when={chosen().length > 0 && editing() === null}>
            <Tray conversationId={open.conversationId} chosen={chosen()} onLeave={() => field.focus()} />
          </Show>
          <Show when={aim()}>{(aim) => <ComposerAim id={aimId} {...aim()} onEnd={leaveAim} />}</Show>
          <Show when={isRecording()}>
            <Recorder maxBytes={mostVoiceBytes()} onRecorded={takeVoice} onEnd={endRecording} />
          </Show>
          <div class="composer-line" hidden={isRecording()}>
            <Show when={editing() === null}>
              <AttachButton onFiles={choose} />
            </Show>
            <textarea
              ref={(element) => (field = element)}
              class="composer-text"
              rows={1}
              dir="auto"
              enterkeyhint={preferences.choices().enter === 'sends' ? 'send' : 'enter'}
              aria-label={words.composer.label(props.partnerName)}
              placeholder={words.composer.placeholder}
              aria-invalid={room() < 0 ? 'true' : undefined}
              aria-describedby={describedBy() === '' ? undefined : describedBy()}
              aria-autocomplete="list"
              value={text()}
              onInput={(event) => {
                composing.write(event.currentTarget.value);
                noteCaret();
                say(null);
                if (text() !== '') presence.noteTyping(open.conversationId);
              }}
              onKeyDown={pressKey}
            />
            <IconButton
              ref={(element) => (emojiButton = element)}
              label={words.emoji.title}
              aria-haspopup="dialog"
              aria-expanded={isPicking()}
              onPress={() => setPicking(true)}
            >
              <Smile size={20} />
            </IconButton>
            <SendLater conversationId={open.conversationId} message={composing.later} onScheduled={clear} />
            <Show when={offersVoice()}>
              <IconButton
                label={words.composer.record}
                onPress={() => {
                  say(null);
                  record(true);
                }}
              >
                <Mic size={20} />
              </IconButton>
            </Show>
            <IconButton
              type="submit"
              label={editing() === null ? words.composer.send : words.composer.saveEdit}
              hidden={offersVoice()}
              data-ready={composing.hasSomething() && room() >= 0 ? '' : undefined}
            >
              <Show when={editing() === null} fallback={<Check size={20} />}>
                <SendHorizontal class="turns-with-text" size={20} />
              </Show>
            </IconButton>
          </div>
        </div>
        <Show when={isAsking()}>
          <Completion
            field={field}
            typed={{ text: text(), caret: caret(), mentions: composing.mentions() }}
            conversation={props.conversation}
            onTake={take}
          />
        </Show>
        <Show when={note()}>
          {(note) => (
            <p
              id={noteId}
              class="composer-note"
              classList={{ 'composer-note-wrong': room() < 0 || composing.problem() !== null }}
              role="status"
            >
              {note()}
            </p>
          )}
        </Show>
      </form>
      <Show when={isHeld()}>
        <div class="drop-zone">
          <p class="drop-zone-words">{words.composer.dropHere}</p>
          <p>{words.composer.dropHint(props.partnerName)}</p>
        </div>
      </Show>
      {/* Outside the form: a key that is meant for it must send nothing. */}
      <Show when={isPicking()}>
        <EmojiPicker opener={emojiButton} onPick={addEmoji} onClose={() => setPicking(false)} />
      </Show>
      <Show when={composing.isInDoubt()}>
        <ConfirmDialog
          title={words.composer.discardTitle}
          hint={words.composer.discardHint}
          act={words.composer.discard}
          onAct={() => settleDoubt(true)}
          onClose={() => settleDoubt(false)}
        />
      </Show>
    </>
  );
}

/** Else one that comes on the screen would cover what one came to see. */
function hasKeyboard(): boolean {
  return matchMedia('(width >= 720px) and (pointer: fine)').matches;
}

/** Browsers that know `field-sizing` need no help. */
function fitHeight(field: HTMLTextAreaElement): void {
  if (CSS.supports('field-sizing', 'content')) return;
  field.style.blockSize = 'auto';
  field.style.blockSize = `${field.scrollHeight}px`;
}
