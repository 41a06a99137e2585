// A file's name in one line: where it is too long its middle goes, so that its beginning and its ending can be read. It
// stands for itself, whatever direction its letters have.
import './file-name.css';
import { partsOfName } from './file-kind.ts';

export function FileName(props: { name: string }) {
  return (
    <bdi class="file-name" dir="auto" title={props.name}>
      <span class="file-name-begin">{partsOfName(props.name)[0]}</span>
      <span class="file-name-end">{partsOfName(props.name)[1]}</span>
    </bdi>
  );
}
