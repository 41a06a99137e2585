// Hashes, and one-time tokens: minted from 256 random bits, kept as their hash alone.
// A plain hash is enough: nobody guesses 256 random bits, however fast the hash is.
import { createHash, randomBytes } from 'node:crypto';

export function mintToken(): string {
  return randomBytes(32).toString('base64url');
}

export function hashToken(token: string): string {
  return hashText(token);
}

export function hashText(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}
