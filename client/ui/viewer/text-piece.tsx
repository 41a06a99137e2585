// A piece of a long text: plain until it has been in view, then with its colours.
import { createEffect, createSignal, For, Show } from 'solid-js';
import type { CodePiece } from '../conversation/highlight-code.ts';
import { createOnScreen } from '../parts/on-screen.ts';

export function TextPiece(props: { readonly text: string; readonly language: string }) {
  const [isOnScreen, observe] = createOnScreen();
  const [pieces, setPieces] = createSignal<readonly CodePiece[] | null>(null);
  createEffect(() => {
    if (props.language === '' || !isOnScreen() || pieces() !== null) return;
    void piecesOf(props.language, props.text).then((found) => setPieces(found));
  });
  return (
    <code class="text-piece" ref={observe}>
      <Show when={pieces()} fallback={props.text}>
        {(found) => (
          <For each={found()}>
            {({ text, role }) => <span class={role === null ? undefined : `code-${role}`}>{text}</span>}
          </For>
        )}
      </Show>
    </code>
  );
}

/** Null where the colours cannot be had. */
async function piecesOf(language: string, text: string): Promise<readonly CodePiece[] | null> {
  try {
    const { highlightCode } = await import('../conversation/highlight-code.ts');
    return highlightCode(language, text);
  } catch {
    return null;
  }
}
