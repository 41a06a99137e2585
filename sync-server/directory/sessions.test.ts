// A cookie is somebody's session for us exactly when it is for better-auth, which we ask only now and then.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { assert } from '../../shared/base/assert.ts';
import { parseNewAccount } from '../../shared/rules/new-account.ts';
import { sessionLifeMs } from '../limits.ts';
import { openDirectory, type Directory } from './directory.ts';

const baseUrl = 'http://localhost:8080';
const fields = { name: 'Ada', handle: 'ada', email: 'ada@messenger.test', password: 'correct horse ada' };
let dataDir: string;
let directory: Directory;
/** The name of the cookie, the token in it, and its signature. */
let own: { readonly name: string; readonly token: string; readonly signature: string };

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'biz1-sessions-'));
  directory = await openDirectory({ dataDir, baseUrl, now: Date.now });
  const parsed = parseNewAccount(fields);
  assert(parsed.status === 'ok', 'an account');
  await directory.accounts.signUp({ account: parsed.account, token: directory.accounts.setUpToken() });
  own = await signIn();
});

afterAll(async () => {
  await directory.close();
  await rm(dataDir, { recursive: true });
});

async function signIn() {
  const answer = await directory.sessions.signIn(fields, new Headers());
  const [line = ''] = answer.status === 'signed-in' ? answer.cookies : [];
  const [name = '', value = ''] = (line.split(';')[0] ?? '').split('=');
  const [token = '', signature = ''] = decodeURIComponent(value).split('.');
  return { name, token, signature };
}

const cookieOf = ({ name, token, signature } = own) => `${name}=${encodeURIComponent(`${token}.${signature}`)}`;

/** With another first letter. */
const otherThan = (text: string) => (text.startsWith('A') ? 'B' : 'A') + text.slice(1);

/** As we know it, and as better-auth does. */
async function ask(cookie: string) {
  const headers = new Headers({ cookie });
  return [await directory.sessions.authenticate(headers), (await directory.sessions.refresh(headers)).session] as const;
}

describe('is a session for us and for better-auth', () => {
  test.each<[string, () => string]>([
    ['a cookie as it was set', () => cookieOf()],
    ['one among others', () => `theme=dark; ${cookieOf()}; x=1`],
    ['one that is not encoded', () => `${own.name}=${own.token}.${own.signature}`],
    ['the first of two of its name', () => `${cookieOf()}; ${own.name}=other`],
  ])('%s', async (_, makeCookie) => {
    const [ours, theirs] = await ask(makeCookie());
    expect(ours).not.toBeNull();
    expect(ours).toEqual(theirs);
  });
});

describe('is nobody for us and for better-auth', () => {
  test.each<[string, () => string]>([
    ['no cookie', () => ''],
    ['a token without a signature', () => `${own.name}=${own.token}`],
    ['an empty signature', () => cookieOf({ ...own, signature: '' })],
    ['a signature cut short', () => cookieOf({ ...own, signature: own.signature.slice(0, -2) })],
    ['a signature made longer', () => cookieOf({ ...own, signature: `${own.signature}A` })],
    ['another signature', () => cookieOf({ ...own, signature: otherThan(own.signature) })],
    ['the signature of another token', () => cookieOf({ ...own, token: `${own.token}a` })],
    ['no token', () => cookieOf({ ...own, token: '' })],
    ['another name', () => cookieOf({ ...own, name: `${own.name}2` })],
    ['the second of two of its name', () => `${own.name}=other; ${cookieOf()}`],
  ])('%s', async (_, makeCookie) => {
    expect(await ask(makeCookie())).toEqual([null, null]);
    expect(await directory.sessions.authenticate(new Headers({ cookie: cookieOf() }))).not.toBeNull();
  });

  test('a session that was signed out', async () => {
    const other = await signIn();
    const cookie = cookieOf(other);
    expect((await ask(cookie))[0]).not.toBeNull();
    await directory.sessions.signOut(new Headers({ cookie }));
    expect(await ask(cookie)).toEqual([null, null]);
  });

  test('a session whose time is over', async () => {
    const cookie = cookieOf(await signIn());
    expect((await ask(cookie))[0]).not.toBeNull();
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + sessionLifeMs + 1_000 });
    try {
      expect(await directory.sessions.authenticate(new Headers({ cookie }))).toBeNull();
    } finally {
      vi.useRealTimers();
    }
    expect(await ask(cookie)).toEqual([null, null]); // and it was put away
  });
});
