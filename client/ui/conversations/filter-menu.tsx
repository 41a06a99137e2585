// The kinds of conversations that one may look at alone. The arrows move among them, Enter chooses.
import '../parts/menu.css';
import '../parts/choice-menu.css';
import '../conversation/row-menu.css';
import Check from 'lucide-solid/icons/check';
import { For, Show } from 'solid-js';
import { useWords } from '../words/words.tsx';
import { MenuLayer } from '../parts/menu-layer.tsx';
import { filterNames, type ListFilter } from './arrange-list.ts';
import type { Listing } from './create-listing.ts';

interface FilterMenuProps {
  readonly listing: Listing;
  readonly opener: HTMLElement;
  onClose(): void;
}

export function FilterMenu(props: FilterMenuProps) {
  const words = useWords();
  const choose = (filter: ListFilter, close: () => void) => {
    close();
    props.listing.choose(filter);
  };
  return (
    <MenuLayer label={words.list.chooseFilter} opener={() => props.opener} onClose={() => props.onClose()}>
      {(close) => (
        <For each={filterNames}>
          {(filter) => (
            <button
              type="button"
              class="menu-item choice-item"
              role="menuitemradio"
              aria-checked={filter === props.listing.filter()}
              onClick={() => choose(filter, close)}
            >
              {words.list.filters[filter]}
              <Show when={filter === props.listing.filter()}>
                <Check size={16} />
              </Show>
            </button>
          )}
        </For>
      )}
    </MenuLayer>
  );
}
