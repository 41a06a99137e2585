// A picture or a video of a conversation as large as the screen, and from there the ones before and after it. The browser's
// own dialog keeps the focus in it and gives it back.
import './lightbox.css';
import ChevronLeft from 'lucide-solid/icons/chevron-left';
import ChevronRight from 'lucide-solid/icons/chevron-right';
import Download from 'lucide-solid/icons/download';
import MessageSquare from 'lucide-solid/icons/message-square';
import X from 'lucide-solid/icons/x';
import ZoomIn from 'lucide-solid/icons/zoom-in';
import ZoomOut from 'lucide-solid/icons/zoom-out';
import { createEffect, createMemo, createSignal, createUniqueId, on, onCleanup, onMount, Show } from 'solid-js';
import type { Edges } from '../../engine/messenger.ts';
import { useSignedIn } from '../frame/signed-in.tsx';
import { IconButton } from '../parts/button.tsx';
import { sizeText } from '../words/amounts.ts';
import { useSeeingWords } from '../words/seeing/seeing-words.ts';
import { useTimes, useWords } from '../words/words.tsx';
import { createGestures } from './gestures.ts';
import { LightboxPicture } from './lightbox-picture.tsx';
import { PlayingVideo } from './playing-video.tsx';
import type { ShownPicture } from './pictures-of.ts';
import { createSaving } from './save-file.ts';

interface LightboxProps {
  /** All on hand, the oldest first. */
  readonly pictures: readonly ShownPicture[];
  /** The one that is shown first. */
  readonly first: string;
  /** Whether there may be more before and after them. */
  readonly edges: Edges;
  nameOf(author: string): string;
  showOlder(): void;
  showNewer(): void;
  onLead(picture: ShownPicture): void;
  onClose(): void;
}

/** So many are on hand ahead of where one is. */
const ahead = 3;
/** Stretches of the history without any picture that one press goes through. */
const maxAsked = 8;

export function Lightbox(props: LightboxProps) {
  const words = useWords();
  const seeing = useSeeingWords();
  const times = useTimes();
  const saving = createSaving(useSignedIn().messenger.files);
  const keysId = createUniqueId();
  let dialog!: HTMLDialogElement;
  // oxlint-disable-next-line solid/reactivity -- from there on one goes by oneself
  const [shownId, setShownId] = createSignal(props.first);
  const index = createMemo(() => props.pictures.findIndex(({ id }) => id === shownId()));
  /** What one looks at stays, also where its rows leave the stretch on hand. */
  const shown = createMemo<ShownPicture | undefined>((last) => props.pictures[index()] ?? last);
  let asked = 0;
  const askForMore = () => {
    const at = index();
    if (at === -1 || asked >= maxAsked) return;
    asked += 1;
    if (at < ahead && props.edges.older === 'more') props.showOlder();
    if (props.pictures.length - at <= ahead && props.edges.newer === 'more') props.showNewer();
  };
  createEffect(on([() => props.pictures, () => props.edges], askForMore));
  const before = () => (index() === -1 ? undefined : props.pictures[index() - 1]);
  const after = () => (index() === -1 ? undefined : props.pictures[index() + 1]);
  const go = (to: ShownPicture | undefined) => {
    if (to === undefined) return;
    saving.cancel();
    setShownId(to.id);
    asked = 0;
    askForMore();
  };
  const stage = createGestures({
    picture: () => shown()?.picture ?? { width: 1, height: 1 },
    onSwipe: (direction) => go(direction === 'next' ? after() : before()),
    onClose: () => dialog.close(),
    isRtl: () => words.direction === 'rtl',
  });
  createEffect(on(shownId, () => stage.reset(), { defer: true }));
  const isVideo = () => shown()?.picture.form === 'video';
  /** What is next stands where lines end. */
  const pressKey = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.target instanceof HTMLVideoElement) return;
    const isRtl = words.direction === 'rtl';
    const acts: Readonly<Record<string, () => void>> = {
      ArrowRight: () => (event.shiftKey ? stage.pan(-1, 0) : go(isRtl ? before() : after())),
      ArrowLeft: () => (event.shiftKey ? stage.pan(1, 0) : go(isRtl ? after() : before())),
      ArrowUp: () => stage.pan(0, 1),
      ArrowDown: () => stage.pan(0, -1),
      '+': () => stage.step(1),
      '=': () => stage.step(1),
      '-': () => stage.step(-1),
      '0': () => stage.reset(),
    };
    const act = Object.hasOwn(acts, event.key) ? acts[event.key] : undefined;
    if (act === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  };
  const save = async () => {
    const current = shown();
    if (current === undefined) return;
    const { conversationId, picture } = current;
    const isDone = await saving.start(conversationId, picture);
    if (!isDone) setProblem(seeing.notHad(picture.name));
  };
  const [problem, setProblem] = createSignal<string | null>(null);
  createEffect(on(shownId, () => setProblem(null), { defer: true }));
  let isGone = false;
  onMount(() => dialog.showModal());
  onCleanup(() => {
    isGone = true;
    dialog.close();
  });
  return (
    <dialog
      ref={(element) => (dialog = element)}
      class="lightbox"
      aria-label={seeing.lightbox}
      aria-describedby={keysId}
      onClose={() => isGone || props.onClose()}
      onKeyDown={pressKey}
    >
      <p id={keysId} class="unseen">
        {seeing.lightboxKeys}
      </p>
      <Show when={shown()}>
        {(current) => (
          <>
            <header class="lightbox-head">
              <div class="lightbox-who" role="status">
                <bdi class="lightbox-author one-line">{props.nameOf(current().author)}</bdi>
                <span class="lightbox-note one-line" title={times.full(current().message.at)}>
                  {times.clockBeside(current().message.at, 0)}
                  <bdi class="lightbox-name">{` · ${current().picture.name}`}</bdi>
                </span>
              </div>
              <Show when={!isVideo()}>
                <div class="lightbox-zoom">
                  <IconButton label={seeing.smaller} onPress={() => stage.step(-1)}>
                    <ZoomOut size={20} />
                  </IconButton>
                  <IconButton label={seeing.larger} onPress={() => stage.step(1)}>
                    <ZoomIn size={20} />
                  </IconButton>
                </div>
              </Show>
              <IconButton label={seeing.toMessage} onPress={() => props.onLead(current())}>
                <MessageSquare size={20} />
              </IconButton>
              <IconButton label={seeing.downloadOf(current().picture.name)} onPress={() => void save()}>
                <Download size={20} />
              </IconButton>
              <IconButton label={words.close} autofocus onPress={() => dialog.close()}>
                <X size={20} />
              </IconButton>
            </header>
            <div
              ref={(element) => stage.watch(element)}
              class="lightbox-stage"
              classList={{ 'lightbox-moving': stage.zoom().scale > 1 }}
              {...(isVideo() ? {} : stage.handlers)}
            >
              <Show when={current().id} keyed>
                {(id) => (
                  <Show
                    when={isVideo()}
                    fallback={<LightboxPicture shown={current()} size={stage.size()} zoom={stage.zoom()} />}
                  >
                    <LightboxVideo picture={current()} isFirst={id === props.first} onProblem={setProblem} />
                  </Show>
                )}
              </Show>
            </div>
            <Show when={before()}>
              <button
                type="button"
                class="lightbox-way lightbox-previous"
                aria-label={seeing.previous}
                title={seeing.previous}
                onClick={() => go(before())}
              >
                <ChevronLeft class="turns-with-text" size={28} />
              </button>
            </Show>
            <Show when={after()}>
              <button
                type="button"
                class="lightbox-way lightbox-next"
                aria-label={seeing.next}
                title={seeing.next}
                onClick={() => go(after())}
              >
                <ChevronRight class="turns-with-text" size={28} />
              </button>
            </Show>
            <div class="lightbox-foot" role="status">
              <Show when={problem()} fallback={<Received saving={saving.received()} size={current().picture.size} />}>
                {(said) => <p>{said()}</p>}
              </Show>
            </div>
          </>
        )}
      </Show>
    </dialog>
  );
}

function LightboxVideo(props: { picture: ShownPicture; isFirst: boolean; onProblem: (problem: string) => void }) {
  const video = () => (props.picture.picture.form === 'video' ? props.picture.picture : null);
  return (
    <Show when={video()}>
      {(file) => (
        <PlayingVideo
          conversationId={props.picture.conversationId}
          file={file()}
          isLarge
          begins={props.isFirst}
          onEnd={(problem) => props.onProblem(problem)}
        />
      )}
    </Show>
  );
}

function Received(props: { saving: number | null; size: number }) {
  const words = useWords();
  const seeing = useSeeingWords();
  const received = () => (props.saving !== null && props.saving > 0 ? props.saving : null);
  return (
    <Show when={received()}>
      {(bytes) => <p>{seeing.coming(sizeText(bytes(), words.language), sizeText(props.size, words.language))}</p>}
    </Show>
  );
}
