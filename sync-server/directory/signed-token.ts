// The session cookie as better-auth signs it: the token, a dot, and the HMAC-SHA-256 of the token in base64.
// Promises: nobody who does not know the secret makes one, and how long the comparison takes says nothing.
import { createHmac, timingSafeEqual } from 'node:crypto';

export function readSignedToken(signed: string, secret: string): string | null {
  const end = signed.lastIndexOf('.');
  if (end < 1) return null;
  const token = signed.slice(0, end);
  const given = Buffer.from(signed.slice(end + 1));
  const right = Buffer.from(createHmac('sha256', secret).update(token).digest('base64'));
  return given.length === right.length && timingSafeEqual(given, right) ? token : null;
}
