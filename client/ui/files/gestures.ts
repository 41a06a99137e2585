// What fingers, wheel and mouse do to a picture on its stage: larger, smaller, moved, swept aside. Thin: zoom.ts decides.
// Needs an owner.
import { createSignal, onCleanup } from 'solid-js';
import { fitted, panBy, wholePicture, within, zoomAt, type Room, type Zoom } from './zoom.ts';

interface GestureOptions {
  readonly picture: () => Room['picture'];
  readonly onSwipe: (direction: 'previous' | 'next') => void;
  readonly onClose: () => void;
  readonly isRtl: () => boolean;
}

type Point = { readonly x: number; readonly y: number };

const swipePixels = 64;
const stillPixels = 8;
const stepFactor = 1.5;
const pressedFactor = 2.5;
const panPixels = 80;

export function createGestures({ picture, onSwipe, onClose, isRtl }: GestureOptions) {
  const [stage, setStage] = createSignal({ width: 1, height: 1 });
  const [zoom, setZoom] = createSignal<Zoom>(wholePicture);
  const room = (): Room => ({ stage: stage(), picture: picture() });
  let element: HTMLElement | null = null;
  const fingers = new Map<number, Point>();
  let begun: Point | null = null;
  let hadTwo = false;
  const observer = new ResizeObserver(() => {
    if (element === null) return;
    setStage({ width: element.clientWidth, height: element.clientHeight });
    setZoom((now) => within(now, room()));
  });
  onCleanup(() => observer.disconnect());

  /** From the middle of the stage. */
  const pointOf = ({ clientX, clientY }: Pick<MouseEvent, 'clientX' | 'clientY'>): Point => {
    const box = element?.getBoundingClientRect() ?? new DOMRect();
    return { x: clientX - box.left - box.width / 2, y: clientY - box.top - box.height / 2 };
  };
  const spread = ([one, other]: readonly Point[]) =>
    one === undefined || other === undefined ? 1 : Math.max(1, Math.hypot(one.x - other.x, one.y - other.y));
  const middle = (points: readonly Point[]): Point => ({
    x: points.reduce((sum, { x }) => sum + x, 0) / points.length,
    y: points.reduce((sum, { y }) => sum + y, 0) / points.length,
  });

  const press = (event: PointerEvent & { currentTarget: HTMLElement }) => {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    fingers.set(event.pointerId, pointOf(event));
    if (fingers.size === 1) [begun, hadTwo] = [pointOf(event), false];
    else hadTwo = true;
  };
  const move = (event: PointerEvent) => {
    const last = fingers.get(event.pointerId);
    if (last === undefined) return;
    const before = [...fingers.values()];
    const now = pointOf(event);
    fingers.set(event.pointerId, now);
    if (fingers.size === 2) {
      const after = [...fingers.values()];
      const moved = { x: middle(after).x - middle(before).x, y: middle(after).y - middle(before).y };
      setZoom((one) =>
        panBy(zoomAt(one, spread(after) / spread(before), { room: room(), ...middle(after) }), moved, room()),
      );
    } else if (zoom().scale > 1) setZoom((one) => panBy(one, { x: now.x - last.x, y: now.y - last.y }, room()));
  };
  const release = (event: PointerEvent) => {
    const end = fingers.get(event.pointerId);
    fingers.delete(event.pointerId);
    if (end === undefined || begun === null || fingers.size > 0) return;
    const [x, y] = [end.x - begun.x, end.y - begun.y];
    begun = null;
    if (hadTwo || zoom().scale > 1) return;
    if (Math.hypot(x, y) < stillPixels) return pressStill(event, end);
    if (event.pointerType === 'mouse') return;
    if (Math.abs(x) > swipePixels && Math.abs(x) > Math.abs(y)) onSwipe(x < 0 === isRtl() ? 'previous' : 'next');
    else if (y > swipePixels) onClose();
  };
  /** Beside the picture it closes. */
  const pressStill = ({ pointerType }: PointerEvent, { x, y }: Point) => {
    const { width, height } = fitted(room());
    const isBeside = Math.abs(x) > width / 2 || Math.abs(y) > height / 2;
    if (isBeside && pointerType === 'mouse') onClose();
  };
  const giveUp = (event: PointerEvent) => {
    fingers.delete(event.pointerId);
    begun = null;
  };
  const turn = (event: WheelEvent) => {
    event.preventDefault();
    const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1;
    const by = Math.exp(-event.deltaY * lines * (event.ctrlKey ? 0.01 : 0.002));
    setZoom((now) => zoomAt(now, by, { room: room(), ...pointOf(event) }));
  };
  const pressTwice = (event: MouseEvent) => {
    setZoom((now) => (now.scale > 1 ? wholePicture : zoomAt(now, pressedFactor, { room: room(), ...pointOf(event) })));
  };
  return {
    zoom,
    size: () => fitted(room()),
    reset: () => void setZoom(wholePicture),
    step: (by: 1 | -1) => void setZoom((now) => zoomAt(now, stepFactor ** by, { room: room() })),
    pan: (x: number, y: number) => void setZoom((now) => panBy(now, { x: x * panPixels, y: y * panPixels }, room())),
    watch(watched: HTMLElement) {
      element = watched;
      observer.observe(watched);
      // The browser's own zoom is not meant: so the listener may refuse it.
      watched.addEventListener('wheel', turn, { passive: false });
    },
    handlers: {
      onPointerDown: press,
      onPointerMove: move,
      onPointerUp: release,
      onPointerCancel: giveUp,
      onDblClick: pressTwice,
    },
  };
}
