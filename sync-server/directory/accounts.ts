// Accounts come into being here, and nowhere else.
// Promises: a sign-up takes e-mail, handle and token together or nothing; of two at once one wins.
// Does not know: cookies, routes. The set-up token lives in memory only: each start prints a new one.
import type { UserId } from '../../shared/ids.ts';

export interface NewAccount {
  readonly token: string | null;
  readonly name: string;
  readonly handle: string;
  readonly email: string;
  readonly password: string;
}

export type AccountRefusal = 'handle-taken' | 'email-taken' | 'invite-invalid' | 'sign-up-closed';

export type SignUpOutcome =
  | { readonly status: 'signed-up'; readonly userId: UserId }
  | { readonly status: 'refused'; readonly code: AccountRefusal };

export interface Accounts {
  needsOwner(): Promise<boolean>;
  // The one-time token of the set-up link, until the first owner used it; then null.
  setUpToken(): string | null;
  signUp(account: NewAccount): Promise<SignUpOutcome>;
}
