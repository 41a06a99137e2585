// Where one writes. What stands here unsent stays with its conversation while one looks at others.
// Enter sends, unless the keyboard is still composing a character. Step 1 of a message's path.
import './composer.css';
import Smile from 'lucide-solid/icons/face-slightly-smiling';
import SendHorizontal from 'lucide-solid/icons/send-horizontal';
import { createMemo, createSignal, createUniqueId, onCleanup, onMount, Show, type JSX } from 'solid-js';
import { maxTextLength } from '../../../shared/conversation/events.ts';
import { placeAfter, spliceBetween } from '../../../shared/personal/merge-texts.ts';
import type { OpenConversation } from '../../engine/messenger.ts';
import { createReadable } from '../../reactive/create-readable.ts';
import { useSignedIn } from '../frame/signed-in.tsx';
import { IconButton } from '../parts/button.tsx';
import { lazyScreen } from '../parts/lazy-screen.tsx';
import { useWords } from '../words/words.tsx';
import type { Aim } from './aim.ts';
import { DiskNotice } from './disk-notice.tsx';
import { replaceIn } from './replace-in.ts';

const EmojiPicker = lazyScreen(async () => (await import('../emoji/emoji-picker.tsx')).EmojiPicker);

interface ComposerProps {
  readonly open: OpenConversation;
  readonly partnerName: string;
  /** Null while one writes the next message. */
  readonly aim: Aim | null;
  onAim(aim: Aim | null): void;
  onSent(): void;
}

/** From here on the composer says how much room is left. */
const nearlyFullCharacters = 500;

export function Composer(props: ComposerProps) {
  const words = useWords();
  const { drafts, presence } = useSignedIn().messenger;
  const noteId = createUniqueId();
  // oxlint-disable-next-line solid/reactivity -- the conversation is one for the whole life of this composer
  const { open } = props;
  const [text, setText] = createSignal(drafts.read(open.conversationId));
  const [isEarly, setEarly] = createSignal(false);
  const [isPicking, setPicking] = createSignal(false);
  let emojiButton!: HTMLButtonElement;
  const room = () => maxTextLength - text().length;
  const note = createMemo(() => {
    if (room() < 0) return words.composer.tooLong(-room());
    if (isEarly()) return words.composer.notReady;
    return room() <= nearlyFullCharacters ? words.composer.charactersLeft(room()) : null;
  });
  const disk = createReadable(open.disk);
  let field!: HTMLTextAreaElement;
  const write = (next: string) => {
    setText(next);
    setEarly(false);
    drafts.write(open.conversationId, next);
    fitHeight(field);
  };
  const follow = () => {
    const next = drafts.read(open.conversationId);
    const { value, selectionStart, selectionEnd } = field;
    const moved = spliceBetween(value, next);
    const follows = (place: number) => (place === value.length ? next.length : placeAfter(moved, place));
    const [start, end] = [follows(selectionStart), follows(selectionEnd)];
    setText(next);
    if (next !== value) setEarly(false);
    fitHeight(field);
    // Whoever is typing goes on where they were.
    if (document.activeElement === field) field.setSelectionRange(start, end);
  };
  onCleanup(drafts.onChangedElsewhere(open.conversationId, follow));
  const addEmoji = (emoji: string) => {
    field.focus();
    replaceIn(field, { from: field.selectionStart, to: field.selectionEnd, text: emoji });
  };
  const send = () => {
    const problem = open.send(text());
    if (problem === 'not-ready') void sendWhenReady();
    if (problem !== null) return;
    write('');
    props.onSent();
  };
  /** What was meant to go goes as soon as it can, unless it is changed before: here, or in another tab. */
  const sendWhenReady = async () => {
    setEarly(true);
    const isReady = await open.whenReady();
    if (!isEarly()) return;
    setEarly(false);
    if (isReady) send();
  };
  onCleanup(() => setEarly(false));
  const submit: JSX.EventHandler<HTMLFormElement, SubmitEvent> = (event) => {
    event.preventDefault();
    send();
    field.focus();
  };
  const pressKey = (event: KeyboardEvent) => {
    // Safari ends a composition before its Enter; 229 is the one trace it leaves.
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    send();
  };
  onMount(() => {
    fitHeight(field);
    // On a phone the keyboard would cover what one came to read.
    if (!matchMedia('(width >= 720px) and (pointer: fine)').matches) return;
    queueMicrotask(() => field.focus()); // the rows have been laid out then: giving the focus asks for that too
  });
  return (
    <form class="composer" onSubmit={submit}>
      <DiskNotice disk={disk()} />
      <div class="composer-box">
        <textarea
          ref={(element) => (field = element)}
          class="composer-text"
          rows={1}
          dir="auto"
          enterkeyhint="send"
          aria-label={words.composer.label(props.partnerName)}
          placeholder={words.composer.placeholder}
          aria-invalid={room() < 0 ? 'true' : undefined}
          aria-describedby={note() === null ? undefined : noteId}
          value={text()}
          onInput={(event) => {
            write(event.currentTarget.value);
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
        <IconButton
          type="submit"
          label={words.composer.send}
          data-ready={text().trim() !== '' && room() >= 0 ? '' : undefined}
        >
          <SendHorizontal class="turns-with-text" size={20} />
        </IconButton>
      </div>
      <Show when={isPicking()}>
        <EmojiPicker opener={emojiButton} onPick={addEmoji} onClose={() => setPicking(false)} />
      </Show>
      <Show when={note()}>
        {(note) => (
          <p id={noteId} class="composer-note" classList={{ 'composer-note-wrong': room() < 0 }} role="status">
            {note()}
          </p>
        )}
      </Show>
    </form>
  );
}

/** Browsers that know `field-sizing` need no help. */
function fitHeight(field: HTMLTextAreaElement): void {
  if (CSS.supports('field-sizing', 'content')) return;
  field.style.blockSize = 'auto';
  field.style.blockSize = `${field.scrollHeight}px`;
}
