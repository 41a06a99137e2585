// What the tab is called: where one is, with how much is unread. Set only where it is another, for each setting is a change
// of the page and what is shown is told anew with nearly every message.
import { createEffect, createMemo, type Accessor } from 'solid-js';
import { useWords } from '../words/words.tsx';
import { useSignedIn } from './signed-in.tsx';

/** `place`: null while another screen names it. */
export function createTitle(place: Accessor<string | null>): void {
  const words = useWords();
  const { unreadTotal } = useSignedIn();
  const title = createMemo(() => {
    const where = place();
    return where === null ? null : words.titleOf(where, unreadTotal());
  });
  createEffect(() => {
    const now = title();
    if (now !== null) document.title = now;
  });
}
