// Two quiet tones, made here: there is no file to be fetched. Of several tabs one plays.
// Promises: no error and no complaint where the browser lets nothing be heard before somebody has touched the page.

const tonesHz = [660, 880];
const toneSeconds = 0.14;
const loudness = 0.05;
/** Tabs that nobody looks at are about a second late, and a burst of messages is one sound. */
const silenceMs = 3_000;

/** Plays it unless another tab does, or has just now. */
export async function playInOneTab(page: Window & typeof globalThis): Promise<void> {
  if (!mayBeHeard(page)) return;
  if (!('locks' in page.navigator)) return playSound(page); // a page that came insecurely
  await page.navigator.locks.request('biz1/sound', { ifAvailable: true }, async (lock) => {
    if (lock === null) return;
    playSound(page);
    await new Promise((resolve) => page.setTimeout(resolve, silenceMs));
  });
}

export function playSound(page: Window & typeof globalThis): void {
  if (!('AudioContext' in page) || !mayBeHeard(page)) return;
  try {
    playTones(new page.AudioContext());
  } catch {
    // Nothing here that could be heard: no device, or a browser that forbids it.
  }
}

function playTones(context: AudioContext): void {
  const volume = context.createGain();
  volume.connect(context.destination);
  const beginsAt = context.currentTime + 0.02;
  const endsAt = beginsAt + tonesHz.length * toneSeconds;
  volume.gain.setValueAtTime(0, beginsAt);
  volume.gain.linearRampToValueAtTime(loudness, beginsAt + 0.02);
  volume.gain.setValueAtTime(loudness, beginsAt + toneSeconds);
  volume.gain.linearRampToValueAtTime(0, endsAt); // without a click at the end
  for (const [at, hz] of tonesHz.entries()) {
    const tone = context.createOscillator();
    tone.frequency.value = hz;
    tone.connect(volume);
    tone.start(beginsAt + at * toneSeconds);
    tone.stop(beginsAt + (at + 1) * toneSeconds);
    if (at === tonesHz.length - 1) tone.addEventListener('ended', () => void context.close());
  }
}

/** Before the first touch browsers keep a page silent, and say so in its console. */
function mayBeHeard({ navigator }: Window): boolean {
  return !('userActivation' in navigator) || navigator.userActivation.hasBeenActive;
}
