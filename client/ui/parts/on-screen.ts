// Whether an element is in view, so that what is far down a list costs nothing. One observer for all.
import { createSignal, onCleanup, type Accessor } from 'solid-js';

const tellers = new WeakMap<Element, (isOnScreen: boolean) => void>();
let observer: IntersectionObserver | undefined;

export function createOnScreen(): readonly [Accessor<boolean>, (element: Element) => void] {
  const [isOnScreen, setOnScreen] = createSignal(false);
  const observe = (element: Element) => {
    observer ??= new IntersectionObserver((entries) => {
      for (const { target, isIntersecting } of entries) tellers.get(target)?.(isIntersecting);
    });
    const watching = observer;
    tellers.set(element, setOnScreen);
    watching.observe(element);
    onCleanup(() => watching.unobserve(element));
  };
  return [isOnScreen, observe];
}
