// The row of a list that the arrows have marked, for Enter to take. It is that row wherever it moves while others come
// and go; where it goes itself, none is marked, so that Enter never takes another.
import { createComputed, createMemo, createSignal, type Accessor } from 'solid-js';

export interface MarkedRow<T> {
  /** -1 for none. */
  readonly index: Accessor<number>;
  readonly row: Accessor<T | undefined>;
  mark(row: T): void;
  /** The first of those that are there, or of those to come: the list is another one. */
  markFirst(): void;
  /** To the next row or the one before; from the end round to the beginning. */
  move(step: 1 | -1): void;
}

export function createMarkedRow<T>(rows: Accessor<readonly T[]>, idOf: (row: T) => string): MarkedRow<T> {
  const [id, setId] = createSignal<string | null>(null);
  const mark = (row: T | undefined) => {
    if (row !== undefined) setId(idOf(row));
  };
  createComputed(() => {
    if (id() === null) mark(rows()[0]);
  });
  const index = createMemo(() => rows().findIndex((row) => idOf(row) === id()));
  return {
    index,
    row: () => rows()[index()],
    mark,
    markFirst: () => setId(null),
    move(step) {
      const count = rows().length;
      const from = index() === -1 && step === -1 ? count : index();
      mark(rows()[(from + step + count) % count]);
    },
  };
}
