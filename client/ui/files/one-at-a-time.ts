// Of everything that is heard in this page one plays at a time: what begins stops what played before.

let last: WeakRef<HTMLMediaElement> | null = null;

export function playAlone(element: HTMLMediaElement): void {
  element.addEventListener('play', () => {
    const before = last?.deref();
    if (before !== undefined && before !== element) before.pause();
    last = new WeakRef(element);
  });
}

/** Somebody begins to speak: nothing is heard besides. */
export function pauseAll(): void {
  last?.deref()?.pause();
}
