// Stands where one writes while a voice message is recorded: what is heard, for how long, and how it ends. Escape and a swipe
// discard it; whoever goes elsewhere finds what they said in the conversation's tray.
import './recorder.css';
import SendHorizontal from 'lucide-solid/icons/send-horizontal';
import Square from 'lucide-solid/icons/square';
import Trash from 'lucide-solid/icons/trash';
import { createSignal, onCleanup, onMount, Show } from 'solid-js';
import { pauseAll } from '../files/one-at-a-time.ts';
import { IconButton } from '../parts/button.tsx';
import { lengthText } from '../words/amounts.ts';
import { useSendingWords } from '../words/sending/sending-words.ts';
import { levelStepMs, startRecording, type Recorded, type Recording, type RecordingProblem } from './record-voice.ts';
import { timeInName } from './taken-files.ts';
import { Waveform } from './waveform.tsx';
import { heightOf } from './waveform-of.ts';

export interface RecorderProps {
  /** Of one voice message, in bytes. */
  readonly maxBytes: number;
  /** `goes`: it is to be sent at once. */
  readonly onRecorded: (recorded: Recorded, goes: boolean) => void;
  /** It is over, with words on why where it did not end as wanted; `isHere` unless one has gone elsewhere. */
  onEnd(note: string | null): void;
}

const shownBars = 48;
const swipeToDiscardPixels = 96;

export function Recorder(props: RecorderProps) {
  const sending = useSendingWords();
  const [elapsedMs, setElapsed] = createSignal(0);
  const [bars, setBars] = createSignal<readonly number[]>([]);
  const [recording, setRecording] = createSignal<Recording | null>(null);
  const [shiftPixels, setShift] = createSignal(0);
  let stopButton!: HTMLButtonElement;
  let bar!: HTMLDivElement;
  let isOver = false;
  let isEnding = false;
  const end = (note: string | null) => {
    if (isOver) return;
    isOver = true;
    props.onEnd(note);
  };
  const discard = () => {
    recording()?.discard();
    end(sending.voice.cancelled);
  };
  const finish = async (goes: boolean, note: string | null = null) => {
    if (isEnding || isOver) return; // pressed twice, or full meanwhile
    isEnding = true;
    const { onRecorded } = props;
    const recorded = (await recording()?.stop()) ?? null;
    if (recorded !== null) onRecorded(recorded, goes);
    end(recorded === null ? sending.voice.cancelled : note);
  };
  const begin = async () => {
    const name = sending.voiceName(timeInName(new Date()));
    const onEnd = (why: 'full' | 'cut') => void finish(false, sending.voice[why]);
    const started = await startRecording({ name, maxBytes: props.maxBytes, onEnd });
    if (typeof started === 'string') return end(problemText(started));
    if (isOver) return started.discard();
    setRecording(started);
    stopButton.focus();
  };
  const problemText = (problem: RecordingProblem) => sending.voice.problems[problem];
  const show = () => {
    const now = recording();
    if (now === null) return;
    setElapsed(now.elapsedMs());
    setBars(
      now
        .levels()
        .slice(-shownBars)
        .map((level) => heightOf(level) / 35),
    );
  };
  const pressKey = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || document.querySelector(':popover-open, :modal') !== null) return;
    event.preventDefault();
    discard();
  };
  /** Toward where one began to read. */
  const swipe = (event: PointerEvent) => {
    if (!bar.hasPointerCapture(event.pointerId)) return;
    const sign = getComputedStyle(bar).direction === 'rtl' ? -1 : 1;
    setShift((shift) => Math.min(0, shift + sign * event.movementX));
    if (shiftPixels() < -swipeToDiscardPixels) discard();
  };
  const warn = (event: BeforeUnloadEvent) => event.preventDefault();
  onMount(() => {
    pauseAll();
    void begin();
    const timer = setInterval(show, levelStepMs * 2);
    document.addEventListener('keydown', pressKey, true); // before it would lead back
    window.addEventListener('beforeunload', warn);
    onCleanup(() => {
      clearInterval(timer);
      document.removeEventListener('keydown', pressKey, true);
      window.removeEventListener('beforeunload', warn);
      if (isOver || isEnding) return;
      isOver = true;
      const keep = props.onRecorded;
      void keepSaid(recording(), keep);
    });
  });
  return (
    <div class="recorder" role="group" aria-label={sending.voice.label}>
      <IconButton
        label={sending.voice.cancel}
        data-near={shiftPixels() < -swipeToDiscardPixels / 3 ? '' : undefined}
        onPress={discard}
      >
        <Trash size={20} />
      </IconButton>
      <div
        ref={(element) => (bar = element)}
        class="recorder-bar"
        onPointerDown={(event) => bar.setPointerCapture(event.pointerId)}
        onPointerMove={swipe}
        onPointerUp={() => setShift(0)}
      >
        <div
          class="recorder-heard"
          style={{ translate: shiftPixels() === 0 ? undefined : `calc(${shiftPixels()}px * var(--turn, 1))` }}
        >
          <i class="recorder-sign" classList={{ 'recorder-sign-on': recording() !== null }} />
          <Show when={recording()} fallback={<span role="status">{sending.voice.starting}</span>}>
            <span class="unseen" role="status">
              {sending.voice.recording}
            </span>
            <span class="recorder-time">{lengthText(elapsedMs())}</span>
            <Waveform bars={fill(bars())} played={0} />
          </Show>
        </div>
      </div>
      <IconButton
        ref={(element) => (stopButton = element)}
        label={sending.voice.stop}
        onPress={() => void finish(false)}
      >
        <Square size={20} />
      </IconButton>
      <IconButton label={sending.voice.send} data-ready="" onPress={() => void finish(true)}>
        <SendHorizontal class="turns-with-text" size={20} />
      </IconButton>
    </div>
  );
}

/** One has gone elsewhere: it waits in the tray of its conversation. */
async function keepSaid(recording: Recording | null, keep: RecorderProps['onRecorded']): Promise<void> {
  const recorded = (await recording?.stop()) ?? null;
  if (recorded !== null) keep(recorded, false);
}

/** What is heard comes in from the end. */
function fill(bars: readonly number[]): readonly number[] {
  return [...Array.from({ length: shownBars - bars.length }, () => 0), ...bars];
}
