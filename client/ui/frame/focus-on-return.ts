// Where the focus goes when one comes back to what was beneath: the way in that one took.
// Whoever has the focus somewhere already keeps it.
import { createEffect, on } from 'solid-js';
import { pathOf, type Route } from '../route.ts';
import { useRouter } from '../router.tsx';

const listTitle = '.list .list-title';

export function createFocusOnReturn(): void {
  const router = useRouter();
  createEffect(
    on(router.route, (route, before) => {
      const from = before ?? router.cameFrom();
      // Where the composer does not take the focus, it is where the information was opened.
      if (route.screen === 'conversation' && from?.screen === 'group-info') focusOn('.pane-info');
      if (route.screen === 'conversation' && from?.screen === 'files') focusOn('.pane-files');
      if (route.screen === 'home' && from !== null && document.activeElement === document.body) {
        focusOn(rowOf(from) ?? listTitle, listTitle);
      }
    }),
  );
}

/** The first of these that is there; a row may have left the list. */
function focusOn(...places: readonly string[]): void {
  const found = places.map((place) => document.querySelector<HTMLElement>(place));
  found.find((element) => element !== null)?.focus();
}

function rowOf(route: Route): string | null {
  if (!('conversationId' in route) || route.conversationId === null) return null;
  const path = pathOf({ screen: 'conversation', conversationId: route.conversationId });
  return `.list-row[href="${path}"]`;
}
