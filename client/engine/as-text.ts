/** A lone surrogate or a NUL is no text: the server would refuse it for ever. */
export function asText(text: string): string {
  return text.toWellFormed().replaceAll('\0', '');
}
