import { expect, test } from 'vitest';
import { describeError } from './logger.ts';

test('an error is logged by its name, code and places, never by its message', () => {
  const error = Object.assign(new TypeError('Unexpected token in "my secret\n    at home"'), { code: 'E_PARSE' });
  const described = describeError(error);
  expect(described).toMatchObject({ name: 'TypeError', code: 'E_PARSE' });
  expect(described.at[0]).toContain('logger.test.ts');
  expect(JSON.stringify(described)).not.toMatch(/secret|home/);
});

test('what is no error is logged by its type', () => {
  expect(describeError('my secret')).toEqual({ name: 'string', at: [] });
});
