// What strangers, other sites and forged requests get from the HTTP side: a code, and nothing changes.
import { once } from 'node:events';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { basename } from 'node:path';
import { text } from 'node:stream/consumers';
import { serve, type ServerType } from '@hono/node-server';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { must } from '../../shared/base/assert.ts';
import { mintUserId } from '../../shared/ids.ts';
import { httpRefusals } from '../../shared/protocol/people-api.ts';
import { contentSecurityPolicy } from '../../sync-server/api/security-headers.ts';
import { slowPasswords } from '../../sync-server/directory/passwords.ts';
import { maxBodyBytes, rates } from '../../sync-server/limits.ts';
import {
  formOf,
  goodPassword,
  inviteSomebody,
  openDirect,
  openHttpWorkspace,
  setUpOwner,
} from '../kit/http-workspace.ts';
import type { HttpWorkspace } from '../kit/http-workspace.ts';

let workspace: HttpWorkspace;

const page = '<!doctype html><title>Biz1</title>';

beforeEach(async () => {
  workspace = await openHttpWorkspace({ client: { 'index.html': page, 'app.js': 'void 0;', '.secret': 'hidden' } });
});

afterEach(async () => {
  await workspace.close();
});

const stateChanging = [
  '/api/sign-up',
  '/api/sign-in',
  '/api/sign-out',
  '/api/invites',
  '/api/commands',
  '/api/reads',
  '/api/files',
  '/api/devices/sign-out',
  '/api/push/device',
  '/api/push/device/remove',
  '/api/push/quiet',
  '/api/push/test',
];

describe('requests from elsewhere', () => {
  const foreign = [
    undefined,
    'null',
    'https://evil.example',
    'http://localhost:8081',
    'http://localhost:8080.evil.example',
  ];

  test.each(stateChanging)('%s refuses every origin but our own, even with a session', async (path) => {
    const { visitor } = await setUpOwner(workspace);
    for (const origin of foreign) {
      const headers = { 'content-type': 'application/json', ...(origin === undefined ? {} : { origin }) };
      const response = await visitor.send(path, { method: 'POST', headers, body: '{}' });
      expect([response.status, await response.json()]).toEqual([403, { code: 'wrong-origin' }]);
    }
    expect((await visitor.get('/api/hello')).body).toMatchObject({ me: { handle: 'ada' } });
  });

  test.each(stateChanging)('%s refuses what a form can send', async (path) => {
    for (const type of ['application/x-www-form-urlencoded', 'text/plain', 'multipart/form-data', '']) {
      const headers = { origin: workspace.baseUrl, 'content-type': type };
      const response = await workspace.visitor().send(path, { method: 'POST', headers, body: '{}' });
      expect([response.status, await response.json()]).toEqual([415, { code: 'wrong-content-type' }]);
    }
  });

  test('a preflight is not answered with a permission', async () => {
    const headers = { origin: 'https://evil.example', 'access-control-request-method': 'POST' };
    const response = await workspace.visitor().send('/api/sign-in', { method: 'OPTIONS', headers });
    expect(response.status).toBe(403);
    expect(response.headers.get('access-control-allow-origin')).toBeNull();
  });
});

describe('bodies', () => {
  const form = formOf('eve');
  const asJson = JSON.stringify(form);
  const hostileBodies: readonly (readonly [string, string])[] = [
    ['nothing', ''],
    ['half of JSON', asJson.slice(0, -1)],
    ['a list', `[${asJson}]`],
    ['null', 'null'],
    ['a number', '7'],
    ['a text', '"sign me up"'],
    ['an unknown field', JSON.stringify({ ...form, role: 'owner' })],
    ['a prototype key', asJson.replace('{', '{"__proto__":{"role":"owner"},')],
    ['an inherited key', asJson.replace('{', '{"toString":"x",')],
    ['a constructor', asJson.replace('{', '{"constructor":{"prototype":{}},')],
    ['a missing field', JSON.stringify({ ...form, password: undefined })],
    ['a list as a password', JSON.stringify({ ...form, password: [goodPassword] })],
    ['an object as an address', JSON.stringify({ ...form, email: { $ne: null } })],
    ['null as a token', JSON.stringify({ ...form, token: null })],
    ['NUL in a password', JSON.stringify({ ...form, password: `${goodPassword}\u0000` })],
    ['half a character', asJson.replace('"Eve"', String.raw`"Eve\ud800"`)],
    ['a field of 2,000 characters', JSON.stringify({ ...form, name: 'e'.repeat(2_000) })],
    ['20,000 levels', `{"name":${'['.repeat(20_000)}${']'.repeat(20_000)}}`],
  ];

  test.each(hostileBodies)('%s is a bad request, and nobody is signed up', async (_what, body) => {
    const headers = { origin: workspace.baseUrl, 'content-type': 'application/json' };
    const response = await workspace.visitor().send('/api/sign-up', { method: 'POST', headers, body });
    expect([response.status, await response.json()]).toEqual([400, { code: 'bad-request' }]);
    expect(await workspace.directory.accounts.needsOwner()).toBe(true);
  });

  test('a list is not an empty body', async () => {
    const { visitor } = await setUpOwner(workspace);
    expect((await visitor.post('/api/sign-out', [])).body).toEqual({ code: 'bad-request' });
    expect((await visitor.get('/api/hello')).body).toMatchObject({ me: { handle: 'ada' } });
  });

  test('bytes that are not UTF-8 are a bad request', async () => {
    const headers = { origin: workspace.baseUrl, 'content-type': 'application/json' };
    const [before = '', after = ''] = JSON.stringify({ email: 'ada@example.com', password: 'HERE' }).split('HERE');
    const body = Buffer.concat([Buffer.from(before), Buffer.from([0xff]), Buffer.from(after)]);
    const response = await workspace.visitor().send('/api/sign-in', { method: 'POST', headers, body });
    expect(await response.json()).toEqual({ code: 'bad-request' });
  });

  test.each([
    ['a name that turns the text around', { name: 'Eve\u202egnp.exe' }, 'name-invalid'],
    ['a name of nothing to see', { name: '\u200b\u2060\u3164' }, 'name-invalid'],
    ['a handle with a foreign letter', { handle: 'еve' }, 'handle-invalid'],
    ['an address without a host', { email: 'eve@' }, 'email-invalid'],
    ['a short password', { password: 'secret' }, 'password-too-short'],
    ['a password of a thousand characters', { password: 'p'.repeat(1_000) }, 'password-too-long'],
  ])('%s has its own code', async (_what, change, code) => {
    const token = workspace.directory.accounts.setUpToken();
    const answer = await workspace.visitor().post('/api/sign-up', { ...form, ...change, token });
    expect(answer.body).toEqual({ code });
    expect(await workspace.directory.accounts.needsOwner()).toBe(true);
  });

  test('a body over the limit is refused before it is read', async () => {
    const answer = await workspace.visitor().post('/api/sign-in', { email: 'e'.repeat(maxBodyBytes), password: 'p' });
    expect([answer.status, answer.body]).toEqual([413, { code: 'too-large' }]);
  });
});

describe('guessing', () => {
  test('a wrong password and an unknown address get the same answer in like time', async () => {
    const slow = await openHttpWorkspace({ passwords: slowPasswords });
    await setUpOwner(slow);
    const visitor = slow.visitor();
    const tryOnce = async (email: string) => {
      const startedMs = performance.now();
      const { status, body } = await visitor.post('/api/sign-in', { email, password: 'a wrong password' });
      return { status, body, tookMs: performance.now() - startedMs };
    };
    const known = [];
    const unknown = [];
    for (let round = 0; round < 5; round += 1) {
      known.push(await tryOnce('ada@example.com'));
      unknown.push(await tryOnce('nobody@example.com'));
    }
    for (const { status, body } of [...known, ...unknown]) {
      expect([status, body]).toEqual([401, { code: 'wrong-credentials' }]);
    }
    // Without a hash for the unknown address it would be a hundred times faster, so wide bounds are enough.
    const fastest = (tries: readonly { tookMs: number }[]) => Math.min(...tries.map((one) => one.tookMs));
    expect(fastest(unknown) / fastest(known)).toBeGreaterThan(0.4);
    expect(fastest(unknown) / fastest(known)).toBeLessThan(2.5);
    await slow.close();
  });

  const guesser = (address: string) => {
    const visitor = workspace.visitor(address);
    return (index: number) => visitor.post('/api/sign-in', { email: 'ada@example.com', password: `guess no ${index}` });
  };
  const rightly = (email: string, address?: string) =>
    workspace.visitor(address).post('/api/sign-in', { email, password: goodPassword });

  test('guessing one password ends after a few tries, and keeps nobody out who is elsewhere', async () => {
    const owner = await setUpOwner(workspace);
    await inviteSomebody(workspace, owner, 'bob');
    const [address, { burst, refillMs }] = ['198.51.100.7', rates.signInPerAccountAndAddress];
    const answers = await Promise.all(Array.from({ length: burst + 3 }, (_, index) => guesser(address)(index)));
    const tooMany = answers.filter((answer) => answer.status === 429);
    expect(tooMany.map((answer) => answer.body)).toEqual(Array.from({ length: 3 }, () => ({ code: 'too-many' })));
    expect(Number(tooMany[0]?.headers.get('retry-after'))).toBe(refillMs / 1_000);
    expect((await rightly('ada@example.com', address)).status).toBe(429);
    expect((await rightly('bob@example.com', address)).status).toBe(200);
    expect((await rightly('ada@example.com')).status).toBe(200);
    workspace.advance(refillMs);
    expect((await rightly('ada@example.com', address)).status).toBe(200);
  });

  test('guessing one password from many addresses is slowed, and its owner is slowed with it but gets in', async () => {
    await setUpOwner(workspace);
    const { burst, refillMs } = rates.signInPerAccount;
    await Promise.all(Array.from({ length: burst }, (_, index) => guesser(`198.51.100.${index}`)(index)));
    expect(workspace.pausesMs).toEqual([]);
    expect((await guesser('203.0.113.1')(burst)).body).toEqual({ code: 'wrong-credentials' });
    expect((await rightly('ada@example.com')).status).toBe(200);
    expect(workspace.pausesMs).toEqual([refillMs, refillMs]);
  });

  test('the inbox is not asked as often as one likes', async () => {
    const { visitor } = await setUpOwner(workspace);
    const { burst, refillMs } = rates.inboxPerPerson;
    // One after the other: of many at once only so many may wait.
    for (let asked = 0; asked < burst; asked++) expect((await visitor.get('/api/inbox')).status).toBe(200);
    expect((await visitor.get('/api/inbox')).status).toBe(429);
    workspace.advance(refillMs);
    expect((await visitor.get('/api/inbox')).status).toBe(200);
  });

  test('signing in rightly spends none of the tries', async () => {
    await setUpOwner(workspace);
    const signIn = () => workspace.visitor().post('/api/sign-in', { email: 'ada@example.com', password: goodPassword });
    for (let round = 0; round <= rates.signInPerAccountAndAddress.burst; round += 1)
      expect((await signIn()).status).toBe(200);
  });

  test('guessing many accounts from one address ends too, and another address still gets in', async () => {
    await setUpOwner(workspace);
    const attacker = workspace.visitor('203.0.113.9');
    const guess = (index: number) =>
      attacker.post('/api/sign-in', { email: `n${index}@example.com`, password: 'short' });
    const answers = await Promise.all(Array.from({ length: rates.signInPerAddress.burst + 5 }, (_, i) => guess(i)));
    expect(answers.filter((answer) => answer.status === 429)).toHaveLength(5);
    const honest = await workspace.visitor().post('/api/sign-in', { email: 'ada@example.com', password: goodPassword });
    expect(honest.status).toBe(200);
  });

  test('sign-up and looking up invites are counted by address', async () => {
    const visitor = workspace.visitor();
    const ups = Array.from({ length: rates.signUpPerAddress.burst + 1 }, (_, i) =>
      visitor.post('/api/sign-up', { ...formOf(`eve${i}`), token: 'guess' }),
    );
    const looks = Array.from({ length: rates.inviteLookUpPerAddress.burst + 1 }, (_, i) =>
      visitor.get(`/api/invites/guess${i}`),
    );
    const answers = await Promise.all([...ups, ...looks]);
    expect(answers.filter((answer) => answer.status === 429)).toHaveLength(2);
  });

  test('without a valid token sign-up does not tell which addresses and handles are taken', async () => {
    await setUpOwner(workspace);
    const answer = await workspace.visitor().post('/api/sign-up', { ...formOf('ada'), token: 'guess' });
    expect(answer.body).toEqual({ code: 'invite-invalid' });
    expect((await workspace.visitor().post('/api/sign-up', formOf('ada'))).body).toEqual({ code: 'sign-up-closed' });
  });

  test('a changed cookie is nobody', async () => {
    const { visitor } = await setUpOwner(workspace);
    const cookie = visitor.cookies.get('biz1_session') ?? '';
    const [token = ''] = cookie.split('.');
    for (const forged of ['', 'x', token, `${token}.`, `${cookie.slice(0, -8)}AAAAA%3D`, `x${cookie}`]) {
      visitor.cookies.set('biz1_session', forged);
      expect((await visitor.get('/api/inbox')).body).toEqual({ code: 'not-signed-in' });
    }
  });
});

describe('what is not one’s own', () => {
  test('every route behind sign-in refuses a stranger', async () => {
    const stranger = workspace.visitor();
    const answers = [
      await stranger.get('/api/people?query=ada'),
      await stranger.get('/api/inbox'),
      await stranger.post('/api/commands', openDirect(mintUserId(new Uint8Array(15)))),
      await stranger.get('/api/devices'),
      await stranger.post('/api/devices/sign-out', { deviceId: `ses_${'0'.repeat(24)}` }),
      await stranger.post('/api/invites', {}),
    ];
    expect(answers.map((answer) => [answer.status, answer.body])).toEqual(
      answers.map(() => [401, { code: 'not-signed-in' }]),
    );
  });

  test('nobody opens a conversation with nobody, or with what is no id', async () => {
    const { visitor } = await setUpOwner(workspace);
    const open = async (userId: unknown) => (await visitor.post('/api/commands', openDirect(userId))).body;
    expect(await open(mintUserId(new Uint8Array(15)))).toEqual({ code: 'not-found' });
    for (const id of ['', 'usr_', "usr_' or 1=1 --", 7, null, { $ne: '' }]) {
      expect(await open(id)).toEqual({ code: 'bad-request' });
    }
    expect((await visitor.get('/api/inbox')).body).toMatchObject({ conversations: [] });
  });

  test('a search is text, never a pattern or SQL, and shows no address', async () => {
    const owner = await setUpOwner(workspace);
    const bob = await inviteSomebody(workspace, owner, 'bob');
    for (const query of ['%o%', '_ob', "bo' or '1'='1", 'bo\\', '%%', 'example.com']) {
      const answer = await owner.visitor.get(`/api/people?query=${encodeURIComponent(query)}`);
      expect(answer.body).toEqual({ people: [] });
    }
    const found = await owner.visitor.get('/api/people?query=bob');
    expect(found.body).toEqual({ people: [{ userId: bob.me.userId, name: 'Bob', handle: 'bob', picture: null }] });
    for (const query of ['', '?query=bob&limit=9', '?toString=x', `?query=${'b'.repeat(65)}`]) {
      expect((await owner.visitor.get(`/api/people${query}`)).body).toEqual({ code: 'bad-request' });
    }
  });
});

describe('every answer', () => {
  const paths = ['/', '/app.js', '/health', '/api/hello', '/api/inbox', '/api/nothing', '/nothing.js', '/sync'];

  test.each(paths)('%s carries the security headers', async (path) => {
    const { headers } = await workspace.visitor().send(path, {});
    expect(headers.get('content-security-policy')).toBe(contentSecurityPolicy);
    expect(Object.fromEntries(headers)).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
    });
    expect(headers.get('strict-transport-security')).toBeNull();
    expect(headers.get('x-request-id')).toMatch(/^req_/);
  });

  test('the policy allows our own files and nothing inline', () => {
    expect(contentSecurityPolicy).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; " +
        "media-src 'self' blob:; connect-src 'self'; " +
        "font-src 'self'; manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'self'; " +
        "frame-ancestors 'none'",
    );
  });

  test('on https browsers are told to stay there', async () => {
    const secure = await openHttpWorkspace({ baseUrl: 'https://chat.example.com' });
    const { headers } = await secure.visitor().send('/health', {});
    expect(headers.get('strict-transport-security')).toBe('max-age=63072000');
    await secure.close();
  });

  test('a failure inside is a code, and neither answer nor log say what was in the request', async () => {
    const { visitor } = await setUpOwner(workspace);
    await workspace.directory.close();
    const answer = await visitor.post('/api/sign-in', { email: 'ada@example.com', password: goodPassword });
    expect([answer.status, answer.body]).toEqual([500, { code: 'server-error' }]);
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    expect(workspace.log.join('')).toContain('request failed');
    expect(workspace.log.join('')).not.toContain('ada@');
  });

  test('the log holds patterns, states and times, and nothing a person typed', async () => {
    const owner = await setUpOwner(workspace);
    const { token } = must(await workspace.directory.invites.create(owner.me.userId), 'an invite');
    await owner.visitor.get(`/api/invites/${token}`);
    await owner.visitor.get('/api/people?query=charlotte');
    await owner.visitor.post('/api/sign-in', { email: 'ada@example.com', password: 'a wrong password' });
    const log = workspace.log.join('');
    const lines = workspace.log.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines.map((line) => line['route'])).toEqual([
      '/api/sign-up',
      '/api/invites/:token',
      '/api/people',
      '/api/sign-in',
    ]);
    expect(lines[1]).toMatchObject({ method: 'GET', status: 200, requestId: expect.stringMatching(/^req_/) });
    const typed = [token, 'charlotte', 'ada@example.com', 'a wrong password', goodPassword, 'Ada', '192.0.2.1'];
    expect(typed.filter((text) => log.includes(text))).toEqual([]);
  });

  test('every code of the catalogue has a status that is an error', () => {
    expect(Object.values(httpRefusals).filter((status) => status < 400 || status > 599)).toEqual([]);
  });
});

describe('on a real socket', () => {
  let server: ServerType;
  let port: number;

  beforeEach(async () => {
    server = serve({ fetch: workspace.app.fetch, hostname: '127.0.0.1', port: 0 });
    await once(server, 'listening');
    const address = server.address();
    port = typeof address === 'object' && address !== null ? address.port : 0;
  });

  afterEach(async () => {
    server.close();
    await once(server, 'close');
  });

  async function sendRaw(lines: readonly string[]): Promise<string> {
    const socket = connect(port, '127.0.0.1');
    socket.write(lines.join('\r\n'));
    return text(socket);
  }

  const escapes = [
    (folder: string) => `/../${folder}/workspace.json`,
    (folder: string) => `/%2e%2e/${folder}/workspace.json`,
    (folder: string) => `/..%2f${folder}%2fworkspace.json`,
    (folder: string) => `/..%5c${folder}%5cworkspace.json`,
    (folder: string) => `/assets/../../${folder}/workspace.json`,
    (folder: string) => `/%c0%ae%c0%ae/${folder}/workspace.json`,
    (folder: string) => `/${tmpdir()}/${folder}/workspace.json`,
    () => '/../../../../../../etc/passwd',
    () => '//etc/passwd',
    () => '/.secret',
    () => '/%2esecret',
    () => '/index.html%00.js',
    () => '/%',
  ];

  test.each(escapes)('a path out of the client leads nowhere: %s', async (path) => {
    const target = path(basename(workspace.dataDir));
    const answer = await sendRaw([`GET ${target} HTTP/1.1`, 'Host: localhost', 'Connection: close', '', '']);
    expect(answer).toMatch(/^HTTP\/1\.1 40[04] /);
    expect(answer).not.toMatch(/hidden|root:|signUp/);
  });

  test('a body sent in chunks is bounded too', async () => {
    const chunk = 'a'.repeat(16 * 1024);
    const chunks = Array.from(
      { length: maxBodyBytes / chunk.length + 1 },
      () => `${chunk.length.toString(16)}\r\n${chunk}`,
    );
    const answer = await sendRaw([
      'POST /api/sign-in HTTP/1.1',
      'Host: localhost',
      `Origin: ${workspace.baseUrl}`,
      'Content-Type: application/json',
      'Transfer-Encoding: chunked',
      'Connection: close',
      '',
      ...chunks,
      '0',
      '',
      '',
    ]);
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
    expect(answer).toContain('{"code":"too-large"}');
  });

  test('a browser gets the page for every address of the client, and only for those', async () => {
    const url = `http://127.0.0.1:${port}`;
    const accept = { accept: 'text/html,*/*' };
    const route = await fetch(`${url}/conversations/dm_1`, { headers: accept });
    expect([route.status, route.headers.get('cache-control'), await route.text()]).toEqual([200, 'no-cache', page]);
    const missing = await fetch(`${url}/assets/gone.js`);
    expect([missing.status, await missing.json()]).toEqual([404, { code: 'not-found' }]);
    const api = await fetch(`${url}/api/nothing`, { headers: accept });
    expect([api.status, await api.json()]).toEqual([404, { code: 'not-found' }]);
    const posted = await fetch(`${url}/set-up`, { method: 'POST', headers: accept });
    expect(posted.status).toBe(404);
    const etag = route.headers.get('etag') ?? '';
    const again = await fetch(`${url}/`, { headers: { ...accept, 'if-none-match': etag } });
    expect(again.status).toBe(304);
  });

  test('a workspace without a built client says what to do', async () => {
    const unbuilt = await openHttpWorkspace();
    const response = await unbuilt.visitor().send('/', { headers: { accept: 'text/html' } });
    expect([response.status, await response.text()]).toEqual([503, expect.stringContaining('npm run build')]);
    await unbuilt.close();
  });

  test('health answers without a session', async () => {
    const response = await fetch(`http://127.0.0.1:${port}/health`);
    expect([response.status, await response.json()]).toEqual([200, { status: 'ok' }]);
  });
});
