// The list's heading, what it shows: all conversations, or the kind of them that one looks at alone. Pressed, it offers the others.
import ChevronDown from 'lucide-solid/icons/chevron-down';
import { createSignal, Show } from 'solid-js';
import { lazyPart } from '../parts/lazy-screen.tsx';
import { useWords } from '../words/words.tsx';
import type { Listing } from './create-listing.ts';

const FilterMenu = lazyPart(async () => (await import('./filter-menu.tsx')).FilterMenu);

export function ListTitle(props: { listing: Listing }) {
  const words = useWords();
  const [isOpen, setOpen] = createSignal(false);
  let opener!: HTMLButtonElement;
  const name = () => {
    const filter = props.listing.filter();
    return filter === 'all' ? words.frame.conversations : words.list.filters[filter];
  };
  return (
    <>
      <h2 class="list-title one-line" tabIndex={-1}>
        <button
          ref={(element) => (opener = element)}
          type="button"
          class="list-filter"
          title={words.list.chooseFilter}
          aria-haspopup="menu"
          aria-expanded={isOpen()}
          onClick={() => setOpen(true)}
        >
          <span class="one-line">{name()}</span>
          <ChevronDown size={16} aria-hidden="true" />
        </button>
      </h2>
      <Show when={isOpen()}>
        <FilterMenu listing={props.listing} opener={opener} onClose={() => setOpen(false)} />
      </Show>
    </>
  );
}
