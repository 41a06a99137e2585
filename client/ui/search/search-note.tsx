// How far was looked, in words: told to whoever listens as well, once for each change.
import './search-note.css';
import { Show } from 'solid-js';
import { isEmptyQuery, type Query } from '../../../shared/search/query.ts';
import type { IndexState } from '../../engine/search/device-search.ts';
import type { Found } from '../../engine/search/everywhere.ts';
import { Button } from '../parts/button.tsx';
import { createDelayed } from '../parts/delayed.ts';
import { useWords } from '../words/words.tsx';

/** What is counted, and how it is told. */
interface Counted {
  readonly count: number;
  readonly found: (count: number, hasMore: boolean) => string;
  readonly none: string;
  readonly onlyHere: string;
}

interface SearchNoteProps {
  /** Messages, unless something else is. */
  readonly counted?: Counted;
  readonly found: Found;
  readonly index: IndexState;
  readonly query: Query;
  onAgain(): void;
}

export function SearchNote(props: SearchNoteProps) {
  const words = useWords();
  const says = (): Counted => props.counted ?? { count: props.found.hits.length, ...words.search };
  const count = () => says().count;
  const isAsking = createDelayed(() => props.found.server.status === 'asking', 200);
  const problem = () => (props.found.server.status === 'failed' ? props.found.server.code : null);
  const isDone = () => props.found.isAnsweredHere || props.found.server.status === 'answered';
  const counted = () => {
    if (isEmptyQuery(props.query)) return '';
    if (count() > 0) return says().found(count(), props.found.hasMore);
    if (isAsking()) return '';
    return isDone() && props.found.server.status !== 'asking' && !props.found.hasMore ? says().none : '';
  };
  const reach = () => {
    if (isEmptyQuery(props.query)) return '';
    if (isAsking()) return words.search.asking;
    return props.found.server.status === 'here' ? says().onlyHere : '';
  };
  const building = () => {
    const { index } = props;
    return index.status === 'building' ? words.search.building(index.done, index.of) : '';
  };
  return (
    <div class="search-note">
      <div role="status">
        <p>{[counted(), reach(), building()].filter((sentence) => sentence !== '').join(' ')}</p>
        <Show when={props.query.unknown.length > 0}>
          <p class="search-unknown">{words.search.unknown(props.query.unknown.join(' '))}</p>
        </Show>
      </div>
      <Show when={problem()}>
        {(code) => (
          <p role="alert" class="search-problem">
            {words.search.notAnswered(words.problem(code()))}{' '}
            <Button onPress={() => props.onAgain()}>{words.tryAgain}</Button>
          </p>
        )}
      </Show>
    </div>
  );
}
