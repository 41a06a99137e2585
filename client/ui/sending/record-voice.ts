// Records a voice message with the browser's own recorder. Promises: the microphone is let go of however it ends; what was
// said until then is whole. Knows no element.
import { canRecord } from './can-record.ts';
import { levelOf, waveformOf } from './waveform-of.ts';

/** `denied`: the person or the system said no. `busy`: it is there and does not open. */
export type RecordingProblem = 'denied' | 'missing' | 'busy' | 'unsupported';

export interface Recorded {
  readonly file: File;
  readonly durationMs: number;
  readonly waveform: string;
}

export interface Recording {
  elapsedMs(): number;
  /** The last levels, from 0 to 1, the newest last: one for each `levelStepMs`. */
  levels(): readonly number[];
  /** Null where nothing was said, as where it was discarded before. */
  stop(): Promise<Recorded | null>;
  discard(): void;
}

interface RecordingOptions {
  /** Of the file, without its ending. */
  readonly name: string;
  readonly maxBytes: number;
  /** It goes on no longer: it is as large as may be, or the microphone was pulled out or taken away. What was said stays. */
  readonly onEnd: (why: 'full' | 'cut') => void;
}

export const levelStepMs = 50;
/** Voice needs no more: 240 KB for a minute. */
const bitsPerSecond = 32_000;
/** How often what was recorded is asked for: so far it can go beyond its limit. */
const pieceMs = 1_000;
/** Shorter is a slip of the finger. */
const shortestMs = 300;

/** In the order in which they are wanted: small and played everywhere; then what Safari alone writes. */
const kinds = [
  { type: 'audio/webm;codecs=opus', ending: 'webm' },
  { type: 'audio/mp4', ending: 'm4a' },
  { type: 'audio/ogg;codecs=opus', ending: 'ogg' },
] as const;

export async function startRecording(options: RecordingOptions): Promise<Recording | RecordingProblem> {
  const kind = canRecord() ? kinds.find(({ type }) => MediaRecorder.isTypeSupported(type)) : undefined;
  if (kind === undefined) return 'unsupported';
  const stream = await openMicrophone();
  if (typeof stream === 'string') return stream;
  try {
    return record(stream, kind, options);
  } catch {
    letGoOf(stream);
    return 'unsupported';
  }
}

function letGoOf(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}

async function openMicrophone(): Promise<MediaStream | RecordingProblem> {
  try {
    const audio = { channelCount: 1, echoCancellation: true, noiseSuppression: true, autoGainControl: true };
    return await navigator.mediaDevices.getUserMedia({ audio });
  } catch (error) {
    const name = error instanceof DOMException ? error.name : '';
    if (name === 'NotAllowedError' || name === 'SecurityError') return 'denied';
    if (name === 'NotSupportedError') return 'unsupported';
    return name === 'NotFoundError' || name === 'OverconstrainedError' ? 'missing' : 'busy';
  }
}

function record(
  stream: MediaStream,
  kind: (typeof kinds)[number],
  { name, maxBytes, onEnd }: RecordingOptions,
): Recording {
  const recorder = new MediaRecorder(stream, { mimeType: kind.type, audioBitsPerSecond: bitsPerSecond });
  recorder.start(pieceMs);
  const ear = listenTo(stream);
  const pieces: Blob[] = [];
  const startedAt = performance.now();
  let bytes = 0;
  let ended: Promise<Recorded | null> | null = null;
  const letGo = () => {
    ear.close();
    letGoOf(stream);
  };
  recorder.addEventListener('dataavailable', ({ data }) => {
    pieces.push(data);
    bytes += data.size;
    // Room for what one more piece brings: what is recorded must be able to go.
    if (bytes + (3 * bitsPerSecond * pieceMs) / 8_000 > maxBytes && ended === null) onEnd('full');
  });
  stream.getAudioTracks()[0]?.addEventListener('ended', () => {
    if (ended === null) onEnd('cut');
  });

  function finish(): Promise<Recorded | null> {
    const durationMs = Math.round(performance.now() - startedAt);
    return new Promise((resolve) => {
      const give = () => {
        letGo();
        const type = kind.type.split(';')[0] ?? kind.type;
        const file = new File(pieces, `${name}.${kind.ending}`, { type });
        const isNothing = file.size === 0 || durationMs < shortestMs;
        resolve(isNothing ? null : { file, durationMs, waveform: waveformOf(ear.levels()) });
      };
      if (recorder.state === 'inactive') return give();
      recorder.addEventListener('stop', give, { once: true });
      recorder.stop();
    });
  }

  return {
    elapsedMs: () => performance.now() - startedAt,
    levels: () => ear.levels(),
    stop: () => (ended ??= finish()),
    discard() {
      if (ended !== null) return;
      ended = Promise.resolve(null);
      if (recorder.state !== 'inactive') recorder.stop();
      letGo();
    },
  };
}

/** How loud it is, as long as it is not closed. */
function listenTo(stream: MediaStream): { levels(): readonly number[]; close(): void } {
  const levels: number[] = [];
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  analyser.fftSize = 2048;
  context.createMediaStreamSource(stream).connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  const timer = setInterval(() => {
    analyser.getFloatTimeDomainData(samples);
    levels.push(levelOf(samples));
  }, levelStepMs);
  return {
    levels: () => levels,
    close() {
      clearInterval(timer);
      void context.close();
    },
  };
}
