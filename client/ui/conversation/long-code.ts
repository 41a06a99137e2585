// Whether a block of code is shown in part until somebody asks for all of it. Pure.
// Decided by its characters, not by its height: a row is as high when it comes back into view as it was.

/** Lines that are shown of a long one; `code-block.css` cuts there. */
const shownLines = 16;
/** A button that hides less than this costs more than it saves. */
const worthHiding = 4;
/** Where a line goes on in the next one, on a screen of middle size. */
const lineLength = 80;

export function isLongCode(text: string): boolean {
  const lines = text.split('\n').map((line) => Math.max(1, Math.ceil(line.length / lineLength)));
  return lines.reduce((sum, count) => sum + count, 0) >= shownLines + worthHiding;
}
