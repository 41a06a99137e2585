// What was shared to the app from elsewhere on the device, and where it goes. Nothing of it has left the device yet.
import './share-screen.css';
import ArrowLeft from 'lucide-solid/icons/arrow-left';
import FileText from 'lucide-solid/icons/file-text';
import { createMemo, createSignal, For, onCleanup, onMount, Show, type JSX } from 'solid-js';
import type { SharedThings } from '../../engine/share/shared-things.ts';
import { createShared } from '../../reactive/create-shared.ts';
import { conversationOf, createGoals, GoalPicker, type PickedGoals } from '../conversation/goal-picker.tsx';
import { createTitle } from '../frame/create-title.ts';
import { LinkStatus } from '../frame/link-status.tsx';
import { useSignedIn } from '../frame/signed-in.tsx';
import { createAction } from '../parts/action.ts';
import { Button } from '../parts/button.tsx';
import { RouteLink, useRouter } from '../router.tsx';
import { sizeText } from '../words/amounts.ts';
import { useSendingWords } from '../words/sending/sending-words.ts';
import { useWords } from '../words/words.tsx';
import { putInto, sendTo } from './share-out.ts';

export function ShareScreen() {
  const words = useWords();
  const sending = useSendingWords();
  const router = useRouter();
  const shared = createShared(window, router.secret);
  let title!: HTMLHeadingElement;
  createTitle(() => sending.share.title);
  onMount(() => title.focus());
  const found = createMemo(() => {
    const now = shared.things();
    return now === 'looking' || now === null || (now.text === '' && now.files.length === 0) ? null : now;
  });
  return (
    <section class="pane" aria-label={sending.share.title}>
      <header class="frame-head pane-head">
        <RouteLink to={{ screen: 'home' }} class="icon-button only-phone" aria-label={words.back} title={words.back}>
          <ArrowLeft class="turns-with-text" size={24} />
        </RouteLink>
        <h2 ref={(element) => (title = element)} class="list-title share-title one-line" tabIndex={-1}>
          {sending.share.title}
        </h2>
        <LinkStatus isShort />
      </header>
      <Show
        when={found()}
        keyed
        fallback={
          <Show when={shared.things() !== 'looking'}>
            <div class="pane-notice" role="alert">
              <p class="pane-notice-title">{sending.share.nothing}</p>
            </div>
          </Show>
        }
      >
        {(things) => <Sharing things={things} onForget={() => shared.forget()} />}
      </Show>
    </section>
  );
}

function Sharing(props: { things: SharedThings; onForget(): Promise<void> }) {
  const words = useWords();
  const sending = useSendingWords();
  const router = useRouter();
  const { messenger } = useSignedIn();
  const goals = createGoals();
  // oxlint-disable-next-line solid/reactivity -- the caption begins with it
  const [text, setText] = createSignal(props.things.text);
  const [picked, setPicked] = createSignal<PickedGoals>(new Set());
  const [failed, setFailed] = createSignal<readonly string[]>([]);
  const sharing = createAction(async () => {
    const things = { text: text().trim(), files: props.things.files };
    const [first, ...others] = [...picked()];
    if (first === undefined) return null;
    if (others.length === 0) {
      const conversationId = await conversationOf(first, messenger);
      if (conversationId === null) return 'offline';
      const putting = putInto(messenger, conversationId, things);
      router.go({ screen: 'conversation', conversationId }, 'replace');
      await putting; // it is read from where it was left
      await props.onForget();
      return null;
    }
    const left = new Set<typeof first>();
    for (const id of picked()) {
      const conversationId = await conversationOf(id, messenger);
      if (conversationId === null || !(await sendTo(messenger, conversationId, things))) left.add(id);
    }
    setFailed(goals().flatMap(({ id, name }) => (left.has(id) ? [name] : [])));
    setPicked(left);
    if (left.size > 0) return null;
    await props.onForget();
    router.go({ screen: 'home' }, 'replace');
    return null;
  });
  const submit: JSX.EventHandler<HTMLFormElement, SubmitEvent> = (event) => {
    event.preventDefault();
    if (picked().size > 0) sharing.start();
  };
  const discard = async () => {
    await props.onForget();
    router.go({ screen: 'home' }, 'replace');
  };
  return (
    <form class="share" onSubmit={submit}>
      <ul class="share-files" aria-label={sending.share.what}>
        <For each={props.things.files}>{(file) => <SharedFile file={file} />}</For>
      </ul>
      <textarea
        class="field-input share-text"
        rows={2}
        dir="auto"
        aria-label={sending.share.caption}
        placeholder={sending.share.caption}
        value={text()}
        onInput={(event) => setText(event.currentTarget.value)}
      />
      <p class="share-hint">{sending.share.hint}</p>
      <GoalPicker goals={goals()} picked={picked()} label={sending.share.to} onPick={setPicked} />
      <div role="status">
        <Show when={failed().length > 0}>
          <p class="share-failed">{sending.share.failed(failed())}</p>
        </Show>
      </div>
      <Show when={sharing.problem()}>
        {(code) => (
          <p class="share-failed" role="alert">
            {words.problem(code())}
          </p>
        )}
      </Show>
      <div class="share-acts">
        <Button type="submit" look="accent" isBusy={picked().size === 0 || sharing.isBusy()}>
          {sending.share.now(picked().size)}
        </Button>
        <Button onPress={() => void discard()}>{sending.share.discard}</Button>
      </div>
    </form>
  );
}

function SharedFile(props: { file: File }) {
  const words = useWords();
  const isPicture = () => /^image\/(?:png|jpeg|webp|gif|avif)$/.test(props.file.type);
  const url = createMemo(() => {
    if (!isPicture()) return null;
    const made = URL.createObjectURL(props.file);
    onCleanup(() => URL.revokeObjectURL(made));
    return made;
  });
  return (
    <li class="share-file">
      <Show when={url()} fallback={<FileText size={24} />}>
        {(url) => <img class="share-picture" src={url()} alt="" />}
      </Show>
      <span class="one-line" dir="auto">
        {props.file.name}
      </span>
      <span class="share-size">{sizeText(props.file.size, words.language)}</span>
    </li>
  );
}
