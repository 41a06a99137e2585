// The secret that signs session cookies: one file in the data folder, made at the first start.
// Promises: only the server's user may read it. Losing it signs everybody out and harms nothing else.
import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { StartProblem } from '../ops/start-problem.ts';

const minCharacters = 32;

export async function openSecret(file: string): Promise<string> {
  const secret = (await readIfThere(file)) ?? (await makeSecret(file));
  if (secret.length >= minCharacters) return secret;
  throw new StartProblem(`${file} is cut short. Remove it and start again: everybody signs in once more.`);
}

async function makeSecret(file: string): Promise<string> {
  const secret = randomBytes(32).toString('base64url');
  // 'wx' never overwrites, so two servers that start at once cannot both believe in their own.
  await writeFile(file, `${secret}\n`, { mode: 0o600, flag: 'wx', flush: true });
  return secret;
}

async function readIfThere(file: string): Promise<string | null> {
  try {
    return (await readFile(file, 'utf8')).trim();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}
