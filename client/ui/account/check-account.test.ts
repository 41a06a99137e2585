import { describe, expect, it } from 'vitest';
import { checkAccountField, fieldOf } from './check-account.ts';

describe('the fields of a new account', () => {
  it('are fine when they keep the rules', () => {
    expect(checkAccountField('name', 'Ada Lovelace')).toBeNull();
    expect(checkAccountField('handle', 'ada')).toBeNull();
    expect(checkAccountField('email', 'ada@example.org')).toBeNull();
    expect(checkAccountField('password', 'ten letters')).toBeNull();
  });

  it('name what is wrong with each', () => {
    expect(checkAccountField('name', ' ')).toBe('name-invalid');
    expect(checkAccountField('handle', 'a b')).toBe('handle-invalid');
    expect(checkAccountField('email', 'ada')).toBe('email-invalid');
    expect(checkAccountField('password', 'short')).toBe('password-too-short');
    expect(checkAccountField('password', 'x'.repeat(200))).toBe('password-too-long');
  });

  it('take the server’s answer to the field it is about', () => {
    expect(fieldOf('handle-taken')).toBe('handle');
    expect(fieldOf('email-taken')).toBe('email');
    expect(fieldOf('password-too-short')).toBe('password');
    expect(fieldOf('too-many')).toBeNull();
  });
});
