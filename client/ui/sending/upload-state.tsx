// How far the files of a message of one's own are, with what one may do about it. Given what it shows; knows no engine.
import './upload-state.css';
import Pause from 'lucide-solid/icons/pause';
import Play from 'lucide-solid/icons/play';
import RotateCw from 'lucide-solid/icons/rotate-cw';
import X from 'lucide-solid/icons/x';
import { Match, Show, Switch } from 'solid-js';
import type { UploadState } from '../../engine/files/files.ts';
import { IconButton } from '../parts/button.tsx';
import { sizeText } from '../words/amounts.ts';
import { useSendingWords } from '../words/sending/sending-words.ts';
import { useWords } from '../words/words.tsx';

interface UploadStateProps {
  readonly state: UploadState;
  readonly isOnline: boolean;
  onPause(): void;
  /** Also after it has failed. */
  onResume(): void;
  onCancel(): void;
}

export function UploadStateView(props: UploadStateProps) {
  const words = useWords();
  const sending = useSendingWords();
  const size = (bytes: number) => sizeText(bytes, words.language);
  const text = () => {
    const { status, sent, total, problem } = props.state;
    if (status === 'failed') return sending.upload.problem(problem ?? '') ?? words.problem(problem ?? '');
    if (status === 'paused') return sending.upload.paused(size(sent), size(total));
    return status === 'waiting'
      ? sending.upload.waiting(props.isOnline)
      : sending.upload.sending(size(sent), size(total));
  };
  const isUnderWay = () => props.state.status === 'sending' || props.state.status === 'waiting';
  return (
    <div class="upload" classList={{ 'upload-failed': props.state.status === 'failed' }}>
      <div class="upload-words">
        <p class="upload-text" role={props.state.status === 'failed' ? 'alert' : undefined}>
          {text()}
        </p>
        <Show when={props.state.status !== 'failed'}>
          <progress
            class="upload-progress"
            aria-label={sending.upload.label}
            max={props.state.total}
            value={props.state.sent}
          />
        </Show>
      </div>
      <Switch>
        <Match when={isUnderWay()}>
          <IconButton label={sending.upload.pause} onPress={() => props.onPause()}>
            <Pause size={20} />
          </IconButton>
        </Match>
        <Match when={props.state.status === 'paused'}>
          <IconButton label={sending.upload.resume} onPress={() => props.onResume()}>
            <Play class="turns-with-text" size={20} />
          </IconButton>
        </Match>
        <Match when={props.state.status === 'failed'}>
          <IconButton label={sending.upload.retry} onPress={() => props.onResume()}>
            <RotateCw size={20} />
          </IconButton>
        </Match>
      </Switch>
      <IconButton label={sending.upload.cancel} onPress={() => props.onCancel()}>
        <X size={20} />
      </IconButton>
    </div>
  );
}
