// All that happens in a world, in order, as one hash: two runs of a seed have the same one, or something is not under
// the world's control.
import { createHash } from 'node:crypto';
import { describeFrame } from './describe-frame.ts';

export class Trace {
  readonly #hash = createHash('sha256');
  readonly lines: string[] = [];
  readonly #areLinesKept: boolean;
  #count = 0;

  constructor(areLinesKept = false) {
    this.#areLinesKept = areLinesKept;
  }

  get count(): number {
    return this.#count;
  }

  note(line: string, bytes?: Uint8Array): void {
    this.#count++;
    this.#hash.update(line).update('\n');
    if (bytes !== undefined) this.#hash.update(bytes);
    if (!this.#areLinesKept) return;
    this.lines.push(bytes === undefined ? line : `${line} ${describeFrame(bytes)}`);
  }

  /** Of all so far. */
  digest(): string {
    return this.#hash.copy().digest('hex');
  }
}
