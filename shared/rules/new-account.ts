// A person's own words at sign-up, judged together: the first thing that is wrong is the answer.
// The form asks before it sends, the server asks again.
import { parseDisplayName, type DisplayName } from './display-name.ts';
import { parseEmailAddress, type EmailAddress } from './email-address.ts';
import { parseHandle, type Handle } from './handle.ts';
import { decidePassword } from './password.ts';

export interface NewAccount {
  readonly name: DisplayName;
  readonly handle: Handle;
  readonly email: EmailAddress;
  readonly password: string;
}

export type NewAccountRefusal =
  | 'name-invalid'
  | 'handle-invalid'
  | 'email-invalid'
  | 'password-too-short'
  | 'password-too-long';

export type NewAccountOutcome =
  | { readonly status: 'ok'; readonly account: NewAccount }
  | { readonly status: 'refused'; readonly code: NewAccountRefusal };

interface Fields {
  readonly name: string;
  readonly handle: string;
  readonly email: string;
  readonly password: string;
}

export function parseNewAccount(fields: Fields): NewAccountOutcome {
  const name = parseDisplayName(fields.name);
  if (name === null) return refused('name-invalid');
  const handle = parseHandle(fields.handle);
  if (handle === null) return refused('handle-invalid');
  const email = parseEmailAddress(fields.email);
  if (email === null) return refused('email-invalid');
  const verdict = decidePassword(fields.password);
  if (verdict !== 'ok') return refused(verdict);
  return { status: 'ok', account: { name, handle, email, password: fields.password } };
}

function refused(code: NewAccountRefusal): NewAccountOutcome {
  return { status: 'refused', code };
}
