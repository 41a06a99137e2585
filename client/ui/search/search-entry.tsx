// The way to the search in all messages, at the head of the list: a link that looks like the field it leads to.
import './search-entry.css';
import { RouteLink } from '../router.tsx';
import { useWords } from '../words/words.tsx';

export function SearchEntry() {
  const words = useWords();
  return (
    <RouteLink to={{ screen: 'search' }} class="search-entry">
      <SearchSign size={16} />
      <span class="one-line">{words.search.everywhere}</span>
    </RouteLink>
  );
}

/** A plain drawing: the start is small. */
export function SearchSign(props: { size: number }) {
  return (
    <svg class="search-sign" width={props.size} height={props.size} viewBox="0 0 24 24" aria-hidden="true">
      <path d="M11 3a8 8 0 1 0 0 16 8 8 0 0 0 0-16m10 18-4.3-4.3" />
    </svg>
  );
}
