// Text on its way to the clipboard. Browsers offer the clipboard on safe addresses only, and may refuse it:
// then the person copies by hand, so select the text for them beforehand or when `by-hand` is said.
import { createSignal, type Accessor } from 'solid-js';

export interface Copying {
  readonly state: Accessor<'not-yet' | 'copied' | 'by-hand'>;
  copy(text: string): void;
}

export function createCopying(onByHand: () => void = () => undefined): Copying {
  const [state, setState] = createSignal<'not-yet' | 'copied' | 'by-hand'>('not-yet');
  const perform = async (text: string) => {
    const isCopied = await copyText(text);
    setState(isCopied ? 'copied' : 'by-hand');
    if (!isCopied) onByHand();
  };
  return { state, copy: (text) => void perform(text) };
}

/** Whether the browser took it. */
export async function copyText(text: string): Promise<boolean> {
  if (navigator.clipboard === undefined) return false;
  return navigator.clipboard.writeText(text).then(
    () => true,
    () => false,
  );
}
