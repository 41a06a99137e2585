// The shape of an e-mail address: enough to catch a slip of the finger, in bounded time.
// Does not know: whether mail arrives there.
import type { Brand } from '../base/brand.ts';

export type EmailAddress = Brand<string, 'EmailAddress'>;

// RFC 5321, section 4.5.3.1.
const maxCharacters = 254;

// Two runs never meet without a dot or the @ between them, so matching takes linear time.
const shape = /^[a-z0-9_+'-]+(?:\.[a-z0-9_+'-]+)*@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/i;

/** The address in lower case, without the spaces around it; null when it is not one. */
export function parseEmailAddress(text: string): EmailAddress | null {
  const trimmed = text.trim();
  if (trimmed.length > maxCharacters || !shape.test(trimmed) || trimmed.includes("'@")) return null;
  return trimmed.toLowerCase() as EmailAddress;
}
