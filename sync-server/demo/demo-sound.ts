// The voice message of the demo: three soft strokes of bells, as WAV that every browser plays.
import { maxWaveform } from '../../shared/conversation/attachments.ts';

export interface DemoSound {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly durationMs: number;
  readonly waveform: string;
}

/** Samples of a second: enough for the highest of the tones. */
const rate = 12_000;
const durationMs = 5_000;
/** When each is struck, in seconds, and its tone, in oscillations of a second. */
const strokes = [
  [0.1, 659.26],
  [1.1, 523.25],
  [2.1, 392],
] as const;
/** What sounds with the tone of a bell: how much higher, how loud, how fast it goes, in a second. */
const partials = [
  [0.5, 0.3, 1.1],
  [1, 1, 1.6],
  [2, 0.4, 2.6],
  [2.76, 0.2, 4],
] as const;
/** In seconds: a stroke that begins at once would crack, and so would an end. */
const attack = 0.012;
const fading = 0.6;
/** Speech at a microphone reaches no more; louder bars are as high. */
const loudest = 0.35;

export function makeChime(): DemoSound {
  const samples = Float64Array.from({ length: (rate * durationMs) / 1_000 }, (_, at) => sampleAt(at / rate));
  return { bytes: wavOf(samples), durationMs, waveform: waveformOf(samples) };
}

function sampleAt(second: number): number {
  let sum = 0;
  for (const [struckAt, tone] of strokes) {
    const since = second - struckAt;
    if (since < 0) continue;
    for (const [higher, loud, fast] of partials)
      sum +=
        loud * Math.exp(-since * fast) * Math.min(1, since / attack) * Math.sin(2 * Math.PI * tone * higher * since);
  }
  return 0.28 * sum * Math.min(1, (durationMs / 1_000 - second) / fading);
}

/** 16 bits a sample, one channel. */
function wavOf(samples: Float64Array): Uint8Array<ArrayBuffer> {
  const body = Buffer.alloc(samples.length * 2);
  for (const [at, sample] of samples.entries()) {
    body.writeInt16LE(Math.round(32_767 * Math.min(1, Math.max(-1, sample))), at * 2);
  }
  const head = Buffer.alloc(44);
  const words = { RIFF: 0, 'WAVEfmt ': 8, data: 36 };
  const longs = { 4: 36 + body.length, 16: 16, 24: rate, 28: rate * 2, 40: body.length };
  const shorts = { 20: 1, 22: 1, 32: 2, 34: 16 };
  for (const [word, at] of Object.entries(words)) head.write(word, at, 'latin1');
  for (const [at, value] of Object.entries(longs)) head.writeUInt32LE(value, Number(at));
  for (const [at, value] of Object.entries(shorts)) head.writeUInt16LE(value, Number(at));
  return new Uint8Array(Buffer.concat([head, body]));
}

/** As devices draw what they record: the root of the mean square of each stretch, and quiet ones still seen. */
function waveformOf(samples: Float64Array): string {
  const each = samples.length / maxWaveform;
  const bars = Array.from({ length: maxWaveform }, (_, at) => {
    const stretch = samples.subarray(Math.floor(at * each), Math.floor((at + 1) * each));
    const square = stretch.reduce((sum, sample) => sum + sample * sample, 0) / stretch.length;
    return Math.round(35 * Math.sqrt(Math.min(1, Math.sqrt(square) / loudest)));
  });
  return bars.map((bar) => bar.toString(36)).join('');
}
