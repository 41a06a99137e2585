// How far one's own message is, over its files: nothing below it moves when it has gone.
import './upload-line.css';
import { Show } from 'solid-js';
import type { TimelineItem } from '../../../shared/conversation/timeline.ts';
import { createReadable } from '../../reactive/create-readable.ts';
import { useSignedIn } from '../frame/signed-in.tsx';
import { UploadStateView } from '../sending/upload-state.tsx';

export function UploadLine(props: { item: TimelineItem }) {
  const { link, messenger } = useSignedIn();
  const { files } = messenger;
  // oxlint-disable-next-line solid/reactivity -- a row is of one message for its whole life
  const { key } = props.item;
  const state = createReadable(files.uploadOf(key));
  return (
    <Show when={state()}>
      {(found) => (
        <div class="upload-line" aria-live="off">
          <UploadStateView
            state={found()}
            isOnline={link().status === 'online'}
            onPause={() => files.pause(key)}
            onResume={() => files.resume(key)}
            onCancel={() => files.cancel(key)}
          />
        </div>
      )}
    </Show>
  );
}
