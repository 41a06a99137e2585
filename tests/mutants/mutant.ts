// A promise of the app, broken on purpose: a text in a file, what stands in its place, and the test that must notice.

/** `test` is its whole name, with those of the groups it stands in before it. */
export interface Killer {
  readonly file: string;
  readonly test: string;
}

export interface Mutant {
  readonly name: string;
  /** One of ARCHITECTURE.md by its number, or in words. */
  readonly promise: string;
  readonly file: string;
  /** Stands in the file exactly once. */
  readonly text: string;
  readonly replacement: string;
  readonly killer: Killer;
}

export function countOf(source: string, text: string): number {
  return source.split(text).length - 1;
}
