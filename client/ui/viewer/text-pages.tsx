// A text or a code as it stands in its file, with its colours as they come into view; of a very long one the beginning.
// Does not know where the file comes from.
import '../conversation/code-block.css';
import './viewer.css';
import { createResource, For, Match, Show, Switch } from 'solid-js';
import { sizeText } from '../words/amounts.ts';
import { useViewerWords } from '../words/viewer/viewer-words.ts';
import { useWords } from '../words/words.tsx';
import { languageOf, splitText } from './split-text.ts';
import { TextPiece } from './text-piece.tsx';

/** Bytes: more than anybody reads here, and as much as a slow phone lays out in a moment. */
const maxShownBytes = 512 * 1024;

export function TextPages(props: { readonly file: Blob; readonly name: string }) {
  const words = useWords();
  const told = useViewerWords();
  const [text] = createResource(
    () => props.file,
    (file) => readText(file),
  );
  const isPart = () => props.file.size > maxShownBytes;
  const language = () => languageOf(props.name);
  return (
    <div class="text-pages" role="group" aria-label={told.text} tabIndex={0}>
      <Switch>
        <Match when={text() === null}>
          <p class="viewer-note" role="alert">
            {told.unreadable}
          </p>
        </Match>
        <Match when={text() === ''}>
          <p class="viewer-note">{told.noText}</p>
        </Match>
        <Match when={text()}>
          {(read) => (
            <pre class="text-lines" dir={language() === '' ? 'auto' : 'ltr'}>
              <For each={splitText(read(), language())}>
                {(piece) => <TextPiece text={piece} language={language()} />}
              </For>
            </pre>
          )}
        </Match>
      </Switch>
      <Show when={isPart()}>
        <p class="viewer-note">{told.beginning(sizeText(maxShownBytes, words.language))}</p>
      </Show>
    </div>
  );
}

/** Null where it cannot be read. */
async function readText(file: Blob): Promise<string | null> {
  try {
    const bytes = await file.slice(0, maxShownBytes).arrayBuffer();
    // What ends in the middle of a character ends before it.
    return new TextDecoder().decode(bytes, { stream: file.size > maxShownBytes });
  } catch {
    return null;
  }
}
