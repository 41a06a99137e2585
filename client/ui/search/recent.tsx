// What one looked for last, and how to say more exactly what one means.
import { createSignal, For, Show } from 'solid-js';
import { useSignedIn } from '../frame/signed-in.tsx';
import { Button } from '../parts/button.tsx';
import { useWords } from '../words/words.tsx';
import { SearchSign } from './search-entry.tsx';

const examples = ['phrase', 'from', 'in', 'time', 'kind', 'without'] as const;

export function Recent(props: { onChoose(text: string): void }) {
  const words = useWords();
  const { searches } = useSignedIn().messenger;
  const [recent, setRecent] = createSignal(searches.read());
  const forget = () => {
    searches.forget();
    setRecent([]);
  };
  return (
    <div class="search-recent">
      <Show when={recent().length > 0}>
        <h3 class="search-part">{words.search.recent}</h3>
        <ul>
          <For each={recent()}>
            {(text) => (
              <li>
                <button type="button" class="search-again" onClick={() => props.onChoose(text)}>
                  <SearchSign size={16} />
                  <span class="one-line" dir="auto">
                    {text}
                  </span>
                </button>
              </li>
            )}
          </For>
        </ul>
        <Button onPress={forget}>{words.search.forget}</Button>
      </Show>
      <h3 class="search-part">{words.search.how}</h3>
      <dl class="search-how">
        <For each={examples}>
          {(example) => (
            <div>
              <dt>
                <code dir="auto">{words.search.typed[example]}</code>
              </dt>
              <dd>{words.search.means[example]}</dd>
            </div>
          )}
        </For>
      </dl>
    </div>
  );
}
