// A voice message's waveform as a line of bars, from the digits of its event. Pure.

/** Each bar's room and how high all of them are, in the drawing's own units. */
export const barRoom = 4;
export const barsHigh = 28;
/** Silence is seen too. */
const leastHigh = 2;

/** The path of the bars, each a stroke around the middle. */
export function waveformPath(digits: string): string {
  const middle = barsHigh / 2;
  const bars = Array.from(digits, (digit, at) => {
    const level = Number.parseInt(digit, 36) / 35;
    const half = Math.max(leastHigh, level * (barsHigh - 2)) / 2;
    return `M${at * barRoom + barRoom / 2} ${(middle - half).toFixed(1)}v${(half * 2).toFixed(1)}`;
  });
  return bars.join('');
}

/** Where one is led by a key; null where the key means nothing here. */
export function placeByKey(key: string, placeMs: number, durationMs: number): number | null {
  const steps: Readonly<Record<string, number>> = {
    ...{ ArrowRight: 5_000, ArrowUp: 5_000, ArrowLeft: -5_000, ArrowDown: -5_000 },
    ...{ PageUp: 15_000, PageDown: -15_000 },
  };
  if (key === 'Home') return 0;
  if (key === 'End') return durationMs;
  const step = Object.hasOwn(steps, key) ? steps[key] : undefined;
  return step === undefined ? null : Math.min(durationMs, Math.max(0, placeMs + step));
}
