// Films and sounds, as a browser's own element reads them: workers have none. Bounded in time, for a file may be anything.
// Null for what this browser does not play: it goes as a document.

export interface SeenFilm {
  readonly width: number;
  readonly height: number;
  readonly durationMs: number;
  /** One near the beginning that shows something; null where none could be drawn. */
  readonly frame: ImageBitmap | null;
}

/** A slow disk and a slow processor; what is not there by then is done without. */
const timeoutMs = 30_000;

export async function lookAtFilm(file: Blob, signal: AbortSignal): Promise<SeenFilm | null> {
  return withElement('video', { file, signal }, async (video, wait) => {
    const durationMs = await durationOf(video, wait);
    const { videoWidth: width, videoHeight: height } = video;
    if (width === 0 || height === 0) return null;
    return { width, height, durationMs, frame: await frameOf(video, wait) };
  });
}

/** Milliseconds. */
export async function lookAtSound(file: Blob, signal: AbortSignal): Promise<number | null> {
  return withElement('audio', { file, signal }, durationOf);
}

/** Rejects when it does not come in time, when the file is broken, and when nobody wants it any more. */
type Wait = (event: 'loadedmetadata' | 'durationchange' | 'seeked' | 'loadeddata') => Promise<void>;

interface Given {
  readonly file: Blob;
  readonly signal: AbortSignal;
}

let before: Promise<unknown> = Promise.resolve();

/** One after the other: a phone has room for one that is decoded. */
function withElement<Kind extends 'video' | 'audio', Seen>(
  kind: Kind,
  given: Given,
  look: (element: HTMLElementTagNameMap[Kind], wait: Wait) => Promise<Seen>,
): Promise<Seen | null> {
  const seen = before.then(() => play(document.createElement(kind), given, look));
  before = seen.catch(() => undefined); // told to whoever asked
  return seen;
}

async function play<Element extends HTMLMediaElement, Seen>(
  element: Element,
  { file, signal }: Given,
  look: (element: Element, wait: Wait) => Promise<Seen>,
): Promise<Seen | null> {
  signal.throwIfAborted();
  const address = URL.createObjectURL(file);
  const ending = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
  const wait: Wait = (event) =>
    new Promise((resolve, reject) => {
      const once = { once: true, signal: ending };
      element.addEventListener(event, () => resolve(), once);
      element.addEventListener('error', () => reject(new Error('not to be played')), once);
      ending.addEventListener('abort', () => reject(new Error('given up')), { once: true });
    });
  try {
    element.muted = true;
    element.preload = 'auto';
    element.setAttribute('playsinline', ''); // or an iPhone shows it on the whole screen
    const here = wait('loadedmetadata');
    element.src = address;
    await here;
    return await look(element, wait);
  } catch {
    signal.throwIfAborted();
    return null;
  } finally {
    element.removeAttribute('src');
    element.load(); // lets go of the file
    URL.revokeObjectURL(address);
  }
}

/** What was recorded by a browser does not say how long it is, until its end was looked for. */
async function durationOf(element: HTMLMediaElement, wait: Wait): Promise<number> {
  if (element.duration === Number.POSITIVE_INFINITY) {
    const known = wait('durationchange');
    element.currentTime = Number.MAX_SAFE_INTEGER;
    await known;
  }
  const { duration } = element;
  if (!Number.isFinite(duration)) throw new Error('without an end');
  return Math.min(maxDurationMs, Math.round(duration * 1000));
}

/** What a message may claim. */
const maxDurationMs = 7 * 86_400_000;

/** A page that nobody sees draws none. */
const frameWithinMs = 500;

function nextFrame(video: HTMLVideoElement): Promise<void> {
  return new Promise((resolve) => {
    if (!('requestVideoFrameCallback' in video)) return resolve();
    video.requestVideoFrameCallback(() => resolve());
    setTimeout(resolve, frameWithinMs);
  });
}

/** Films begin in the dark. */
async function frameOf(video: HTMLVideoElement, wait: Wait): Promise<ImageBitmap | null> {
  const { duration } = video;
  let frame: ImageBitmap | null = null;
  try {
    for (const at of [Math.min(0.5, duration / 10), Math.min(3, duration / 4), duration / 2]) {
      const there = wait('seeked');
      const isShown = nextFrame(video);
      video.currentTime = at;
      await there;
      await isShown; // a busy browser says that it is there before it has drawn it
      frame?.close();
      frame = await createImageBitmap(video, smallerThan(video));
      if (!isDark(frame)) break;
    }
  } catch {
    // The last that could be drawn, or none.
  }
  return frame;
}

/** As large as a picture in the conversation is. */
function smallerThan({ videoWidth, videoHeight }: HTMLVideoElement): ImageBitmapOptions {
  const scale = Math.min(1, 1280 / Math.max(videoWidth, videoHeight));
  return {
    resizeWidth: Math.max(1, Math.round(videoWidth * scale)),
    resizeHeight: Math.max(1, Math.round(videoHeight * scale)),
    resizeQuality: 'high',
  };
}

function isDark(frame: ImageBitmap): boolean {
  const side = 16;
  const context = new OffscreenCanvas(side, side).getContext('2d');
  if (context === null) return false;
  context.drawImage(frame, 0, 0, side, side);
  const { data } = context.getImageData(0, 0, side, side);
  let light = 0;
  for (let at = 0; at < data.length; at += 4) light += (data[at] ?? 0) + (data[at + 1] ?? 0) + (data[at + 2] ?? 0);
  return light / (side * side * 3) < 20;
}
