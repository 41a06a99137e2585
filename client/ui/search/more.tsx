// The way further back: it comes by itself when one gets there, as long as what comes leaves it on the screen; a press does
// the same.
import { createEffect, on } from 'solid-js';
import { Button } from '../parts/button.tsx';
import { createOnScreen } from '../parts/on-screen.ts';

export function More(props: { label: string; count: number; onMore(): void }) {
  const [isOnScreen, observe] = createOnScreen();
  createEffect(on([isOnScreen, () => props.count], ([isHere]) => isHere && props.onMore()));
  return (
    <div ref={observe} class="search-held">
      <Button onPress={() => props.onMore()}>{props.label}</Button>
    </div>
  );
}
