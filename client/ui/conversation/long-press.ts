// A finger that rests on something: told when it lifts, for what opens while it is down closes with it. One that scrolls,
// or that two of them pinch, ends it. A mouse has other ways.

export interface LongPress {
  onPointerDown(event: PointerEvent): void;
  onPointerMove(event: PointerEvent): void;
  onPointerUp(): void;
  onPointerCancel(): void;
  onContextMenu(event: MouseEvent): void;
}

const longMs = 450;
/** At the lifting the browser closes menus, and may take it for a click on a link. */
const liftMs = 50;
/** A finger is never quite still. */
const maxPixels = 10;

export function createLongPress(onPress: () => void): LongPress {
  let down: { readonly x: number; readonly y: number; readonly atMs: number } | null = null;
  const end = () => (down = null);
  return {
    onPointerDown({ pointerType, isPrimary, clientX: x, clientY: y, timeStamp: atMs }) {
      down = pointerType === 'touch' && isPrimary ? { x, y, atMs } : null;
    },
    onPointerMove({ clientX, clientY }) {
      if (down !== null && Math.hypot(clientX - down.x, clientY - down.y) > maxPixels) end();
    },
    onPointerUp() {
      const isLong = down !== null && performance.now() - down.atMs >= longMs;
      end();
      if (isLong) pressAfterLifting(onPress);
    },
    onPointerCancel: end,
    onContextMenu(event) {
      if (down !== null) event.preventDefault();
    },
  };
}

function pressAfterLifting(onPress: () => void): void {
  const swallow = (event: MouseEvent) => {
    event.preventDefault();
    event.stopPropagation();
  };
  document.addEventListener('click', swallow, true);
  setTimeout(() => {
    document.removeEventListener('click', swallow, true);
    onPress();
  }, liftMs);
}
