// A recorded voice message in the tray: one listens to it, and to any place of it, before it goes.
import Mic from 'lucide-solid/icons/mic';
import Pause from 'lucide-solid/icons/pause';
import Play from 'lucide-solid/icons/play';
import { createMemo, createSignal, onCleanup, Show } from 'solid-js';
import { playAlone } from '../files/one-at-a-time.ts';
import { useSignedIn } from '../frame/signed-in.tsx';
import { IconButton } from '../parts/button.tsx';
import { lengthText } from '../words/amounts.ts';
import { useSendingWords } from '../words/sending/sending-words.ts';
import { createFileUrl } from './create-file-url.ts';
import { TileFace, TileRemove, type TileProps } from './tile.tsx';
import { Waveform } from './waveform.tsx';
import { barsOf } from './waveform-of.ts';

export function VoiceTile(props: TileProps) {
  const sending = useSendingWords();
  const { files } = useSignedIn().messenger;
  // oxlint-disable-next-line solid/reactivity -- one conversation for the whole life of a tray
  const { conversationId } = props;
  const voice = createMemo(() => (props.file.attachment?.form === 'voice' ? props.file.attachment : null));
  const url = createFileUrl({ files, conversationId, file: voice });
  const [isPlaying, setPlaying] = createSignal(false);
  const [atMs, setAt] = createSignal(0);
  const audio = new Audio();
  playAlone(audio);
  const wholeMs = () => Math.max(1, voice()?.durationMs ?? 1);
  const follow = () => {
    // A source that has not begun yet stands at 0, wherever it is to begin.
    if (audio.readyState < HTMLMediaElement.HAVE_CURRENT_DATA || audio.seeking) return;
    setAt(Math.min(wholeMs(), audio.currentTime * 1000));
  };
  const rest = () => setPlaying(false);
  audio.addEventListener('timeupdate', follow);
  audio.addEventListener('pause', rest);
  audio.addEventListener('ended', () => setAt(0));
  onCleanup(() => {
    audio.pause();
    audio.removeAttribute('src');
  });
  const load = () => {
    const now = url();
    if (now !== null && audio.getAttribute('src') !== now) audio.src = now;
    return now !== null;
  };
  const toggle = async () => {
    if (isPlaying()) return audio.pause();
    if (!load()) return;
    setPlaying(true);
    await audio.play().catch(rest); // of a kind that this browser records and does not play
  };
  const seek = (ms: number) => {
    if (!load()) return;
    setAt(ms);
    audio.currentTime = ms / 1000;
  };
  return (
    <>
      <TileFace {...props}>
        <Mic size={20} />
      </TileFace>
      <IconButton
        disabled={url() === null}
        label={isPlaying() ? sending.voice.pause : sending.voice.play}
        onPress={() => void toggle()}
      >
        <Show when={isPlaying()} fallback={<Play size={20} />}>
          <Pause size={20} />
        </Show>
      </IconButton>
      <span class="voice-line" dir="ltr">
        <Waveform bars={barsOf(voice()?.waveform ?? '0')} played={atMs() / wholeMs()} />
        <input
          class="voice-seek"
          disabled={url() === null}
          type="range"
          min={0}
          max={wholeMs()}
          step={100}
          aria-label={sending.voice.seek}
          aria-valuetext={sending.voice.place(lengthText(atMs()), lengthText(wholeMs()))}
          value={atMs()}
          onInput={(event) => seek(event.currentTarget.valueAsNumber)}
        />
      </span>
      <span class="voice-time">{lengthText(isPlaying() || atMs() > 0 ? atMs() : wholeMs())}</span>
      <TileRemove {...props} />
    </>
  );
}
