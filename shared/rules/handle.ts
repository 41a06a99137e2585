// What a handle may be. Both sides ask here, so the form and the server never disagree.
// Does not know: whether somebody has it already.
import type { Brand } from '../base/brand.ts';

export type Handle = Brand<string, 'Handle'>;

// 2 to 32 characters. ASCII alone: two handles that look the same are the same.
const handleShape = /^[a-z0-9][a-z0-9._-]{1,31}$/i;

/** The handle in lower case, without the spaces around it; null when it is not one. */
export function parseHandle(text: string): Handle | null {
  const trimmed = text.trim();
  return handleShape.test(trimmed) ? (trimmed.toLowerCase() as Handle) : null;
}
