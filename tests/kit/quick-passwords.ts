// Passwords kept so that a test which signs up people does not wait for a hash made to be slow.
import { createHash } from 'node:crypto';
import { slowPasswords, type Passwords } from '../../sync-server/directory/passwords.ts';

const mark = 'quick:';

const quickHash = (password: string) => mark + createHash('sha256').update(password).digest('hex');

/** Those of a folder that a real server has filled are known too. */
export const quickPasswords: Passwords = {
  hash: (password) => Promise.resolve(quickHash(password)),
  verify: ({ hash, password }) =>
    hash.startsWith(mark) ? Promise.resolve(hash === quickHash(password)) : slowPasswords.verify({ hash, password }),
};
