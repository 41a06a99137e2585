// What a password may be. Length is the only demand: the rest makes people choose worse ones.
// Does not know: hashes. The upper bound keeps the cost of one hash small.
export const passwordCharacters = { min: 10, max: 128 };

export type PasswordVerdict = 'ok' | 'password-too-short' | 'password-too-long';

export function decidePassword(password: string): PasswordVerdict {
  if (password.length < passwordCharacters.min) return 'password-too-short';
  return password.length > passwordCharacters.max ? 'password-too-long' : 'ok';
}
