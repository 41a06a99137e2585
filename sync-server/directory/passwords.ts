// How passwords are kept: scrypt with a salt of their own, as better-auth does it.
import { hashPassword, verifyPassword } from 'better-auth/crypto';

export interface Passwords {
  /** What is kept of a password. Slow on purpose. */
  hash(password: string): Promise<string>;
  /** Whether `hash` is what was kept of this password. */
  verify(kept: { readonly hash: string; readonly password: string }): Promise<boolean>;
}

export const slowPasswords: Passwords = { hash: hashPassword, verify: verifyPassword };
