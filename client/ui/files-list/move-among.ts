// The arrow keys among what is listed, side by side or below each other: to the nearest on that side, as it stands on the
// screen, whichever way the text runs.

const steps: Readonly<Record<string, readonly [number, number] | undefined>> = {
  ArrowRight: [1, 0],
  ArrowLeft: [-1, 0],
  ArrowDown: [0, 1],
  ArrowUp: [0, -1],
};

export function moveAmong(event: KeyboardEvent, list: HTMLElement, items: string): void {
  const step = steps[event.key];
  const from = event.target instanceof Element ? event.target.closest(items) : null;
  if (step === undefined || from === null) return;
  const here = from.getBoundingClientRect();
  let [nearest, distance]: [HTMLElement | null, number] = [null, Infinity];
  for (const item of list.querySelectorAll<HTMLElement>(items)) {
    const far = distanceTo(here, item.getBoundingClientRect(), step);
    if (far < distance) [nearest, distance] = [item, far];
  }
  if (nearest === null) return;
  event.preventDefault();
  nearest.focus();
}

/** Infinity for what is not on that side. In the direction of the step less counts than beside it. */
function distanceTo(from: DOMRect, to: DOMRect, [x, y]: readonly [number, number]): number {
  const across = to.x + to.width / 2 - (from.x + from.width / 2);
  const down = to.y + to.height / 2 - (from.y + from.height / 2);
  const along = across * x + down * y;
  if (along < 4) return Infinity;
  const beside = Math.abs(x === 0 ? across : down);
  return x !== 0 && beside > from.height / 2 ? Infinity : along + 3 * beside;
}
