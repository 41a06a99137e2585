// What is wrong with each field of a new account, by the rules the server applies too. Pure.
import { unreachable } from '../../../shared/base/assert.ts';
import { parseDisplayName } from '../../../shared/rules/display-name.ts';
import { parseEmailAddress } from '../../../shared/rules/email-address.ts';
import { parseHandle } from '../../../shared/rules/handle.ts';
import type { NewAccountRefusal } from '../../../shared/rules/new-account.ts';
import { decidePassword } from '../../../shared/rules/password.ts';

export const accountFields = ['name', 'handle', 'email', 'password'] as const;

export type AccountField = (typeof accountFields)[number];

/** The code of what is wrong with one field, or null. */
export function checkAccountField(field: AccountField, value: string): NewAccountRefusal | null {
  switch (field) {
    case 'name':
      return parseDisplayName(value) === null ? 'name-invalid' : null;
    case 'handle':
      return parseHandle(value) === null ? 'handle-invalid' : null;
    case 'email':
      return parseEmailAddress(value) === null ? 'email-invalid' : null;
    case 'password': {
      const verdict = decidePassword(value);
      return verdict === 'ok' ? null : verdict;
    }
    default:
      return unreachable(field);
  }
}

/** The field that the server's answer is about, or null when it is about none. */
export function fieldOf(code: string): AccountField | null {
  return accountFields.find((field) => code.startsWith(`${field}-`)) ?? null;
}
