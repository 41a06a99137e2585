// Says when what one writes here is not on this device's disk, and what one can do about it. Silent while all is well.
import './disk-notice.css';
import TriangleAlert from 'lucide-solid/icons/triangle-alert';
import { Show } from 'solid-js';
import { unreachable } from '../../../shared/base/assert.ts';
import type { DiskState } from '../../engine/messenger.ts';
import type { Words } from '../words/en.ts';
import { useWords } from '../words/words.tsx';

export function DiskNotice(props: { disk: DiskState }) {
  const words = useWords();
  return (
    <div role="status">
      <Show when={sayDisk(props.disk, words)}>
        {(text) => (
          <p class="disk-notice">
            <TriangleAlert size={16} />
            {text()}
          </p>
        )}
      </Show>
    </div>
  );
}

function sayDisk(disk: DiskState, words: Words): string | null {
  switch (disk) {
    case 'opening':
    case 'ok':
      return null;
    case 'failing':
    case 'full':
    case 'denied':
    case 'gone':
    case 'none':
      return words.disk[disk];
    default:
      return unreachable(disk);
  }
}
