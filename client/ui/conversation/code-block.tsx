// A block of code in a message: as it was typed, with a button that copies it; of a long one its beginning until more is
// asked for. Its colours come later, and where they cannot be had it stays plain.
import './code-block.css';
import { createSignal, createUniqueId, For, onMount, Show } from 'solid-js';
import { createCopying } from '../parts/copying.ts';
import { useWords } from '../words/words.tsx';
import type { CodePiece } from './highlight-code.ts';
import { isLongCode } from './long-code.ts';

interface CodeBlockProps {
  /** As its writer named it; empty where they named none. */
  readonly language: string;
  readonly text: string;
  readonly tabIndex: 0 | -1;
}

export function CodeBlock(props: CodeBlockProps) {
  const words = useWords();
  const id = createUniqueId();
  const [isWhole, setWhole] = createSignal(false);
  const isLong = () => isLongCode(props.text);
  const [pieces, setPieces] = createSignal<readonly CodePiece[] | null>(null);
  // The code of a text that was edited is another block.
  onMount(() => {
    if (props.language !== '') void piecesOf(props.language, props.text).then((found) => setPieces(found));
  });
  let code!: HTMLElement;
  const copying = createCopying(() => getSelection()?.selectAllChildren(code));
  const said = () => {
    const state = copying.state();
    if (state === 'by-hand') return words.richText.copyByHand;
    return state === 'copied' ? words.richText.copied : words.richText.copyCode;
  };
  const copy = (event: MouseEvent) => {
    event.stopPropagation();
    copying.copy(props.text);
  };
  const turn = (event: MouseEvent) => {
    event.stopPropagation();
    setWhole(!isWhole());
  };
  return (
    <div class="code-block">
      <div class="code-head">
        <bdi class="code-language one-line">{props.language}</bdi>
        <button type="button" class="code-button" tabIndex={props.tabIndex} aria-live="polite" onClick={copy}>
          {said()}
        </button>
      </div>
      <pre id={id} class="code-lines" classList={{ 'code-part': isLong() && !isWhole() }} dir="ltr">
        <code ref={(element) => (code = element)}>
          <Show when={pieces()} fallback={props.text}>
            {(found) => <For each={found()}>{(piece) => <Piece piece={piece} />}</For>}
          </Show>
        </code>
      </pre>
      <Show when={isLong()}>
        <button
          type="button"
          class="code-button code-more"
          tabIndex={props.tabIndex}
          aria-expanded={isWhole()}
          aria-controls={id}
          onClick={turn}
        >
          {isWhole() ? words.richText.showLess : words.richText.showAll}
        </button>
      </Show>
    </div>
  );
}

function Piece(props: { piece: CodePiece }) {
  return (
    <Show when={props.piece.role} fallback={props.piece.text}>
      {(role) => <span class={`code-${role()}`}>{props.piece.text}</span>}
    </Show>
  );
}

/** Null where the colours cannot be had: offline on the first day, or after an update of the server. */
async function piecesOf(language: string, text: string): Promise<readonly CodePiece[] | null> {
  try {
    const { highlightCode } = await import('./highlight-code.ts');
    return highlightCode(language, text);
  } catch {
    return null;
  }
}
