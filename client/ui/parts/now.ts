// The present, as far as the screen shows it: it moves when a day of the reader's zone may have ended.
import { createSignal, onCleanup, type Accessor } from 'solid-js';

// Zones begin their days at quarters of an hour.
const stepMs = 900_000;

export function createNow(nowMs: () => number): Accessor<number> {
  const [now, setNow] = createSignal(nowMs());
  let timer: ReturnType<typeof setTimeout>;
  const wait = () => {
    timer = setTimeout(tick, stepMs - (nowMs() % stepMs));
  };
  const tick = () => {
    setNow(nowMs());
    wait();
  };
  wait();
  onCleanup(() => clearTimeout(timer));
  return now;
}
