// A value that shows now one source, now another: whoever watches it notices a change of value and nothing else.
import type { Readable } from './messenger.ts';
import { makeWritable } from './writable.ts';

export interface Followed<T> extends Readable<T> {
  /** From now on it shows `source`. */
  follow(source: Readable<T>): void;
}

/** Shows `initial` until there is something to follow. */
export function makeFollowed<T>(initial: T): Followed<T> {
  const value = makeWritable(initial);
  let leave: () => void = () => undefined;
  return {
    get: () => value.get(),
    subscribe: (onChange) => value.subscribe(onChange),
    follow(source) {
      leave();
      leave = source.subscribe(() => value.set(source.get()));
      value.set(source.get());
    },
  };
}
