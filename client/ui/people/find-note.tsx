// What a list of found people cannot say: why it is empty, that it is coming, how many there are.
import './find-note.css';
import { Show } from 'solid-js';
import { Button } from '../parts/button.tsx';
import { createDelayed } from '../parts/delayed.ts';
import { useWords } from '../words/words.tsx';
import type { Found } from './create-search.ts';

interface FindNoteProps {
  readonly found: Found;
  readonly isOffline: boolean;
  readonly onInvite: (() => void) | null;
}

export function FindNote(props: FindNoteProps) {
  const words = useWords();
  const isSlow = createDelayed(() => props.found.status === 'asking', 200);
  const missed = () =>
    props.found.status === 'answered' && props.found.problem === null && props.found.people.length === 0;
  const text = () => {
    const { found } = props;
    if (found.status === 'nothing-asked') return props.isOffline ? words.people.offlineHint : words.people.hint;
    if (found.status === 'asking') return isSlow() ? words.people.searching : '';
    if (found.people.length > 0) return words.people.found(found.people.length);
    if (found.problem === 'offline') return words.people.offline;
    return found.problem === null ? words.people.none(found.query) : words.problem(found.problem);
  };
  return (
    <>
      <p class="find-note" role="status">
        {text()}
      </p>
      <Show when={missed() && props.onInvite}>
        {(invite) => <Button onPress={() => invite()()}>{words.frame.invite}</Button>}
      </Show>
    </>
  );
}
